"""Days as a caller gives them."""

from __future__ import annotations

from datetime import date, datetime

from dragoman.errors import BadRequest


def day(value: date | str | None) -> date | None:
    """A day given as a ``date`` or as ``YYYY-MM-DD``; None where none is given.

    Raises:
        BadRequest: it is neither.
    """
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        raise BadRequest(f"{value!r} is not a date: write it as YYYY-MM-DD, such as 2023-07-26") from None
