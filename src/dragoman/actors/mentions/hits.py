"""Names found in a text, each with the reading that was chosen for it."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.model import Actor

STATE_FORMS = frozenset({"name", "demonym", "former", "nickname", "abbreviation"})
POSSESSIVE = frozenset({"'s", "’s", "'", "’"})


@dataclass(frozen=True, slots=True)
class Hit:
    """A name over the tokens ``start`` up to ``end``, with the reading that was chosen."""

    start: int
    end: int
    actor: Actor
    form: str

    @property
    def is_state(self) -> bool:
        """Whether it is a plain name, nickname or demonym of a state, not of a body or a city in it."""
        return self.actor.kind == "state" and self.form in STATE_FORMS


def without_overlap(hits: list[Hit], added: list[Hit]) -> list[Hit]:
    """The hits in text order, those that overlap an added one left out."""
    taken = {index for hit in added for index in range(hit.start, hit.end)}
    kept = [hit for hit in hits if not taken.intersection(range(hit.start, hit.end))]
    return sorted([*kept, *added], key=lambda hit: hit.start)
