"""The coder's network: one small encoder over a window, and heads for trigger type, mode, status, roles and marked pairs."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

from dragoman.coding import candidates as cand
from dragoman.coding.codebook import labels, modes
from training.corpus import STATUSES

FEATURE_SIZES = (len(cand.RELATIONS), len(cand.DISTANCES) + 1, len(cand.FORMS), len(cand.KINDS), cand.RANKS)
FEATURE_WIDTH = 16
ROLE_WIDTH = 192


class Roles(nn.Module):
    """Scores a mention as actor and as recipient of a trigger's event: two independent logits."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.features = nn.ModuleList(nn.Embedding(size, FEATURE_WIDTH) for size in FEATURE_SIZES)
        self.kind = nn.Embedding(len(labels()), FEATURE_WIDTH)
        self.trigger = nn.Linear(width, ROLE_WIDTH)
        self.mention = nn.Linear(width, ROLE_WIDTH)
        self.rest = nn.Linear(FEATURE_WIDTH * (len(FEATURE_SIZES) + 1), ROLE_WIDTH)
        self.out = nn.Linear(ROLE_WIDTH, 2)
        self.drop = nn.Dropout(0.2)

    def forward(self, trigger: Tensor, mention: Tensor, features: Tensor, kind: Tensor) -> Tensor:
        """``trigger``, ``mention``: [n, width]; ``features``: [n, 5]; ``kind``: [n] type index. Returns [n, 2]."""
        rest = torch.cat([embed(features[:, i]) for i, embed in enumerate(self.features)] + [self.kind(kind)], dim=1)
        hidden = torch.relu(self.trigger(self.drop(trigger)) + self.mention(self.drop(mention)) + self.rest(rest))
        result: Tensor = self.out(self.drop(hidden))
        return result


class Coder(nn.Module):
    """Encoder and heads. The encoder is what is exported to ONNX; the heads ship as plain matrices."""

    def __init__(self, base: str | Path) -> None:
        super().__init__()
        # Eager attention: with padding it is several times faster than the fused kernel on a CPU in bfloat16.
        self.encoder = AutoModel.from_pretrained(base, attn_implementation="eager")
        self.encoder.embeddings.requires_grad_(False)
        if hasattr(self.encoder.embeddings, "token_type_embeddings"):
            self.encoder.embeddings.token_type_embeddings.requires_grad_(True)
        width: int = self.encoder.config.hidden_size
        self.drop = nn.Dropout(0.15)
        self.kind = nn.Linear(width, len(labels()))
        self.mode = nn.Linear(width, len(modes()))
        self.status = nn.Linear(width, len(STATUSES))
        self.roles = Roles(width)
        self.pair_dense = nn.Linear(3 * width, width)
        self.pair = nn.Linear(width, len(labels()))
        self.pair_words = nn.Linear(len(labels()), len(labels()), bias=False)
        nn.init.eye_(self.pair_words.weight)

    def states(self, ids: Tensor, mask: Tensor, named: Tensor) -> Tensor:
        """Word-piece states [batch, length, width] of padded windows."""
        result: Tensor = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=named).last_hidden_state
        return result

    def pairs(self, states: Tensor, mask: Tensor, source: Tensor, target: Tensor) -> Tensor:
        """Type logits of sentences whose source and target markers stand at the given positions.

        Two views are added: what the markers' states say, and for each type the word that is likeliest to state it.
        """
        rows = torch.arange(len(states))
        joined = torch.cat([states[:, 0], states[rows, source], states[rows, target]], dim=1)
        words = torch.log_softmax(self.kind(states), dim=2).masked_fill(~mask.bool()[:, :, None], -20.0)
        result: Tensor = self.pair(torch.tanh(self.pair_dense(self.drop(joined)))) + self.pair_words(words.amax(dim=1))
        return result


def at(states: Tensor, rows: Tensor, first: Tensor, last: Tensor) -> Tensor:
    """The state of a word: the mean of its first and its last piece's."""
    return (states[rows, first] + states[rows, last]) / 2
