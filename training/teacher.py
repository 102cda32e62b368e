"""The larger coder that the shipped one learns from: the same heads over all-mpnet-base-v2 (110 M parameters)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from dragoman.coding.encoder import Array, Model
from dragoman.coding.party_network import PartyNetwork
from training.network import Coder

FROZEN_LAYERS = 3
"""Lowest layers that keep their weights: they change little, and a step takes a fifth less time."""
_SHIFT, _CLS, _SEP, _PAD = 4, 0, 2, 1
"""MPNet's vocabulary is BERT's with four entries before it; its first, last and padding pieces have ids of their own."""


class Teacher(Coder):
    """Takes the same windows as :class:`Coder`, and gives states of 768 numbers."""

    ROUNDED = False

    def __init__(self, base: str | Path) -> None:
        super().__init__(base)
        self.named = nn.Embedding(2, self.encoder.config.hidden_size)
        nn.init.normal_(self.named.weight, std=0.02)
        for layer in self.encoder.encoder.layer[:FROZEN_LAYERS]:
            layer.requires_grad_(False)

    def states(self, ids: Tensor, mask: Tensor, named: Tensor) -> Tensor:
        """Word-piece states [batch, length, 768] of padded windows in the small encoder's ids."""
        own = ids + _SHIFT
        for theirs, ours in ((101, _CLS), (102, _SEP), (0, _PAD)):
            own = torch.where(ids == theirs, ours, own)
        words = self.encoder.embeddings.word_embeddings(own) + self.named(named)
        return self.layers(self.encoder.embeddings(inputs_embeds=words), mask)


class AskedTeacher(Model):
    """A trained teacher that answers as an exported coder does."""

    def __init__(self, folder: Path, base: str | Path) -> None:
        """Raises FileNotFoundError where the folder has no ``coder.pt``, RuntimeError where that lacks a weight."""
        self._teacher = Teacher(base)
        self._teacher.load_state_dict(torch.load(folder / "coder.pt"))
        self._teacher.eval()
        self._weights = {name: value.numpy() for name, value in self._teacher.state_dict().items() if not name.startswith("encoder.")}
        self._temperatures = {"kind": 1.0, "pair": 1.0}
        self.parties = PartyNetwork(self._weights)
        self._teacher.encoder.encoder.to(torch.bfloat16)

    def states(self, ids: Sequence[int], named: Sequence[int]) -> Array:
        """As :meth:`Model.states`, 768 wide."""
        with torch.no_grad():
            row = torch.tensor([ids])
            states: Array = self._teacher.states(row, torch.ones_like(row), torch.tensor([named]))[0].numpy()
        return states
