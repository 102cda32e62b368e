"""Who published a document: the outlet that its page states, else the agency in its dateline or credit."""

from __future__ import annotations

import re
from functools import lru_cache

from dragoman.model import Actor, Report

_AGENCY = re.compile(r"[(/]\s*([^()/\d]{2,60}?)\s*[)/]")
"""An agency in a dateline: ``PYONGYANG, July 26 (KCNA) --``, ``/Anadolu/``."""
_MOST_WORDS = 5
_NO_NAME = frozenset({"www", "english", "en", "news", "m"})


def publisher_of(report: Report) -> Actor | None:
    """The publisher as an actor of kind ``outlet`` (without a code where the outlet is not known), or None where the page names none."""
    stated = " ".join((report.document.outlet or "").split())
    if stated:
        return _outlet(stated) or Actor(None, "outlet", stated)
    lines = [passage for passage in report.passages if passage.kind in {"dateline", "credit"}]
    for mention in report.mentions:
        if mention.actor.kind == "outlet" and any(line.start <= mention.start < line.end for line in lines):
            return mention.actor
    named = [
        name
        for line in lines
        if line.kind == "dateline"
        for name in _AGENCY.findall(report.document.text[line.start : line.end])
        if len(name.split()) <= _MOST_WORDS
    ]
    known = next((outlet for name in named if (outlet := _outlet(name)) is not None), None)
    return known or (Actor(None, "outlet", named[0]) if named else None)


@lru_cache(maxsize=4096)
def _outlet(name: str) -> Actor | None:
    """The outlet of that name or address."""
    from dragoman.actors.phrases.resolver import resolve

    for asked in (name, *_site(name)):
        found = resolve(asked, None, "")
        if found is not None and found.kind == "outlet":
            return found
    return None


def _site(name: str) -> tuple[str, ...]:
    """What a site's address may call it, as names are written: ``TASS`` and ``Tass`` of ``www.tass.com``; nothing of what is no address."""
    if " " in name or "." not in name:
        return ()
    parts = [part for part in name.casefold().split(".")[:-1] if part not in _NO_NAME]
    return (parts[0].upper(), parts[0].capitalize()) if parts else ()
