"""Frames: the words of a document that state events, with type, mode, status and parties, before they are merged."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
from spacy.tokens import Doc, Span, Token

from dragoman.coding import candidates as cand
from dragoman.coding.circumstances import is_to_come
from dragoman.coding.codebook import MUTUAL, labels, modes
from dragoman.coding.encoder import Array, Model
from dragoman.coding.roles import Parties, Settings, Slot, choose, likeness, question, scores, word
from dragoman.coding.windows import Layout, Spot, coded_sentences
from dragoman.model import Status

STATUSES: tuple[Status, ...] = get_args(Status)
BACKGROUND = STATUSES.index("background")
NEAR = 2
"""How many sentences before it somebody must be named for a window to be read."""


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
        parties = math.prod(slot.probability for slot in (*self.parties.actors, *self.parties.recipients))
        return self.event_probability * self.type_probability * parties


@dataclass(frozen=True, slots=True)
class Story:
    """What the coder reads of a document that has its mentions."""

    sentences: list[Span]
    cast: cand.Cast
    layout: Layout
    states: tuple[Array | None, ...]
    """The encoder's states of each window; None where no one is named, so that there is no event to find."""

    def state(self, spot: Spot) -> Array:
        """The state of the word at a spot: somebody's name, so its window is read."""
        states = self.states[spot[0]]
        assert states is not None
        return word(states, spot[1])


def story(doc: Doc, model: Model) -> Story:
    """Lay a document out and let the encoder read it."""
    sentences = coded_sentences(doc)
    cast = cand.Cast.of(doc, sentences)
    layout = Layout.of(sentences, cand.mention_tokens(doc, cast.mentions))
    named = {traits.sentence for traits in cast.traits.values()}
    states = tuple(
        model.states(window.ids, window.named) if any(n - back in named for n in window.focus for back in range(NEAR + 1)) else None
        for window in layout.windows
    )
    return Story(sentences, cast, layout, states)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A word that seems to state an event, and what may be the event's parties."""

    trigger: Token
    state: Array
    kinds: Array
    """Probabilities over ``codebook.labels()``."""
    near: tuple[cand.Candidate, ...]
    spots: tuple[Spot, ...]
    """Where each of them is read."""

    @property
    def kind(self) -> int:
        """The index of its likeliest type."""
        return int(self.kinds[1:].argmax()) + 1


def frames(doc: Doc, model: Model, settings: Settings) -> Iterator[Frame]:
    """All frames of a document's body and headlines, in text order."""
    told = story(doc, model)
    proposals = list(_proposals(told, model, settings))
    for proposal, found in zip(proposals, _scores(told, proposals, model), strict=True):
        yield _frame(told, proposal, choose(found, proposal.kind, settings), model, settings)


def _proposals(told: Story, model: Model, settings: Settings) -> Iterator[Proposal]:
    for number, window in enumerate(told.layout.windows):
        tokens = [t for n in window.focus for t in cand.trigger_tokens(told.sentences[n]) if t.i in window.places]
        states = told.states[number]
        if tokens and states is not None:
            words = np.stack([word(states, window.places[t.i]) for t in tokens])
            kinds = model.types(words)
            for i in np.flatnonzero(1 - kinds[:, 0] >= settings.event):
                near = [(c, at) for c in cand.candidates(tokens[i], told.cast) if (at := told.layout.place(c.head, number)) is not None]
                yield Proposal(tokens[i], words[i], kinds[i], tuple(c for c, _ in near), tuple(at for _, at in near))


def _scores(told: Story, proposals: Sequence[Proposal], model: Model) -> Iterator[dict[str, tuple[Slot, Slot]]]:
    """What each code's roles in each event are, asked of the party network all at once."""
    row = {spot: n for n, spot in enumerate(dict.fromkeys(spot for proposal in proposals for spot in proposal.spots))}
    # Triggers of one sentence have the same candidates, whose likeness is reckoned once.
    of = [tuple(candidate.mention for candidate in proposal.near) for proposal in proposals]
    casts = {mentions: proposal.near for mentions, proposal in zip(of, proposals, strict=True) if mentions}
    same = {mentions: likeness(near, told.cast) for mentions, near in casts.items()}
    asked = {
        n: question(p.state, p.kind, [(c, row[spot]) for c, spot in zip(p.near, p.spots, strict=True)], same[of[n]])
        for n, p in enumerate(proposals)
        if p.near
    }
    table = np.stack([told.state(spot) for spot in row]) if row else np.zeros((0, 0), dtype=np.float32)
    answers = dict(zip(asked, model.parties.logits(table, list(asked.values())) if asked else (), strict=True))
    for n, proposal in enumerate(proposals):
        yield scores(asked[n], answers[n], proposal.near, told.cast) if n in asked else {}


def _frame(told: Story, proposal: Proposal, parties: Parties, model: Model, settings: Settings) -> Frame:
    kind, state = proposal.kind, proposal.state[None]
    statuses = model.statuses(state)[0]
    status = _status(statuses, proposal.trigger, settings)
    event = float(1 - proposal.kinds[0])
    mode = _mode(model.modes(state)[0], labels()[kind])
    return Frame(
        trigger=proposal.trigger.i,
        sentence=told.sentences[told.cast.sentence_of[proposal.trigger.i]],
        type=labels()[kind],
        type_probability=float(proposal.kinds[kind]) / event,
        event_probability=event,
        mode=mode,
        status=STATUSES[status],
        status_probability=float(statuses[status]),
        parties=parties.together() if (labels()[kind], mode) in MUTUAL else parties,
    )


def _status(probabilities: np.ndarray, trigger: Token, settings: Settings) -> int:
    if probabilities[BACKGROUND] >= settings.background:
        return BACKGROUND
    likeliest = int(probabilities.argmax())
    return STATUSES.index("planned") if STATUSES[likeliest] == "occurred" and is_to_come(trigger) else likeliest


def _mode(logits: np.ndarray, type_: str) -> str | None:
    allowed = [i for i, (of, _) in enumerate(modes()) if of == type_]
    return modes()[max(allowed, key=lambda i: float(logits[i]))][1]
