"""A coder is trained without a fold by leaving every fifth document out."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from training.lessons import Lesson, lessons_without


@pytest.mark.parametrize(("fold", "left"), [(None, "0123456"), (0, "12346"), (4, "012356")])
def test_the_documents_of_a_fold_are_left_out(fold: int | None, left: str, tmp_path: Path) -> None:
    kept = tmp_path / "lessons.pkl"
    kept.write_bytes(pickle.dumps([Lesson(name, (), (), ()) for name in "0123456"]))
    assert [lesson.name for lesson in lessons_without(fold, kept)] == list(left)
