"""Make the models of the attribution stage: ``tagger.npz`` and ``cue_weights.json`` in ``dragoman/attribution/data``.

    python -m training.train_cues [--shared ../shared] [--out FOLDER]

The tagger learns PolNeAR's attributions (cue, source, content) from its training part, every tenth article left out: first which
words are heads of cues, then, from each cue and from each word that looks like one, which words around it are source and content.
Two last epochs take in all articles; what ships is the mean of the weights before and after them.
The scorer learns from the annotated documents which attributions the codebook counts as quotations: a proposed content is right where
it overlaps an annotated quotation by half or more, and left out where it only touches one. L2-regularised logistic regression; the
threshold is the highest of those with the best F1 in five-fold cross-validation by document. Seeds are fixed; one core takes about an hour.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from spacy.tokens import Doc, Token
from torch.nn import functional

from dragoman.attribution.drafts import candidates, letters, split
from dragoman.attribution.features import Names, View, Words, view_of, words_of
from dragoman.attribution.network import CONTENT, CUE, SOURCE
from dragoman.attribution.page import Page
from dragoman.attribution.scorer import features
from dragoman.evaluation.attribution import Attribution, articles
from dragoman.model import Document, Span
from dragoman.pipeline import annotate, load
from training.tagger import Tagger, batch_of, export

Array = npt.NDArray[np.float64]
_HOME = Path(__file__).resolve().parents[1]
_ASIDE = ("dragoman_coding", "dragoman_places", "dragoman_attribution")
_EPOCHS, _LAST_EPOCHS, _AT_ONCE, _LOOK, _IGNORED = 6, 2, 4, 0.05, -100
_AS_GOOD = 0.003
"""F1s this near to the best count as equal: of their thresholds the highest is taken, which is the most precise."""


@dataclass(frozen=True)
class Article:
    """One article with its attributions: head of the cue → the tags of the words, by document index."""

    page: Page
    words: Words
    gold: dict[int, dict[int, int]]


@dataclass(frozen=True)
class Row:
    """One proposed attribution: its features, whether it is right, the document that it is from, and whether that is clear (not where
    it only touches an annotated quotation: such rows are not learned from, but they count as wrong in cross-validation)."""

    names: tuple[str, ...]
    right: bool
    document: int
    clear: bool


# ---------------------------------------------------------------- the tagger


def parsed(texts: Iterable[str]) -> Iterator[Doc]:
    """The texts with the stages that the attribution stage reads."""
    yield from annotate(load(without=_ASIDE), (Document(text=text) for text in texts))


def listed(docs: Sequence[Doc]) -> dict[str, list[str]]:
    """The names that features may take: lemmas seen three times, and all tags, dependencies and entity types."""
    lemmas = Counter(token.lemma_.lower() for doc in docs for token in doc if token.text.strip() and "\n" not in token.lemma_)
    short = {lemma for lemma in lemmas if len(lemma) < 4 or any(char.isalpha() for char in lemma)}
    tokens = [token for doc in docs for token in doc]
    return {
        "word": sorted(lemma for lemma in short if lemmas[lemma] >= 3),
        "tag": sorted({token.tag_ for token in tokens} - {""}),
        "dep": sorted({token.dep_ for token in tokens} - {""}),
        "ent": sorted({token.ent_type_ for token in tokens} - {""}),
    }


def names_of(lists: dict[str, list[str]]) -> Names:
    """The lists as lookups; 0 is for what is not listed."""
    return Names(**{kind: {value: at for at, value in enumerate(values, 1)} for kind, values in lists.items()})


def embeddings(words: Sequence[str], width: int) -> npt.NDArray[np.float32]:
    """What the sentence encoder makes of each word alone, on its ``width`` main axes: where the word table starts from."""
    from transformers import AutoModel, AutoTokenizer

    from training.train_coder import minilm

    home = str(minilm())
    tokenizer, encoder = AutoTokenizer.from_pretrained(home), AutoModel.from_pretrained(home).eval()
    found = []
    with torch.no_grad():
        for at in range(0, len(words), 256):
            pieces = tokenizer(list(words[at : at + 256]), padding=True, return_tensors="pt")
            mask = pieces["attention_mask"][..., None]
            pooled = (encoder(**pieces).last_hidden_state * mask).sum(1) / mask.sum(1)
            found.append(functional.normalize(pooled).numpy())
    table = np.concatenate(found)
    table -= table.mean(axis=0)
    axes = np.linalg.svd(table, full_matrices=False)[2][:width]
    values = table @ axes.T
    return np.vstack([np.zeros((1, width)), values / values.std() * 0.3]).astype(np.float32)


def article_of(doc: Doc, gold: Sequence[Attribution], names: Names) -> Article:
    """The article's arrays and the tags that its annotation gives from each cue."""
    page = Page(doc)
    found: dict[int, dict[int, int]] = {}
    for one in gold:
        cue = _tokens(page, one.cue)
        if not cue:
            continue
        head = min((doc[at] for at in cue), key=lambda token: (token.is_punct or token.is_space, _depth(token))).i
        tags = (
            dict.fromkeys(cue, CUE) | dict.fromkeys(_tokens(page, one.source), SOURCE) | dict.fromkeys(_tokens(page, one.content), CONTENT)
        )
        found.setdefault(head, tags | {head: CUE})
    return Article(page, words_of(page, names), found)


