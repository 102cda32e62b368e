"""Options that the ledger's commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

DEFAULT = Path("relations.duckdb")
LedgerFile = Annotated[
    Path, typer.Option("--ledger", "-l", metavar="FILE", envvar="DRAGOMAN_LEDGER", show_envvar=True, help="The ledger, a DuckDB file.")
]
"""To be used as ``ledger: LedgerFile = DEFAULT``."""
