"""The ``dragoman_actors`` stage: sets ``doc._.mentions`` and ``doc.spans["actors"]``."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Span, SpanGroup

from dragoman.actors.coreference.resolution import resolved
from dragoman.actors.mentions.frame import build
from dragoman.actors.mentions.named import free, named
from dragoman.actors.mentions.persons import find
from dragoman.actors.registry import Registry, default
from dragoman.actors.registry.user_table import registry_for
from dragoman.extensions import register
from dragoman.model import Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from dragoman.actors.mentions.referents import Draft

register()


@Language.factory(
    "dragoman_actors", default_config={"actors": None}, assigns=["doc.spans"], requires=["doc.ents", "token.dep", "token.tag"]
)
def make(nlp: Language, name: str, actors: str | None) -> Callable[[Doc], Doc]:
    """The stage, with the registry that ships or, where ``actors`` names a user's CSV table, with that laid over it.

    Raises:
        BadRequest: there is no such table, or it has a mistake.
    """
    return partial(dragoman_actors, registry=registry_for(actors))


def dragoman_actors(doc: Doc, registry: Registry | None = None) -> Doc:
    """Find who is mentioned where: states, bodies, groups, outlets and persons, by name, role and pronoun."""
    if not len(doc):
        return doc
    frame = build(doc, registry or default())
    persons, drafts = find(frame)
    covered = {index for draft in drafts for index in range(draft.start, draft.end)}
    drafts = free([*drafts, *named(frame, covered)])
    drafts = free([*drafts, *resolved(frame, persons, drafts)])
    doc._.mentions = tuple(_mention(doc, draft) for draft in drafts)
    doc.spans["actors"] = SpanGroup(
        doc, name="actors", spans=[Span(doc, d.start, d.end, label="+".join(d.all_codes()) or d.referent.kind) for d in drafts]
    )
    return doc


def _mention(doc: Doc, draft: Draft) -> Mention:
    last = doc[draft.end - 1]
    return Mention(doc[draft.start].idx, last.idx + len(last.text), draft.form, draft.referent.actor(), draft.all_codes(), draft.reason)
