"""Frames: the words of a document that state events, with type, mode, status and parties, before they are merged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

import numpy as np
from spacy.tokens import Doc, Span, Token

from dragoman.coding import candidates as cand
from dragoman.coding.codebook import MUTUAL, labels, modes
from dragoman.coding.encoder import Array, Model
from dragoman.coding.roles import Parties, Settings, choose, scores, word
from dragoman.coding.windows import Layout, coded_sentences
from dragoman.model import Status

STATUSES: tuple[Status, ...] = get_args(Status)
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
        parties = [slot.probability for slot in (*self.parties.actors, *self.parties.recipients)]
        return self.event_probability * self.type_probability * float(np.prod(parties))


@dataclass(frozen=True, slots=True)
class Story:
    """What the coder reads of a document that has its mentions."""

    sentences: list[Span]
    cast: cand.Cast
    layout: Layout
    states: tuple[Array | None, ...]
    """The encoder's states of each window; None where no one is named, so that there is no event to find."""

    def vector(self, token: int, window: int) -> Array | None:
        """The state of a token as read from one window; None for what was cut."""
        at = self.layout.place(token, window)
        states = None if at is None else self.states[at[0]]
        return None if at is None or states is None else word(states, at[1])


def story(doc: Doc, model: Model) -> Story:
    """Lay a document out and let the encoder read it."""
    sentences = coded_sentences(doc)
    cast = cand.Cast.of(doc, sentences)
    layout = Layout.of(sentences, cand.mention_tokens(doc, cast.mentions))
    named = {cast.sentence_of[cast.heads[i]] for i in cast.known}
    states = tuple(
        model.states(window.ids, window.named) if any(n - back in named for n in window.focus for back in range(NEAR + 1)) else None
        for window in layout.windows
    )
    return Story(sentences, cast, layout, states)


def frames(doc: Doc, model: Model, settings: Settings) -> Iterator[Frame]:
    """All frames of a document's body and headlines, in text order."""
    told = story(doc, model)
    for number, window in enumerate(told.layout.windows):
        tokens = [t for n in window.focus for t in cand.trigger_tokens(told.sentences[n]) if t.i in window.places]
        states = told.states[number]
        if tokens and states is not None:
            words = np.stack([word(states, window.places[t.i]) for t in tokens])
            kinds = model.types(words)
            for i in np.flatnonzero(1 - kinds[:, 0] >= settings.event):
                yield _frame(told, number, tokens[i], words[i], kinds[i], model, settings)


def _frame(told: Story, window: int, trigger: Token, state: Array, kinds: Array, model: Model, settings: Settings) -> Frame:
    kind = int(kinds[1:].argmax()) + 1
    found = scores(model, state, kind, _near(told, window, trigger), told.cast)
    parties = choose(found, kind, settings)
    statuses = model.statuses(state[None])[0]
    status = _status(statuses, settings)
    event = float(1 - kinds[0])
    mode = _mode(model.modes(state[None])[0], labels()[kind])
    return Frame(
        trigger=trigger.i,
        sentence=told.sentences[told.cast.sentence_of[trigger.i]],
        type=labels()[kind],
        type_probability=float(kinds[kind]) / event,
        event_probability=event,
        mode=mode,
        status=STATUSES[status],
        status_probability=float(statuses[status]),
        parties=parties.together() if (labels()[kind], mode) in MUTUAL else parties,
    )


def _near(told: Story, window: int, trigger: Token) -> list[tuple[cand.Candidate, Array]]:
    """What may be a party of the event that a word states, with its state."""
    near = ((candidate, told.vector(candidate.head, window)) for candidate in cand.candidates(trigger, told.cast))
    return [(candidate, vector) for candidate, vector in near if vector is not None]


def _status(probabilities: np.ndarray, settings: Settings) -> int:
    background = STATUSES.index("background")
    return background if probabilities[background] >= settings.background else int(probabilities.argmax())


def _mode(logits: np.ndarray, type_: str) -> str | None:
    allowed = [i for i, (of, _) in enumerate(modes()) if of == type_]
    return modes()[max(allowed, key=lambda i: float(logits[i]))][1]
