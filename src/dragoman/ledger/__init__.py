"""The ledger: documents, their claims, the events that these make, and what can be asked of them. No NLP from here on.

DuckDB is imported when a ledger is first opened, so that commands which need none start without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.ledger.adding import Added
    from dragoman.ledger.ledger import Ledger

__all__ = ["Added", "Ledger"]


def __getattr__(name: str) -> object:
    if name == "Ledger":
        from dragoman.ledger.ledger import Ledger

        return Ledger
    if name == "Added":
        from dragoman.ledger.adding import Added

        return Added
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
