"""The conditions that questions about events share, as SQL with its parameters; every value goes as a parameter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from dragoman.errors import BadRequest
from dragoman.ledger.asked import STATUSES, Codes, Day, codes, first_day, last_day, one_of, parted

DIRECTIONS = ("both", "from", "to")
_ACTS = "(list_has_any({a}.actors, {ours}) AND list_has_any({a}.recipients, {theirs}))"
_JOINT = "(len({a}.recipients) = 0 AND list_has_any({a}.actors, {ours}) AND list_has_any({a}.actors, {theirs}))"


@dataclass
class Conditions:
    """Conditions that all must hold, on the table of events under an alias."""

    alias: str = "e"
    parts: list[str] = field(default_factory=list)
    values: dict[str, object] = field(default_factory=dict)

    def add(self, condition: str, **values: object) -> None:
        """One more condition; ``{a}`` in it stands for the alias."""
        self.parts.append(condition.replace("{a}", self.alias))
        self.values.update(values)

    @property
    def where(self) -> str:
        """The conditions as one expression."""
        return " AND ".join(self.parts) or "true"

    def between(self, sides: Sequence[Sequence[str]], direction: str = "both") -> None:
        """Events of a side with the other one, or of one side with anybody else.

        Raises:
            BadRequest: the direction is not one of ``DIRECTIONS``.
        """
        direction = one_of(direction, DIRECTIONS, "direction")
        if len(sides) == 1:
            self._with_anybody(sides[0], direction)
            return
        outward = _ACTS.format(a=self.alias, ours="$ours", theirs="$theirs")
        inward = _ACTS.format(a=self.alias, ours="$theirs", theirs="$ours")
        joint = _JOINT.format(a=self.alias, ours="$ours", theirs="$theirs")
        found = {"both": f"({outward} OR {inward} OR {joint})", "from": outward, "to": inward}[direction]
        self.add(found, ours=list(sides[0]), theirs=list(sides[1]))

    def _with_anybody(self, ours: Sequence[str], direction: str) -> None:
        side = {"both": "codes", "from": "actors", "to": "recipients"}[direction]
        alone = "len(list_filter({a}.codes, lambda code: NOT list_contains($ours, code))) > 0"
        self.add("list_has_any({a}." + side + ", $ours) AND " + alone, ours=list(ours))

    def days(self, since: date | None, until: date | None) -> None:
        """Events whose days and the days asked for have one in common; those without a date fall out where any is asked for."""
        if since is not None:
            self.add("{a}.date_end >= $since", since=since)
        if until is not None:
            self.add("{a}.date_start <= $until", until=until)

    def statuses(self, statuses: str | Sequence[str]) -> None:
        """Events of one of these statuses.

        Raises:
            BadRequest: one of them is none.
        """
        asked = [statuses] if isinstance(statuses, str) else statuses
        self.add("list_contains($statuses, {a}.status)", statuses=[one_of(status, STATUSES, "status") for status in asked])


def asked_for(between: Codes | None, since: Day, until: Day) -> Conditions:
    """What actors had to do with each other, or with anybody, in a period (see :func:`sides_of` and :func:`period`).

    Raises:
        BadRequest: an actor is not known, or a day is none.
    """
    wanted = Conditions()
    first, last = period(since, until)
    if sides := sides_of(between, last):
        wanted.between(sides)
    wanted.days(first, last)
    return wanted


def dyad(one: Codes, other: Codes | None, last: date | None) -> list[tuple[str, ...]]:
    """The two sides of a relation as of its last day; without ``other`` the one, with anybody.

    Raises:
        BadRequest: an actor is not known, or stands on both sides.
    """
    return [codes(one, last)] if other is None else list(parted(one, other, last))


def sides_of(between: Codes | None, on: date | None = None) -> list[tuple[str, ...]]:
    """The sides of ``between``: none, one (with anybody), or two actors or blocs.

    ``"PRK,RUS"`` and ``("PRK", "RUS")`` are a dyad; ``"USA+JPN,PRK"`` is a bloc and a state; ``"PRK"`` alone is one side.
    ``on`` is the day as of which named blocs have their members (see :func:`dragoman.ledger.asked.codes`).

    Raises:
        BadRequest: there are more than two sides, or a code is not known.
    """
    if between is None:
        return []
    if not isinstance(between, str | Sequence):
        raise BadRequest(f"{between!r} names no actors: give codes or names as text, such as 'PRK,RUS'")
    parts = [part for part in between.split(",") if part.strip()] if isinstance(between, str) else list(between)
    if len(parts) == 1:
        return [codes(parts[0], on)]
    if len(parts) == 2:
        return list(parted(parts[0], parts[1], on))
    raise BadRequest("'between' takes one actor or two: write a bloc with plus signs, such as USA+JPN+KOR,PRK")


def period(since: Day, until: Day) -> tuple[date | None, date | None]:
    """First and last day asked for.

    Raises:
        BadRequest: one of them is no date, or the first lies after the last.
    """
    first, last = first_day(since), last_day(until)
    if first is not None and last is not None and first > last:
        raise BadRequest(f"the period begins on {first} and ends before that, on {last}")
    return first, last


def limited(limit: int | None) -> str:
    """The end of a query for so many rows.

    Raises:
        BadRequest: the number is negative.
    """
    if limit is None:
        return ""
    if limit < 0:
        raise BadRequest(f"the limit is {limit}: give a number from 0 up")
    return f" LIMIT {int(limit)}"
