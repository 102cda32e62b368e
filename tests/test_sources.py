"""Sources: text and HTML files become documents; everything else is refused in one line that says what to do."""

from __future__ import annotations

import io
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman import sources
from dragoman.errors import UnreadableDocument

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Envoys meet in Lisbon | The Harbour Post</title>
<meta property="og:title" content="Envoys meet in Lisbon"><meta property="og:site_name" content="The Harbour Post">
<meta property="article:published_time" content="2024-03-05T10:00:00Z"></head><body><nav><a href="/">Home</a> <a href="/w">World</a></nav>
<article><h1>Envoys meet in Lisbon</h1>
<p>The foreign ministers of Portugal and Angola met in Lisbon on Tuesday to discuss a fishing treaty, the Portuguese ministry said.</p>
<p>It was the third meeting of the two this year, after talks in Luanda in January and February, and both called it useful.</p>
</article><footer>Imprint</footer></body></html>"""
BAD = [
    (b"", "is empty"),
    (b" \r\n\t", "nothing but white space"),
    (b"\xef\xbb\xbf\n", "nothing but white space"),
    (b"%PDF-1.7 x", "PDF"),
    (b"PK\x03\x04abc", "zip"),
    (b"\x89PNG\r\n", "PNG image"),
    (b"\xff\xd8\xff\xe0", "JPEG image"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"text with\x00 a NUL", "binary .a NUL at byte 9."),
    ("Un café à Genève".encode("cp1252"), "not UTF-8 .byte 6.; it looks like windows-1252; convert it first: iconv"),
    ("The envoys met in Geneva".encode("utf-16"), "UTF-16"),
    ("The envoys met in Geneva".encode("utf-16-be"), "UTF-16BE"),
    (b"x" * 5_000_001, "5.0 MB, and the limit is 5 MB"),
    (b"<html><body><nav>Home</nav></body></html>", "without an article"),
]


def test_a_text_file_is_read_to_the_letter(tmp_path: Path) -> None:
    raw = b"\xef\xbb\xbf  First line\r\n\r\nSecond \xc3\xa9 line\r"
    path = tmp_path / "dispatch.7.txt"
    path.write_bytes(raw)
    document = sources.read(path)
    assert document.text == raw.decode("utf-8")
    assert (document.id, document.path, document.extracted, document.published_basis) == ("dispatch.7", str(path), False, "unknown")


def test_the_users_date_is_given(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(PAGE, encoding="utf-8")
    document = sources.read(path, date(2024, 3, 6))
    assert (document.published, document.published_basis) == (date(2024, 3, 6), "given")


def test_a_page_yields_its_story_title_outlet_and_date(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(PAGE, encoding="utf-8")
    document = sources.read(path)
    assert document.text.split("\n\n")[0] == document.title == "Envoys meet in Lisbon"
    assert "Home" not in document.text
    assert "third meeting" in document.text
    assert (document.outlet, document.published, document.published_basis) == ("The Harbour Post", date(2024, 3, 5), "stated")
    assert document.extracted


def test_a_page_without_a_date_in_its_data_has_none() -> None:
    document = sources.from_html(PAGE.replace('<meta property="article:published_time" content="2024-03-05T10:00:00Z">', ""))
    assert (document.published, document.published_basis) == (None, "unknown")


def test_html_is_known_by_how_it_begins() -> None:
    assert sources.from_bytes(PAGE.encode(), "page.txt").extracted
    assert not sources.from_bytes(b"He wrote <b>no</b> and left.", "page.txt").extracted


def test_a_page_is_decoded_as_it_declares() -> None:
    page = PAGE.replace("utf-8", "iso-8859-2").replace("Portuguese ministry", "minister Łukasz Żak")
    assert "Łukasz Żak" in sources.from_html(page.encode("iso-8859-2")).text


@pytest.mark.parametrize(("data", "message"), BAD, ids=[message for _, message in BAD])
def test_what_cannot_be_read_is_refused_in_one_line(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableDocument, match=message) as raised:
        sources.from_bytes(data, "broken.txt")
    assert str(raised.value).startswith("broken.txt: ")
    assert "\n" not in str(raised.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"nothing\.txt: there is no such file"):
        sources.read(tmp_path / "nothing.txt")


def test_a_folder_is_no_document(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="is a folder"):
        sources.read(tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_named(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("text", encoding="utf-8")
    path.chmod(0)
    with pytest.raises(UnreadableDocument, match="no permission"):
        sources.read(path)


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000, "a\nb"])
def test_impossible_paths_are_refused(name: str) -> None:
    with pytest.raises(UnreadableDocument) as raised:
        sources.read(name)
    assert "\n" not in str(raised.value)


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"The envoys met.")))
    document = sources.read("-")
    assert (document.text, document.id, document.path) == ("The envoys met.", "-", None)


def test_folders_are_walked_in_order_and_other_files_passed_over(tmp_path: Path) -> None:
    for name in ["b.txt", "a.HTML", "c.pdf", ".hidden.txt", "sub/d.md", "sub/e.jpg", ".git/f.txt"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    found = [str(path.relative_to(tmp_path)) for path in sources.walk([tmp_path])]
    assert found == ["a.HTML", "b.txt", "sub/d.md"]


def test_files_given_by_name_are_kept_as_given() -> None:
    assert list(map(str, sources.walk(["-", "no/such.pdf"]))) == ["-", "no/such.pdf"]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_document_or_refused(data: bytes) -> None:
    try:
        text = sources.from_bytes(data, "x.txt").text
    except UnreadableDocument:
        return
    assert text == data.decode("utf-8") or data.lstrip().startswith(b"<")


@given(st.text(min_size=1))
def test_text_is_never_changed(text: str) -> None:
    try:
        assert sources.from_text(text).text == text
    except UnreadableDocument:
        assert not text.strip().strip("\ufeff")
