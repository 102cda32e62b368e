"""The scoring rules of `dragoman evaluate`, on small cases of our own."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from dragoman import evaluation
from dragoman.errors import BadRequest
from dragoman.evaluation import actors, attribution, gold, matching, relations, tables, timex
from dragoman.model import Actor, Quote, Span, TimeExpression

# ---------------------------------------------------------------- pairing


def test_pairing_is_one_to_one_and_as_large_as_can_be() -> None:
    fits = {("a", "x"), ("a", "y"), ("b", "x")}
    assert sorted(matching.pair(["a", "b"], ["x", "y"], lambda p, g: (p, g) in fits)) == [("a", "y"), ("b", "x")]


# ---------------------------------------------------------------- actors


def case(**asked: str) -> dict[str, str]:
    return {"exp_country": "", "exp_code_1": "", "exp_code_2": "", "exp_none": "", **asked}


NORWAY = Actor("NOR", "person", "Kari Moe", sector="GOV")


@pytest.mark.parametrize(
    ("asked", "actor", "answers"),
    [
        ({"exp_country": "NOR", "exp_code_1": "GOV"}, NORWAY, {"country": True, "country and sector": True}),
        ({"exp_country": "NOR", "exp_code_1": "MIL"}, NORWAY, {"country": True, "country and sector": False}),
        ({"exp_country": "NOR", "exp_code_1": "MIL", "exp_code_2": "GOV"}, NORWAY, {"country": True, "country and sector": True}),
        ({"exp_country": "NOR", "exp_code_1": "????"}, NORWAY, {"country": True, "country and sector": True}),
        ({"exp_country": "SWE"}, None, {"country": False, "country and sector": False}),
        ({"exp_country": "<EMPTY>"}, None, {"country": True, "country and sector": True}),
        ({"exp_country": "<EMPTY>"}, NORWAY, {"country": False, "country and sector": False}),
        ({"exp_code_1": "GOV"}, NORWAY, {"country and sector": True}),
        ({"exp_country": "IGO"}, Actor("NAT", "organisation", "NATO"), {"country": True, "country and sector": True}),
        ({"exp_country": "EUR"}, Actor("EUU", "organisation", "EU"), {"country": True, "country and sector": True}),
        ({"exp_country": "NGO"}, Actor("ORG:Red Cross", "organisation", "Red Cross"), {"country": True, "country and sector": True}),
        ({"exp_none": "yes"}, NORWAY, {"no actor": False}),
        ({"exp_none": "yes"}, None, {"no actor": True}),
        ({}, NORWAY, {}),
    ],
)
def test_an_actor_answers_what_the_case_asks(asked: dict[str, str], actor: Actor | None, answers: dict[str, bool]) -> None:
    assert actors.judge(case(**asked), actor) == answers


@pytest.mark.parametrize(
    ("written", "day"), [("2022-03-01", date(2022, 3, 1)), ("October 1, 2021", date(2021, 10, 1)), ("Today", None), ("", None)]
)
def test_only_a_fixed_day_is_passed_on(written: str, day: date | None) -> None:
    assert actors.on(written) == day


# ---------------------------------------------------------------- attribution

TEXT = 'The envoy said talks would resume. "We are ready," he added.'
STANDOFF = """\
T1\tSource 0 9\tThe envoy
T2\tCue 10 14\tsaid
T3\tContent 15 20;21 33\ttalks would resume
E1\tAttribution:T9 Content:T3 Cue:T2 Source:T1
"""


def quote(start: int, end: int, speaker: Span | None = None, cue: Span | None = None) -> Quote:
    return Quote((Span(start, end),), "indirect", None, speaker, None, cue)


def test_stand_off_is_read_with_spans_in_several_parts() -> None:
    assert attribution.parse(STANDOFF) == [attribution.Attribution((Span(15, 20), Span(21, 33)), (Span(10, 14),), (Span(0, 9),))]


@pytest.mark.parametrize(
    ("found", "right"),
    [
        (quote(15, 33, cue=Span(10, 14)), True),
        (quote(15, 33, speaker=Span(4, 9)), True),
        (quote(15, 33), False),
        (quote(35, 49, speaker=Span(4, 9)), False),
    ],
)
def test_content_and_cue_or_source_have_to_overlap(found: Quote, right: bool) -> None:
    assert attribution.fits(found, attribution.parse(STANDOFF)[0]) is right


def test_exact_content_leaves_out_marks_at_its_ends() -> None:
    assert attribution.characters(TEXT, (Span(35, 50),)) == attribution.characters(TEXT, (Span(36, 48),))


# ---------------------------------------------------------------- dating

MARKUP = (
    '<TimeML><DCT><TIMEX3 tid="t0" value="2021-05-04">05/04/2021</TIMEX3></DCT><TEXT>They <EVENT>met</EVENT> on '
    '<TIMEX3 tid="t1" type="DATE" value="2021-05-03">Monday</TIMEX3> &amp; left.</TEXT></TimeML>'
)


def test_time_markup_is_read_with_offsets_into_the_plain_text() -> None:
    article = timex.parse(MARKUP)
    assert article is not None
    assert (article.text, article.created) == ("They met on Monday & left.", date(2021, 5, 4))
    assert [(t.span.of(article.text), t.value) for t in article.times] == [("Monday", "2021-05-03")]


def test_extent_is_strict_or_loose() -> None:
    wanted = timex.Timex(Span(12, 18), "2021-05-03")
    found = TimeExpression(9, 18, "on Monday", "DATE", "2021-05-03")
    assert (timex.strictly(found, wanted), timex.loosely(found, wanted)) == (False, True)


# ---------------------------------------------------------------- relations


def test_macro_f1_is_the_mean_over_the_annotated_classes() -> None:
    assert relations.macro_f1(["AID", "AID", "NONE"], ["AID", "CONSULT", "CONSULT"]) == pytest.approx((2 / 3 + 0) / 2)


def test_a_pair_is_right_with_any_of_its_types(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [("stated", "AID|SUPPORT", "SUPPORT"), ("stated", "AID", "NONE"), ("flipped", "NONE", "NONE"), ("bystander", "NONE", "AID")]
    lines = [f"{kind}\t{types}\t<s>A</s> helps <t>B</t>." for kind, types, _ in cases]
    (tmp_path / "pairs.tsv").write_text("\n".join(["kind\ttypes\tmarked_sentence", *lines]), encoding="utf-8")
    monkeypatch.setattr("dragoman.classify", lambda sentences: [(answer, 1.0) for *_, answer in cases])
    assert {(row.measure, row.value, row.of) for row in evaluation.score([tmp_path])} == {
        ("stated", 0.5, 2),
        ("flipped", 1.0, 1),
        ("bystander", 0.0, 1),
    }


def test_a_table_of_pairs_without_its_columns_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "pairs.tsv").write_text("stated\tAID\t<s>A</s> helps <t>B</t>.\n", encoding="utf-8")
    with pytest.raises(BadRequest, match="name the columns kind, types, marked_sentence"):
        evaluation.score([tmp_path])


# ---------------------------------------------------------------- annotated documents


SCORER = """
import json, pathlib, sys
report = json.loads(pathlib.Path(sys.argv[2], "one.json").read_text())
right = float(report["document"]["published"] == "2021-05-04")
found = {"f1": right, "precision": 1.0, "recall": 1.0, "gold": 1}
print(json.dumps({"found": found, "status": {"share": 0.5, "of": 2}}))
"""


@pytest.fixture
def annotated(tmp_path: Path) -> Path:
    """A folder with one annotated document and a scorer that reports what it was given."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "one.txt").write_text(
        "OSLO, May 4 - Norway's foreign minister met his Swedish counterpart in Oslo on Monday.\n", encoding="utf-8"
    )
    (folder / "one.json").write_text('{"events": []}', encoding="utf-8")
    (folder / "manifest.csv").write_text("doc,published,source\none,2021-05-04,own\n", encoding="utf-8")
    (tmp_path / "score.py").write_text(
        SCORER,
        encoding="utf-8",
    )
    return folder


