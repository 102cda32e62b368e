"""Language: English is read, everything else is named and refused."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import NotEnglish
from dragoman.passages.language import check

CASES = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "data" / "passages_languages.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
ENGLISH = "The ministers of the two countries met on Monday and said that they would open the border for trade by the end of the year."


@pytest.mark.parametrize("text", [text for language, text in CASES if language == "English"])
def test_english_passes(text: str) -> None:
    assert check(text) == "en"


@pytest.mark.parametrize(("language", "text"), [case for case in CASES if case[0] != "English"])
def test_another_language_is_named(language: str, text: str) -> None:
    with pytest.raises(NotEnglish, match=language) as raised:
        check(text)
    assert "\n" not in str(raised.value)


@given(st.text(max_size=200))
def test_any_text_is_english_or_refused(text: str) -> None:
    with suppress(NotEnglish):
        assert check(text) == "en"


def test_plain_english_does_not_wait_for_the_language_identifier() -> None:
    code = f"import sys; from dragoman.passages.language import check; check({ENGLISH!r}); print('py3langid' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"
