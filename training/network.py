"""The coder's network: one small encoder over a window, heads for trigger type, mode, status and marked pairs, and the party network."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

from dragoman.coding.codebook import labels, modes
from training.corpus import STATUSES
from training.party_network import PartyNetwork


class PooledDropout(nn.Module):
    """Dropout whose masks are cut out of one row of random bits: drawing them anew takes a fifth of a step on a CPU."""

    SPARE = 1 << 17

    def __init__(self, p: float) -> None:
        super().__init__()
        self.p = p
        self.pool = torch.zeros(0)

    def forward(self, values: Tensor) -> Tensor:
        if not self.training or not self.p:
            return values
        size = values.numel()
        if len(self.pool) < size + self.SPARE or self.pool.dtype != values.dtype:
            self.pool = ((torch.rand(size + 2 * self.SPARE) > self.p) / (1 - self.p)).to(values.dtype)
        first = random.randrange(len(self.pool) - size)
        return values * self.pool[first : first + size].view_as(values)


class Rounded(nn.Module):
    """A linear layer that computes, while it is trained, with the eight bits that it will have at run time (Jacob et al. 2018).

    As onnxruntime does it: weights by output channel, the input by the window; gradients pass as if nothing were rounded.
    """

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        self.weight, self.bias = layer.weight, layer.bias
        self.rounds = True

    def forward(self, values: Tensor) -> Tensor:
        weight = self.weight
        if self.training and self.rounds:
            with torch.no_grad():
                low, high = values.amin((1, 2), keepdim=True).clamp(max=0), values.amax((1, 2), keepdim=True).clamp(min=0)
                off = _off(values, ((high - low) / 255).clamp(min=1e-6))
                weight_off = _off(weight, (weight.abs().amax(1, keepdim=True) / 127).clamp(min=1e-6))
            values, weight = values + off, weight + weight_off
        return nn.functional.linear(values, weight, self.bias)


def _off(values: Tensor, step: Tensor) -> Tensor:
    """What rounding to multiples of the step adds."""
    return (values / step).round() * step - values


class Masters:
    """Weights in full precision behind the half-precision ones that a step computes with (Micikevicius et al. 2018)."""

    def __init__(self, layers: nn.Module) -> None:
        self.halves = [p for p in layers.parameters() if p.requires_grad]
        self.full = [p.detach().clone().requires_grad_() for p in self.halves]
        layers.to(torch.bfloat16)

    def gather(self) -> None:
        """Take over the gradients."""
        for half, full in zip(self.halves, self.full, strict=True):
            full.grad = None if half.grad is None else half.grad.float()
            half.grad = None

    def hand_back(self) -> None:
        """Give the halves the weights as they are now."""
        with torch.no_grad():
            for half, full in zip(self.halves, self.full, strict=True):
                half.copy_(full)

    def restore(self, layers: nn.Module) -> None:
        """Make the layers what the full weights say."""
        layers.float()
        self.hand_back()


class Coder(nn.Module):
    """Encoder and heads. The encoder is what is exported to ONNX; the heads ship as plain matrices."""

    ROUNDED = True
    """Whether the layers learn with eight bits, as they are exported."""

    def __init__(self, base: str | Path) -> None:
        super().__init__()
        # Eager attention: with padding it is several times faster than the fused kernel on a CPU in bfloat16.
        self.encoder = AutoModel.from_pretrained(base, attn_implementation="eager", attention_probs_dropout_prob=0.0)
        for module in [*self.encoder.modules()]:
            for name, child in module.named_children():
                if isinstance(child, nn.Dropout):
                    setattr(module, name, PooledDropout(child.p))
        if self.ROUNDED:
            for module in [*self.encoder.encoder.modules()]:
                for name, child in module.named_children():
                    if isinstance(child, nn.Linear):
                        setattr(module, name, Rounded(child))
        self.encoder.embeddings.requires_grad_(False)
        if hasattr(self.encoder.embeddings, "token_type_embeddings"):
            self.encoder.embeddings.token_type_embeddings.requires_grad_(True)
        width: int = self.encoder.config.hidden_size
        self.drop = nn.Dropout(0.15)
        self.kind = nn.Linear(width, len(labels()))
        self.mode = nn.Linear(width, len(modes()))
        self.status = nn.Linear(width, len(STATUSES))
        self.parties = PartyNetwork(width)
        self.pair_dense = nn.Linear(3 * width, width)
        self.pair = nn.Linear(width, len(labels()))
        self.pair_words = nn.Linear(len(labels()), len(labels()), bias=False)
        nn.init.eye_(self.pair_words.weight)

    def keep_layers(self, kept: Sequence[int]) -> None:
        """Leave out the encoder's layers but those, in that order, counted from 0."""
        self.encoder.encoder.layer = nn.ModuleList(self.encoder.encoder.layer[n] for n in kept)

    def set_rounding(self, on: bool) -> None:
        """Let the layers that learn with eight bits round from here on, or not: a step that rounds takes a quarter longer."""
        for module in self.modules():
            if isinstance(module, Rounded):
                module.rounds = on

    def states(self, ids: Tensor, mask: Tensor, named: Tensor) -> Tensor:
        """Word-piece states [batch, length, width] of padded windows."""
        return self.layers(self.encoder.embeddings(input_ids=ids, token_type_ids=named), mask)

    def layers(self, embedded: Tensor, mask: Tensor) -> Tensor:
        """The encoder's layers over embedded word pieces, in the precision that their weights have; the states are float32."""
        hidden = embedded.to(next(self.encoder.encoder.parameters()).dtype)
        away = (mask[:, None, None, :].to(hidden.dtype) - 1) * 1e4
        result: Tensor = self.encoder.encoder(hidden, attention_mask=away)[0]
        return result.float()

    def pairs(self, states: Tensor, mask: Tensor, source: Tensor, target: Tensor) -> Tensor:
        """Type logits of sentences whose source and target markers stand at the given positions.

        Two views are added: what the markers' states say, and for each type the word that is likeliest to state it.
        """
        rows = torch.arange(len(states))
        joined = torch.cat([states[:, 0], states[rows, source], states[rows, target]], dim=1)
        words = torch.log_softmax(self.kind(states), dim=2).masked_fill(~mask.bool()[:, :, None], -20.0)
        result: Tensor = self.pair(torch.tanh(self.pair_dense(self.drop(joined)))) + self.pair_words(words.amax(dim=1))
        return result


class Classifier(Coder):
    """The relation classifier: the same network, whose short training does better in full precision."""

    ROUNDED = False


def at(states: Tensor, rows: Tensor, first: Tensor, last: Tensor) -> Tensor:
    """The state of a word: the mean of its first and its last piece's."""
    return (states[rows, first] + states[rows, last]) / 2
