"""What the party network is told is wrong with its answers."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training is not installed (make train)")


def test_a_teacher_counts_as_much_as_the_annotation() -> None:
    from training.lessons import Statement
    from training.party_network import PartyNetwork, party_loss

    spots = ((0, (1, 2)), (0, (3, 4)))
    statement = Statement(
        (0, (2, 3)), 1, 1.0, spots, ((0,) * 10,) * 2, (frozenset({"UGA"}), frozenset({"RWA"})),
        np.zeros((2, 2, 4), np.uint8), frozenset({"UGA"}), frozenset({"RWA"}),
    )  # fmt: skip
    torch.manual_seed(1)
    network = PartyNetwork().eval()
    trigger, mentions = torch.randn(1, 384), torch.randn(2, 384)

    def loss(*said: list[list[float]]) -> float:
        return float(party_loss(network, [statement], trigger, [mentions], [np.array(one, np.float16) for one in said]).detach())

    annotated, agreeing, turned = loss(), loss([[1, 0], [0, 1]]), loss([[0, 1], [1, 0]])
    assert agreeing == pytest.approx(annotated)
    assert loss([[0.5, 0.5], [0.5, 0.5]]) == pytest.approx((agreeing + turned) / 2, abs=1e-3)
