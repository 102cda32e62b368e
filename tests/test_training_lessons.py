"""A coder is trained without a fold by leaving every fifth document out."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from training.lessons import lessons_without


@pytest.mark.parametrize(("fold", "left"), [(None, [0, 1, 2, 3, 4, 5, 6]), (0, [1, 2, 3, 4, 6]), (4, [0, 1, 2, 3, 5, 6])])
def test_the_documents_of_a_fold_are_left_out(fold: int | None, left: list[int], tmp_path: Path) -> None:
    kept = tmp_path / "lessons.pkl"
    kept.write_bytes(pickle.dumps(list(range(7))))
    assert lessons_without(fold, kept) == left
