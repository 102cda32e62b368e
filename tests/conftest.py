"""What all tests share: the annotated data beside the checkout, where it is there, and repeatable property tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from dragoman.ledger import Ledger

SHARED = Path(__file__).resolve().parents[2] / "shared"

settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of annotated data; a test that asks for it is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not there")
    return SHARED


@pytest.fixture(scope="module")
def _opened() -> Iterator[Ledger]:
    from dragoman.ledger import Ledger

    with Ledger(":memory:") as ledger:
        yield ledger


@pytest.fixture
def ledger(_opened: Ledger) -> Iterator[Ledger]:
    """An empty ledger, sound after each test."""
    from ledger_samples import empty

    empty(_opened)
    yield _opened
    assert _opened.check() == []
