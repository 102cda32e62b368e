"""The calibration error says how far a confidence is off, bin by bin; the fit finds the signs that tell."""

from __future__ import annotations

import numpy as np
import pytest

from training.tune import _calibration_error, _chance, _fit


def test_the_calibration_error_is_how_far_the_bins_are_off_by_their_share_of_events() -> None:
    sure, unsure = np.full(10, 0.95), np.full(30, 0.25)
    right = np.array([1.0] * 9 + [0.0] + [1.0] * 15 + [0.0] * 15)
    assert _calibration_error(np.concatenate([sure, unsure]), right) == pytest.approx(0.25 * 0.05 + 0.75 * 0.25)


def test_the_sign_that_tells_is_the_one_that_weighs() -> None:
    draw = np.random.default_rng(3)
    signs = np.column_stack([np.ones(400), draw.normal(2.0, 1.0, 400), draw.normal(0.0, 1.0, 400)])
    right = draw.random(400) < _chance(signs, np.array([-3.0, 1.5, 0.0]))
    weights = _fit(signs, right.astype(float))
    assert weights[1] > 0.5 > 0.2 > abs(weights[2])
