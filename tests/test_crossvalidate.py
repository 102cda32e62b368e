"""What is told of the folds of the relation classifier."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="training is not installed (make train)")


@pytest.mark.parametrize("overstated", [1.0, 2.0])
def test_the_best_temperature_undoes_what_the_logits_overstate(overstated: float) -> None:
    from training.crossvalidate import best_temperature
    from training.pairs import Pair

    logits = torch.tensor([0.8, 0.2]).log() * overstated
    answered = [(logits, Pair((), (), 0, 0, (0,)))] * 8 + [(logits, Pair((), (), 0, 0, (1,)))] * 2
    assert best_temperature(answered) == overstated