def test_documents_are_read_with_their_date_and_scored_by_the_scorer_beside_them(annotated: Path) -> None:
    found, status = gold.rows(annotated)
    assert (found.measure, found.value, found.of) == ("found", 1.0, 1)
    assert (status.measure, status.value, status.of) == ("status", 0.5, 2)


def test_a_missing_scorer_is_said_in_one_line(annotated: Path) -> None:
    (annotated.parent / "score.py").unlink()
    with pytest.raises(BadRequest, match=r"no score\.py"):
        gold.rows(annotated)


def test_a_failing_scorer_is_said_in_one_line(annotated: Path) -> None:
    (annotated.parent / "score.py").write_text("import sys\nsys.exit('broken beyond repair')\n", encoding="utf-8")
    with pytest.raises(BadRequest, match="broken beyond repair"):
        gold.rows(annotated)


def test_what_a_folder_holds_says_how_it_is_scored(annotated: Path, tmp_path: Path) -> None:
    (tmp_path / "polnear" / "text").mkdir(parents=True)
    (tmp_path / "polnear" / "attributions").mkdir()
    (tmp_path / "polnear" / "ngec_cases_x.tsv").write_text("", encoding="utf-8")
    names = [name for name, _ in evaluation.jobs([annotated, tmp_path / "polnear"])]
    assert names == [str(annotated), f"{annotated}, names", str(tmp_path / "polnear" / "ngec_cases_x.tsv"), str(tmp_path / "polnear")]


@pytest.mark.parametrize("name", ["absent", "empty"])
def test_a_folder_without_anything_to_score_is_an_error(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadRequest):
        list(evaluation.jobs([tmp_path / name]))


# ---------------------------------------------------------------- the table


def test_the_table_and_its_json_hold_the_same_rows(annotated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = evaluation.run([annotated], as_json=True)
    printed = json.loads(capsys.readouterr().out)
    assert [(row["measure"], row["value"]) for row in printed] == [(row.measure, row.value) for row in rows]
    evaluation.run([annotated])
    shown = capsys.readouterr().out
    assert all(row.measure in shown for row in rows)


def test_an_f1_follows_from_its_counts() -> None:
    row = tables.counted_row("data", "measure", right=3, got=4, wanted=6)
    assert row.value == pytest.approx(0.6)
    assert (row.precision, row.recall, row.of) == (0.75, 0.5, 6)
    assert tables.counted_row("data", "measure", 0, 0, 0).value == 1.0
