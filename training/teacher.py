"""The larger coder that the shipped one learns from: the same heads over all-mpnet-base-v2 (110 M parameters)."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

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
