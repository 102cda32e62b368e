"""Clock times."""

from __future__ import annotations

from collections.abc import Mapping


def clock_value(groups: Mapping[str, str | None]) -> str | None:
    """The TIMEX3 time ("T22:00") of a match of the clock pattern, None where it holds no clock time."""
    fixed = (groups.get("noon") or "").lower()
    if fixed:
        return "T24:00" if fixed == "midnight" else "T12:00"
    hour = groups.get("hour")
    if hour is None:
        return None
    minute = int(groups.get("minute") or groups.get("minute2") or groups.get("minute3") or 0)
    at, half = int(hour), (groups.get("half") or "").lower().replace(".", "")
    if at > 24:
        return None
    if half.startswith("p") or half in ("in the evening", "in the afternoon", "at night"):
        at = at + 12 if at < 12 else at
    elif half.startswith("a") and at == 12:
        at = 0
    return f"T{at:02}:{minute:02}"
