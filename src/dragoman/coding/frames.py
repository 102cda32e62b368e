"""Frames: the words of a document that state events, with type, mode, status and parties, before they are merged."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import get_args

import numpy as np
from spacy.tokens import Doc, Span, Token

from dragoman.coding import candidates as cand
from dragoman.coding.circumstances import is_to_come
from dragoman.coding.codebook import MUTUAL, labels, modes
from dragoman.coding.encoder import Array, Model
from dragoman.coding.party_network import Question, alike
from dragoman.coding.roles import Parties, Settings, Slot, choose, joined, rows_of, scores, word
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
    named = set(cast.sentences.tolist())
    states = tuple(
        model.states(window.ids, window.named) if any(n - back in named for n in window.focus for back in range(NEAR + 1)) else None
        for window in layout.windows
    )
    return Story(sentences, cast, layout, states)


@dataclass(frozen=True, slots=True)
class Circle:
    """Who may be the parties of what a sentence tells."""

    near: cand.Near
    spots: Sequence[Spot]
    """Where each of them is read [n]."""
    rows: Mapping[str, Sequence[int]]
    """Which of them stand for each code."""
    same: Array
    """How they are alike [n, n, 4]."""
    shares: Array
    """How much each takes from each: equal shares of all in its coordination [n, n]."""

    @staticmethod
    def of(told: Story, sentence: int, window: int) -> Circle:
        """Those near a sentence, which is coded from this window."""
        near, spots = told.cast.near(sentence).placed(told.layout, window)
        same = alike(near.kin)
        return Circle(near, spots, rows_of(near), same, joined(same))


@dataclass(frozen=True, slots=True)
class Proposal:
    """A word that seems to state an event, and what may be the event's parties."""

    trigger: Token
    state: Array
    kinds: Array
    """Probabilities over ``codebook.labels()``."""
    circle: Circle
    features: cand.Ints
    """How each of those near stands to it, after ``candidates.FEATURES`` [n, 10]."""

    @property
    def kind(self) -> int:
        """The index of its likeliest type."""
        return int(self.kinds[1:].argmax()) + 1


def frames(doc: Doc, model: Model, settings: Settings) -> Iterator[Frame]:
    """All frames of a document's body and headlines, in text order."""
    told = story(doc, model)
    proposals = list(_proposals(told, model, settings))
    if not proposals:
        return
    states = np.stack([proposal.state for proposal in proposals])
    read = zip(proposals, _scores(told, proposals, model), model.statuses(states), model.modes(states), strict=True)
    for proposal, found, statuses, mode_logits in read:
        yield _frame(told, proposal, choose(found, proposal.kind, settings), statuses, mode_logits, settings)


def _proposals(told: Story, model: Model, settings: Settings) -> Iterator[Proposal]:
    for number, window in enumerate(told.layout.windows):
        tokens = [t for n in window.focus for t in cand.trigger_tokens(told.sentences[n]) if t.i in window.places]
        states = told.states[number]
        if tokens and states is not None:
            first, last = np.array([window.places[t.i] for t in tokens]).T
            words = word(states, (first, last))
            kinds = model.types(words)
            likely = np.flatnonzero(1 - kinds[:, 0] >= settings.event).tolist()
            for sentence, group in groupby(likely, [told.cast.sentence_of[t.i] for t in tokens].__getitem__):
                circle = Circle.of(told, sentence, number)
                for i in group:
                    yield Proposal(tokens[i], words[i], kinds[i], circle, cand.features(tokens[i], circle.near, told.cast))


def _scores(told: Story, proposals: Sequence[Proposal], model: Model) -> Iterator[dict[str, tuple[Slot, Slot]]]:
    """What each code's roles in each event are, asked of the party network all at once."""
    row = {spot: n for n, spot in enumerate(dict.fromkeys(spot for proposal in proposals for spot in proposal.circle.spots))}
    asked = {
        n: Question(p.state, p.kind, np.array([row[spot] for spot in p.circle.spots], dtype=np.int64), p.features, p.circle.same)
        for n, p in enumerate(proposals)
        if p.circle.spots
    }
    table = np.stack([told.state(spot) for spot in row]) if row else np.zeros((0, 0), dtype=np.float32)
    answers = dict(zip(asked, model.parties.logits(table, list(asked.values())) if asked else (), strict=True))
    for n, proposal in enumerate(proposals):
        yield scores(proposal.circle.near, proposal.circle.rows, proposal.circle.shares, answers[n]) if n in asked else {}


def _frame(told: Story, proposal: Proposal, parties: Parties, statuses: Array, mode_logits: Array, settings: Settings) -> Frame:
    kind = proposal.kind
    status = _status(statuses, proposal.trigger, settings)
    event = float(1 - proposal.kinds[0])
    mode = _mode(mode_logits, labels()[kind])
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


def _status(probabilities: Array, trigger: Token, settings: Settings) -> int:
    if probabilities[BACKGROUND] >= settings.background:
        return BACKGROUND
    likeliest = int(probabilities.argmax())
    return STATUSES.index("planned") if STATUSES[likeliest] == "occurred" and is_to_come(trigger) else likeliest


def _mode(logits: Array, type_: str) -> str | None:
    allowed = [i for i, (of, _) in enumerate(modes()) if of == type_]
    return modes()[max(allowed, key=lambda i: float(logits[i]))][1]
