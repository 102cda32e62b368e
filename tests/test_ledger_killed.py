"""A process that adds documents is killed: the ledger opens, holds whole documents only, and is resumed.

benchmarks/ledger.py does it fifty times.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.ledger import kill


def test_a_killed_run_leaves_whole_documents_and_is_resumed(tmp_path: Path) -> None:
    killed = kill(tmp_path, times=3, claims=400)
    assert killed.problems == ()
    assert killed.killed == 3