def _tokens(page: Page, spans: Iterable[Span]) -> list[int]:
    found: list[int] = []
    for span in spans:
        first = page.first_token(span.start)
        if first and page.starts[first - 1] + len(page.doc[first - 1]) > span.start:
            first -= 1
        found += range(first, page.first_token(span.end))
    return found


def _depth(token: Token) -> int:
    return sum(1 for _ in token.ancestors)


def train_tagger(articles: Sequence[Article], lists: dict[str, list[str]]) -> tuple[Tagger, npt.NDArray[np.float32]]:
    """The trained tagger, and what going from one tag to another costs."""
    names = names_of(lists)
    model = Tagger(lists, names.branches)
    table = model.columns["word"].weight
    table.data[:] = torch.from_numpy(embeddings(lists["word"], table.shape[1]))
    held = [one for at, one in enumerate(articles) if at % 10]
    _run(model, [(one, []) for one in held], 2e-3, _EPOCHS)
    model.eval()
    with torch.no_grad():
        seen = [(one, _views(model, one, names)) for one in articles]
    model.train()
    _run(model, [pair for at, pair in enumerate(seen) if at % 10], 1.5e-3, _EPOCHS)
    before = {name: values.clone() for name, values in model.state_dict().items()}
    _run(model, list(seen), 5e-4, _LAST_EPOCHS)
    model.load_state_dict({name: (values + before[name]) / 2 for name, values in model.state_dict().items()})
    return model.eval(), _moves(seen)


def _moves(seen: Sequence[tuple[Article, list[View]]]) -> npt.NDArray[np.float32]:
    """How much likelier than by chance each tag follows each, as a logarithm."""
    counts = np.ones((4, 4))
    for one, views in seen:
        for view in views:
            if view.cue in one.gold:
                tags = _tags(one, view)
                np.add.at(counts, (tags[:-1], tags[1:]), 1)
    moves = np.log(counts / counts.sum(1, keepdims=True)) - np.log(counts.sum(0) / counts.sum())
    return moves.astype(np.float32)


def _views(model: Tagger, one: Article, names: Names) -> list[View]:
    """From the annotated cues, and from every word that looks like one."""
    batch = batch_of([(one.words, [])])
    likely = torch.nonzero(torch.sigmoid(model.cues(model.states(batch))) > _LOOK)[:, 0].tolist()
    return [view_of(one.page, one.words, names, cue) for cue in sorted({*likely, *one.gold})]


def _tags(one: Article, view: View) -> npt.NDArray[np.int64]:
    tags = one.gold.get(view.cue)
    if tags is None:
        return np.full(len(view.codes), _IGNORED)
    return np.array([tags.get(view.first + at, 0) for at in range(len(view.codes))])


def _run(model: Tagger, seen: list[tuple[Article, list[View]]], rate: float, epochs: int) -> None:
    """Train; with views the loss is that of cues, tags and whole attributions, without them that of cues alone."""
    steps = len(seen) // _AT_ONCE
    optimiser = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=epochs * steps + 1, pct_start=0.1)
    for epoch in range(epochs):
        random.shuffle(seen)
        total = 0.0
        for at in range(0, steps * _AT_ONCE, _AT_ONCE):
            loss = _loss(model, seen[at : at + _AT_ONCE])
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        print(f"epoch {epoch}: {total / max(steps, 1):.4f}", flush=True)


def _loss(model: Tagger, chosen: Sequence[tuple[Article, list[View]]]) -> torch.Tensor:
    batch = batch_of([(one.words, views) for one, views in chosen])
    states = model.states(batch)
    heads = torch.cat([torch.tensor([float(at in one.gold) for at in range(len(one.words.codes))]) for one, _ in chosen])
    loss = 10 * functional.binary_cross_entropy_with_logits(model.cues(states), heads)
    views = [(one, view) for one, views in chosen for view in views]
    if not views:
        return loss
    tags = torch.from_numpy(np.concatenate([_tags(one, view) for one, view in views]))
    right = torch.tensor([float(view.cue in one.gold) for one, view in views])
    logits, whole = model.tags(states, batch)
    loss = loss + 1.5 * functional.cross_entropy(logits, tags, ignore_index=_IGNORED)
    return loss + 0.7 * functional.binary_cross_entropy_with_logits(whole, right)


# ---------------------------------------------------------------- the scorer


