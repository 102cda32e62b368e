"""What Markdown and HTML pages of the ledger share: the templates' environment and the words in which values are written."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from dragoman.coding.codebook import category
from dragoman.ledger.asked import name_in_text, name_of
from dragoman.ledger.table import Row
from dragoman.ledger.tellings import attested, clearest, days, link, titled

if TYPE_CHECKING:
    from jinja2 import Environment

QUAD_CLASS = {"verbal cooperation": "vc", "material cooperation": "mc", "verbal conflict": "vx", "material conflict": "mx"}
GENERATOR = Markup('<meta name="generator" content="Dragoman">')
"""The line at the head of every HTML page by which a later run knows it for one of ours."""
_LONG = 280
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|~&]|^[-+#=]|^\d{1,9}(?=[.)]))")
_BLANK = re.compile(r"\s+")
_UNSHOWABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127), "\N{REPLACEMENT CHARACTER}")


@cache
def environment(*, html: bool) -> Environment:
    """The templates of ``templates/`` and ``site/templates/``; in those of HTML every value is escaped."""
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=ChoiceLoader([PackageLoader("dragoman.ledger"), PackageLoader("dragoman.ledger.site")]),
        autoescape=html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(md=markdown, short=short, squeeze=squeeze, actor=name_of, actors=actors, start=start, span=days, who=who)
    made.filters.update(clearest=clearest, titled=titled)
    made.globals.update(attested=attested, link=link, quad_class=QUAD_CLASS, generator=GENERATOR, category=category)
    return made


def render(template: str, /, *, html: bool, **values: Any) -> str:  # noqa: ANN401 - what a template takes
    """A page from a template."""
    return environment(html=html).get_template(template).render(**values)


@cache
def style() -> Markup:
    """The style sheet of all pages, to stand in the page or beside it."""
    from importlib.resources import files

    return Markup(files("dragoman.ledger").joinpath("templates/style.css").read_text(encoding="utf-8"))


def squeeze(words: str) -> str:
    """The words on one line, with what no page may hold replaced."""
    return _BLANK.sub(" ", clean(words)).strip()


def clean(words: str) -> str:
    """The words without control characters and lone surrogates."""
    return words.translate(_UNSHOWABLE).encode("utf-8", "replace").decode("utf-8")


def short(words: str | None, length: int = _LONG) -> str:
    """The words on one line, cut at a word."""
    line = squeeze(words or "")
    return line if len(line) <= length else line[: length - 1].rsplit(" ", 1)[0] + "…"


def markdown(words: object) -> str:
    """Text that Markdown shows to the letter."""
    return _MARKDOWN.sub(lambda found: f"{found[0]}\\" if found[0][0].isdigit() else f"\\{found[0]}", squeeze(str(words)))


def who(event: Row) -> str:
    """The parties of an event and its place: "China towards Japan", "The United States and Russia in Geneva"."""
    parties = actors(event["actors"]) or "somebody unnamed"
    towards = f" towards {actors(event['recipients'])}" if event["recipients"] else ""
    return start(f"{parties}{towards}" + (f" in {squeeze(event['place'])}" if event["place"] else ""))


def start(words: str) -> str:
    """The words with a capital at their beginning."""
    return words[:1].upper() + words[1:]


def actors(codes: list[str]) -> str:
    """Names of codes in a row, as within a sentence: "China and the United States"."""
    names = [name_in_text(code) for code in codes]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
