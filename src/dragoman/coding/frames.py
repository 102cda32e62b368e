"""Frames: the words of a document that state events, with type, mode, status and parties, before they are merged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

import numpy as np
from spacy.tokens import Doc, Span, Token

from dragoman.coding import candidates as cand
from dragoman.coding.codebook import MUTUAL, labels, modes
from dragoman.coding.encoder import Model
from dragoman.coding.roles import Parties, Settings, choose, scores, word
from dragoman.coding.windows import Window, coded_sentences, windows
from dragoman.model import Mention, Status

STATUSES: tuple[Status, ...] = get_args(Status)


@dataclass(frozen=True, slots=True)
class Frame:
    """One trigger read as an event, with the probability of each reading."""

    trigger: int
    """Token index."""
    sentence: Span
    type: str
    type_probability: float
    """Of this type, given that it is an event."""
    event_probability: float
    mode: str | None
    status: Status
    status_probability: float
    parties: Parties

    @property
    def likelihood(self) -> float:
        """That event, type and every party are right, were they independent."""
        parties = [slot.probability for slot in (*self.parties.actors, *self.parties.recipients)]
        return self.event_probability * self.type_probability * float(np.prod(parties))


@dataclass(frozen=True, slots=True)
class Story:
    """A document's coded sentences and the mentions in them."""

    doc: Doc
    sentences: list[Span]
    number: dict[int, int]
    """Token index → which of the sentences it stands in."""
    mentions: tuple[Mention, ...]
    heads: list[int]
    rank: dict[str, int]

    def near(self, token: Token) -> list[cand.Candidate]:
        """What may be a party of the event that a word states."""
        return cand.candidates(token, self.mentions, self.heads, self.number, self.rank)


def story(doc: Doc) -> Story:
    """What the coder reads of a document that has its mentions."""
    sentences = coded_sentences(doc)
    number = {token.i: n for n, sentence in enumerate(sentences) for token in sentence}
    mentions: tuple[Mention, ...] = doc._.mentions
    return Story(doc, sentences, number, mentions, cand.mention_heads(doc, mentions), cand.ranks(mentions))


def frames(doc: Doc, model: Model, settings: Settings) -> Iterator[Frame]:
    """All frames of a document's body and headlines, in text order."""
    told = story(doc)
    named = {told.number[h] for h, m in zip(told.heads, told.mentions, strict=True) if m.codes and h in told.number}
    for window in windows(told.sentences, cand.mention_tokens(doc, told.mentions)):
        # Without a party within reach there is no event to find, and the encoder need not run.
        if any(n - back in named for n in window.focus for back in range(cand.REACH + 1)):
            yield from _window_frames(told, window, model, settings)


def _window_frames(told: Story, window: Window, model: Model, settings: Settings) -> Iterator[Frame]:
    tokens = [t for n in window.focus for t in cand.trigger_tokens(told.sentences[n]) if t.i in window.places]
    if not tokens:
        return
    states = model.states(window.ids, window.named)
    words = np.stack([word(states, window.places[t.i]) for t in tokens])
    kinds = model.types(words)
    for i in np.flatnonzero(1 - kinds[:, 0] >= settings.event):
        kind = int(kinds[i, 1:].argmax()) + 1
        found = scores(model, states, window, words[i], kind, told.near(tokens[i]), told.mentions)
        parties = choose(found, kind, settings)
        statuses = model.statuses(words[i : i + 1])[0]
        status = _status(statuses, settings)
        event = float(1 - kinds[i, 0])
        mode = _mode(model.modes(words[i : i + 1])[0], labels()[kind])
        yield Frame(
            trigger=tokens[i].i,
            sentence=told.sentences[told.number[tokens[i].i]],
            type=labels()[kind],
            type_probability=float(kinds[i, kind]) / event,
            event_probability=event,
            mode=mode,
            status=STATUSES[status],
            status_probability=float(statuses[status]),
            parties=parties.together() if (labels()[kind], mode) in MUTUAL else parties,
        )


def _status(probabilities: np.ndarray, settings: Settings) -> int:
    background = STATUSES.index("background")
    return background if probabilities[background] >= settings.background else int(probabilities.argmax())


def _mode(logits: np.ndarray, type_: str) -> str | None:
    allowed = [i for i, (of, _) in enumerate(modes()) if of == type_]
    return modes()[max(allowed, key=lambda i: float(logits[i]))][1]
