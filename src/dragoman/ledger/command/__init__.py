"""The ledger on the command line."""

from __future__ import annotations

import typer

from dragoman.ledger.command import asking, exporting, keeping


def register(app: typer.Typer) -> None:
    """Add the ledger's commands."""
    for part in (keeping, asking, exporting):
        part.register(app)
