"""What mentions refer to while a document is being read: one referent a person, state, body or group."""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.model import Actor, ActorKind, MentionForm


@dataclass(slots=True, eq=False)
class Referent:
    """Someone or something that the text speaks of; what is known of it grows as the text is read."""

    kind: ActorKind
    name: str
    code: str | None = None
    sector: str | None = None
    office: str | None = None
    qid: str | None = None
    state_media: bool = False
    gender: str = ""
    plural: bool = False
    members: tuple[str, ...] = ()
    reason: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that it stands for: its own, or its members' for a group of several."""
        if self.members:
            return self.members
        return (self.code,) if self.code else ()

    def actor(self) -> Actor:
        """The immutable actor."""
        return Actor(self.code, self.kind, self.name, self.sector, self.office, self.qid, self.state_media, self.reason)


@dataclass(slots=True, eq=False)
class Draft:
    """A mention in the making: tokens ``start`` up to ``end`` and whom they stand for. ``head`` carries its syntax."""

    start: int
    end: int
    head: int
    form: MentionForm
    referent: Referent
    reason: str
    acting: bool = True
    codes: tuple[str, ...] = field(default=())

    def all_codes(self) -> tuple[str, ...]:
        """The codes that these words stand for here."""
        return self.codes or self.referent.codes
