"""The encoder as it is shipped: the trained weights arranged for a quick and faithful int8 graph, one window at a time.

A window is never padded, so the graph has no attention mask. A few channels of the states are ten times as large as all others;
as int8 has one scale for a whole tensor, they would leave the others few steps. They are evened out before each wide product: a
channel is divided by a factor that the product's weights are multiplied by (Xiao et al. 2023, "SmoothQuant").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import torch
from torch import Tensor, nn
from transformers.models.bert.modeling_bert import BertLayer, BertModel

SHARE = 0.6
"""How much of a channel's excess its weights take over, for the products of normalised states."""
SHARE_HIDDEN = 0.7
"""The same for the product of the hidden layer."""
_LEAST = 1e-3


class Evened(nn.Module):
    """Linear layers over one input whose channels are evened out first."""

    def __init__(self, layers: Sequence[nn.Linear], peaks: Tensor, share: float) -> None:
        """``peaks``: the largest absolute value met in each channel of the input."""
        super().__init__()
        heaviest = torch.stack([layer.weight.abs().amax(dim=0) for layer in layers]).amax(dim=0)
        factor = peaks.clamp(min=_LEAST) ** share / heaviest.clamp(min=_LEAST) ** (1 - share)
        factor = factor / factor.median()
        self.register_buffer("evening", 1 / factor)
        self.layers = nn.ModuleList(_linear(layer.weight * factor, layer.bias) for layer in layers)

    def forward(self, states: Tensor) -> list[Tensor]:
        evened = states * self.evening
        return [layer(evened) for layer in self.layers]


def _linear(weight: Tensor, bias: Tensor) -> nn.Linear:
    made = nn.Linear(weight.shape[1], weight.shape[0])
    made.weight, made.bias = nn.Parameter(weight.detach()), nn.Parameter(bias.detach())
    return made


class Layer(nn.Module):
    """One layer of the encoder over the states [length, width] of one window."""

    def __init__(self, trained: BertLayer, peaks: Sequence[Tensor], heads: int) -> None:
        """``trained``: a BERT layer; ``peaks``: those of the inputs that :func:`inputs` lists."""
        super().__init__()
        attention = trained.attention.self
        self.heads = heads
        scale = (attention.query.out_features // heads) ** -0.5
        query = _linear(attention.query.weight * scale, attention.query.bias * scale)
        self.attention = Evened([query, attention.key, attention.value], peaks[0], SHARE)
        self.joined = trained.attention.output.dense
        self.attention_norm = trained.attention.output.LayerNorm
        self.hidden = Evened([trained.intermediate.dense], peaks[1], SHARE)
        self.output = Evened([trained.output.dense], peaks[2], SHARE_HIDDEN)
        self.output_norm = trained.output.LayerNorm

    def forward(self, states: Tensor) -> Tensor:
        length, width = states.shape
        query, key, value = (part.reshape(length, self.heads, -1).transpose(0, 1) for part in self.attention(states))
        seen = torch.softmax(query @ key.transpose(1, 2), dim=-1) @ value
        states = self.attention_norm(self.joined(seen.transpose(0, 1).reshape(length, width)) + states)
        hidden = nn.functional.gelu(self.hidden(states)[0])
        result: Tensor = self.output_norm(self.output(hidden)[0] + states)
        return result


class RunTimeEncoder(nn.Module):
    """Word-piece ids and token types [1, length] → states [1, length, width]; the same function as the trained encoder."""

    def __init__(self, trained: BertModel, windows: Iterable[tuple[Tensor, Tensor]]) -> None:
        """``windows``: some windows of ordinary text (ids and token types), to see how large each channel gets."""
        super().__init__()
        self.embeddings = trained.embeddings
        found = peaks(trained, windows)
        heads = trained.config.num_attention_heads
        self.layers = nn.ModuleList(Layer(layer, at, heads) for layer, at in zip(trained.encoder.layer, found, strict=True))

    def forward(self, input_ids: Tensor, token_type_ids: Tensor) -> Tensor:
        of, ids, types = self.embeddings, input_ids[0], token_type_ids[0]
        states = of.LayerNorm(of.word_embeddings(ids) + of.position_embeddings.weight[: ids.shape[0]] + of.token_type_embeddings(types))
        for layer in self.layers:
            states = layer(states)
        return states[None]


def inputs(layer: BertLayer) -> tuple[nn.Linear, nn.Linear, nn.Linear]:
    """The modules of a trained layer before which channels are evened out."""
    return layer.attention.self.query, layer.intermediate.dense, layer.output.dense


def peaks(trained: BertModel, windows: Iterable[tuple[Tensor, Tensor]]) -> list[list[Tensor]]:
    """The largest absolute value of each channel before each of :func:`inputs`, layer by layer, over some windows."""
    modules = [module for layer in trained.encoder.layer for module in inputs(layer)]
    found = [torch.zeros(module.in_features) for module in modules]

    def watch(place: int) -> Callable[[nn.Module, tuple[Tensor, ...]], None]:
        def see(_: nn.Module, given: tuple[Tensor, ...]) -> None:
            found[place] = torch.maximum(found[place], given[0].abs().flatten(0, -2).amax(dim=0))

        return see

    hooks = [module.register_forward_pre_hook(watch(place)) for place, module in enumerate(modules)]
    with torch.no_grad():
        for ids, types in windows:
            trained(input_ids=ids, token_type_ids=types)
    for hook in hooks:
        hook.remove()
    return [found[at : at + 3] for at in range(0, len(found), 3)]
