"""Every word in the two seed documents that stands for someone named before is resolved; skipped without ../shared."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

import dragoman
from dragoman.model import Report

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
PAGE_OF_MAY = "000_6ea88faa5332209b.txt"
PAGE_OF_JULY = "001_6f0d806b40008493.txt"
BOTH, THREE = "CHN PRK", "CHN PRK RUS"
ANAPHORS = [
    (PAGE_OF_MAY, 69, "its", "PRK"),
    (PAGE_OF_MAY, 316, "their", BOTH),
    (PAGE_OF_MAY, 472, "the leaders", BOTH),
    (PAGE_OF_MAY, 487, "the two parties", BOTH),
    (PAGE_OF_MAY, 507, "the two countries", BOTH),
    (PAGE_OF_MAY, 748, "its", "PRK"),
    (PAGE_OF_MAY, 877, "the outlet", "PRK"),
    (PAGE_OF_MAY, 896, "Wang", "CHN"),
    (PAGE_OF_MAY, 981, "the country", "PRK"),
    (PAGE_OF_MAY, 1126, "hermit kingdom", "PRK"),
    (PAGE_OF_MAY, 1151, "its", "PRK"),
    (PAGE_OF_MAY, 1155, "traditional allies", "CHN"),
    (PAGE_OF_MAY, 1295, "The two countries", BOTH),
    (PAGE_OF_MAY, 1334, "their", BOTH),
    (PAGE_OF_MAY, 1432, "the country", "RUS"),
    (PAGE_OF_MAY, 1461, "its", "RUS"),
    (PAGE_OF_MAY, 1968, "its", "PRK"),
    (PAGE_OF_MAY, 2112, "Kim", "PRK"),
    (PAGE_OF_JULY, 120, "hermit kingdom's capital", "PRK"),
    (PAGE_OF_JULY, 195, "his", "RUS"),
    (PAGE_OF_JULY, 199, "North Korean counterpart", "PRK"),
    (PAGE_OF_JULY, 499, "we", "RUS"),
    (PAGE_OF_JULY, 560, "Shoigu", "RUS"),
    (PAGE_OF_JULY, 706, "the two Eastern military leaders", "PRK RUS"),
    (PAGE_OF_JULY, 868, "his", "RUS"),
    (PAGE_OF_JULY, 922, "He", "RUS"),
    (PAGE_OF_JULY, 956, "I", "RUS"),
    (PAGE_OF_JULY, 963, "your", "PRK"),
    (PAGE_OF_JULY, 1100, "regime", "PRK"),
    (PAGE_OF_JULY, 1159, "hermit kingdom", "PRK"),
    (PAGE_OF_JULY, 1223, "The long-allied countries", THREE),
    (PAGE_OF_JULY, 1483, "the Ministry of Foreign Affairs", "CHN"),
    (PAGE_OF_JULY, 1592, "Our", BOTH),
    (PAGE_OF_JULY, 1596, "two parties", BOTH),
    (PAGE_OF_JULY, 1612, "the two countries", BOTH),
    (PAGE_OF_JULY, 1908, "both sides", BOTH),
    (PAGE_OF_JULY, 1929, "our", BOTH),
]
"""File, offset, the words there, and the codes that a reader gives them."""


@cache
def report(name: str) -> Report:
    path = SEEDS / name
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    return dragoman.read(path)


@pytest.mark.parametrize(("name", "start", "words", "codes"), ANAPHORS, ids=[f"{a[1]}: {a[2]}" for a in ANAPHORS])
def test_stands_for_whom_a_reader_takes_it_for(name: str, start: int, words: str, codes: str) -> None:
    text = report(name).document.text
    assert text[start : start + len(words)] == words
    mention = next((m for m in report(name).mentions if m.end == start + len(words)), None)
    assert mention is not None
    assert sorted(mention.codes) == codes.split()
    assert mention.reason
