"""The mean of networks of one shape."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="training is not installed (make train)")


def test_the_mean_takes_its_share_of_each_and_leaves_what_is_no_weight() -> None:
    from training.average import mean_of

    one, other = ({"weight": torch.full((2, 3), value), "seen": torch.tensor(3)} for value in (1.0, 0.0))
    assert torch.equal(mean_of([one, other])["weight"], torch.full((2, 3), 0.5))
    assert torch.equal(mean_of([one, other], [0.25, 0.75])["weight"], torch.full((2, 3), 0.25))
    assert int(mean_of([one, other])["seen"]) == 3