def rows_of(folder: Path) -> tuple[list[Row], int]:
    """What is proposed on the annotated documents of a folder, and how many quotations are annotated there."""
    paths = sorted(folder.glob("*.json"))
    rows, wanted = [], 0
    docs = parsed(path.with_suffix(".txt").read_text(encoding="utf-8") for path in paths)
    for number, (path, doc) in enumerate(zip(paths, docs, strict=True)):
        quotes = json.loads(path.read_text(encoding="utf-8"))["quotes"]
        gold = [span for quote in quotes for span in _placed(doc.text, quote["content"])]
        wanted += len(gold)
        page = Page(doc)
        for draft in (part for whole in candidates(page, beside=letters(page)) for part in split(page, whole)):
            if draft.cue is None:
                continue
            right = any(_overlap(draft.content, span) * 2 >= max(draft.size, span.end - span.start) for span in gold)
            touches = any(_overlap(draft.content, span) * 2 >= min(draft.size, span.end - span.start) for span in gold)
            rows.append(Row(tuple(sorted(set(features(page, draft)))), right, number, right or not touches))
    return rows, wanted


def _placed(text: str, content: str | list[str]) -> Iterator[Span]:
    for piece in [content] if isinstance(content, str) else content:
        at = text.find(piece)
        if at >= 0:
            yield Span(at, at + len(piece))


def _overlap(content: Iterable[Span], gold: Span) -> int:
    return sum(max(0, min(part.end, gold.end) - max(part.start, gold.start)) for part in content)


def matrix(rows: Sequence[Row], names: dict[str, int]) -> Array:
    """Rows by features, ones and zeros."""
    table = np.zeros((len(rows), len(names)))
    for at, row in enumerate(rows):
        table[at, [names[name] for name in row.names if name in names]] = 1.0
    return table


def fit(table: Array, right: Array, strength: float) -> Array:
    """Weights of an L2-regularised logistic regression (the first column, the bias, is not held back)."""
    x, y = torch.from_numpy(table), torch.from_numpy(right)
    held = torch.full((table.shape[1],), strength, dtype=torch.float64)
    held[0] = 1e-3
    weights = torch.zeros(table.shape[1], dtype=torch.float64, requires_grad=True)
    search = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> float:
        search.zero_grad()
        value = functional.binary_cross_entropy_with_logits(x @ weights, y, reduction="sum") + 0.5 * (held * weights * weights).sum()
        value.backward()
        return float(value.detach())

    search.step(loss)
    found: Array = weights.detach().numpy()
    return found


def cross_validated(rows: Sequence[Row], table: Array, right: Array, strength: float, folds: int = 5) -> Array:
    """Each row's probability from a model that has not seen its document."""
    fold = np.array([row.document % folds for row in rows])
    clear = np.array([row.clear for row in rows])
    chance = np.zeros(len(rows))
    for held_out in range(folds):
        weights = fit(table[(fold != held_out) & clear], right[(fold != held_out) & clear], strength)
        chance[fold == held_out] = 1.0 / (1.0 + np.exp(-np.clip(table[fold == held_out] @ weights, -30, 30)))
    return chance


def train_scorer(folder: Path) -> dict[str, float]:
    """The scorer's weights with its threshold, strength and threshold chosen by cross-validation."""
    rows, wanted = rows_of(folder)
    counts = Counter(name for row in rows for name in row.names)
    names = {name: at for at, name in enumerate(["bias", *sorted(n for n, count in counts.items() if count >= 3 and n != "bias")])}
    table, right = matrix(rows, names), np.array([float(row.right) for row in rows])
    print(f"{len(rows)} rows, {int(right.sum())} right, {wanted} annotated, {len(names)} features")
    trials = []
    for strength in (1.0, 2.0, 4.0):
        chance = cross_validated(rows, table, right, strength)
        f1s = [
            (2 * float(right[chance >= at].sum()) / (float((chance >= at).sum()) + wanted), float(at)) for at in np.arange(0.1, 0.8, 0.05)
        ]
        best = max(f1s)[0]
        trials.append((best, max(at for f1, at in f1s if f1 > best - _AS_GOOD), strength))
        print(f"strength {strength}: F1 {best:.3f}, at {trials[-1][1]:.2f} as good")
    _, threshold, strength = max(trials)
    clear = np.array([row.clear for row in rows])
    weights = fit(table[clear], right[clear], strength)
    return {"threshold": round(threshold, 2), **{name: round(float(weights[at]), 4) for name, at in names.items()}}


def main() -> None:
    """Train the tagger, then the scorer over what the tagger proposes."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument("--shared", type=Path, default=_HOME.parent / "shared")
    ask.add_argument("--out", type=Path, default=_HOME / "src/dragoman/attribution/data")
    ask.add_argument("--scorer-only", action="store_true", help="keep the tagger that is there")
    args = ask.parse_args()
    torch.manual_seed(0)
    random.seed(0)
    if not args.scorer_only:
        texts, gold = zip(*articles(args.shared / "corpora/polnear/train"), strict=True)
        docs = list(parsed(texts))
        others = [path.with_suffix(".txt").read_text(encoding="utf-8") for path in sorted((args.shared / "gold/train").glob("*.json"))]
        lists = listed([*docs, *parsed(others)])
        names = names_of(lists)
        annotated = [article_of(doc, found, names) for doc, found in zip(docs, gold, strict=True)]
        model, moves = train_tagger(annotated, lists)
        export(model, lists, moves, args.out / "tagger.npz")
    table = train_scorer(args.shared / "gold/train")
    (args.out / "cue_weights.json").write_text(json.dumps(table, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
