"""The finetuned network as an ONNX graph of 8-bit weights, 30 MB in the place of 120.

In: a network, token numbers of some texts. Out: `encoder.onnx`, which `framing.encoders.OnnxEncoder` runs. Products
are taken in 8 bits, with one step for all numbers of a text and one for each column of weights. In every feed-forward
net one hidden unit answers ten times as strongly as the others, and would make the step too coarse for them (.01 of
average precision is lost by that): the few strongest are multiplied in 32 bits, as Dettmers et al. do (2022, NeurIPS,
LLM.int8(), section 3.2). Used by `make_encoder`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import torch
from encoder_network import HEADS, WIDTH, Network, padded
from onnx import TensorProto, helper, numpy_helper

#: Hidden units of a feed-forward net, the strongest, that are multiplied in 32 bits.
_STRONG = 4
_RUNTIME = "com.microsoft"
Array = npt.NDArray[Any]


class _Graph:
    """Nodes and arrays of a graph as it grows; every node gives the name of its output."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.arrays: list[Any] = []

    def array(self, values: Any) -> str:
        """A constant; parameters of torch become plain floats."""
        values = values.detach().numpy() if isinstance(values, torch.Tensor) else values
        name = f"array{len(self.arrays)}"
        self.arrays.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, *inputs: str, **options: Any) -> str:
        """A node with one output."""
        return self.nodes_out(kind, *inputs, outputs=1, **options)[0]

    def nodes_out(self, kind: str, *inputs: str, outputs: int, **options: Any) -> list[str]:
        """A node with several outputs."""
        names = [f"{kind}{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs, names, **options))
        return names

    def product(self, x: str, weight: Array, bias: Array) -> str:
        """``x @ weight + bias`` in 8 bits, weight of shape (n_in, n_out)."""
        stored, scale = _in_bytes(weight)
        arrays = self.array(stored), self.array(scale), "", self.array(bias)
        return self.node("DynamicQuantizeMatMul", x, *arrays, domain=_RUNTIME)

    def normal(self, x: str, norm: Any) -> str:
        """Layer normalisation."""
        arrays = self.array(norm.weight), self.array(norm.bias)
        return self.node("LayerNormalization", x, *arrays, epsilon=norm.eps)


def write_graph(network: Network, tokens: Sequence[Sequence[int]], path: Path) -> None:
    """Write the graph; the hidden units that are strong are those that are in the texts of ``tokens``."""
    network.eval()
    graph = _Graph()
    stored, scale = _in_bytes(network.word.weight.detach().numpy().reshape(-1, 1))
    found = graph.node("Gather", graph.array(stored.reshape(-1, WIDTH)), "tokens")
    words = graph.node("Mul", graph.node("Cast", found, to=TensorProto.FLOAT), graph.array(scale))
    length = graph.node("Shape", "tokens", start=1)
    places = graph.node("Slice", graph.array(network.pos.weight), graph.array(np.array([0])), length)
    x = graph.normal(graph.node("Add", words, places), network.eln)
    for layer, strength in zip(network.layers, _strengths(network, tokens), strict=True):
        x = _layer(graph, x, layer, np.argsort(strength, kind="stable"))
    mean = helper.make_node("ReduceMean", [x, graph.array(np.array([1]))], ["vectors"], keepdims=0)
    model = helper.make_model(
        helper.make_graph(
            [*graph.nodes, mean],
            "encoder",
            [helper.make_tensor_value_info("tokens", TensorProto.INT64, ["texts", "length"])],
            [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", WIDTH])],
            graph.arrays,
        ),
        opset_imports=[helper.make_opsetid("", 20), helper.make_opsetid(_RUNTIME, 1)],
        ir_version=9,
    )
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def _layer(graph: _Graph, x: str, layer: Any, order: npt.NDArray[np.intp]) -> str:
    """A layer, its hidden units in ``order``, the strongest last."""
    parts = graph.nodes_out("Split", _linear(graph, x, layer.qkv), outputs=3, axis=-1, num_outputs=3)
    attention = graph.node("MultiHeadAttention", *parts, domain=_RUNTIME, num_heads=HEADS)
    x = graph.normal(graph.node("Add", x, _linear(graph, attention, layer.ao)), layer.aln)
    weight, bias = _arrays(layer.fi)
    hidden = graph.node("Gelu", graph.product(x, weight[:, order], bias[order]))
    weight, bias = _arrays(layer.fo)
    weight = weight[order]
    sizes = graph.array(np.array([len(order) - _STRONG, _STRONG]))
    plain, strong = graph.nodes_out("Split", hidden, sizes, outputs=2, axis=-1)
    inner = graph.node(
        "Add",
        graph.product(plain, weight[:-_STRONG], bias),
        graph.node("MatMul", strong, graph.array(weight[-_STRONG:])),
    )
    return graph.normal(graph.node("Add", x, inner), layer.oln)


def _linear(graph: _Graph, x: str, linear: Any) -> str:
    return graph.product(x, *_arrays(linear))


def _arrays(linear: Any) -> tuple[Array, Array]:
    """Weights, shape (n_in, n_out), and bias."""
    return linear.weight.detach().numpy().T, linear.bias.detach().numpy()


def _in_bytes(weight: Array) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Weights as bytes, and the scale of each column."""
    scale = np.asarray(np.abs(weight).max(axis=0) / 127, np.float32)
    return np.clip(np.rint(weight / scale), -127, 127).astype(np.int8), scale


def _strengths(network: Network, tokens: Sequence[Sequence[int]]) -> list[Array]:
    """The largest amount of each hidden unit of each layer in the texts."""
    found: list[Array] = [np.zeros(layer.fo.in_features) for layer in network.layers]

    def watch(at: int) -> Any:
        def seen(_: Any, inputs: tuple[Any]) -> None:
            found[at] = np.maximum(found[at], inputs[0].abs().amax((0, 1)).numpy())

        return seen

    watching = [layer.fo.register_forward_pre_hook(watch(i)) for i, layer in enumerate(network.layers)]
    with torch.no_grad():
        for text in tokens:
            network.vectors(padded([text]))
    for hook in watching:
        hook.remove()
    return found
