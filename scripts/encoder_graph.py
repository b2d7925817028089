"""The finetuned network as an ONNX graph of 8-bit weights, 30 MB in the place of 120.

In: a network. Out: `encoder.onnx`, which `framing.encoders.OnnxEncoder` runs. Products are taken in 8 bits, but for
the second one of each feed-forward net, whose inputs have outliers that 8 bits cannot hold (they cost .01 of
average precision): its weights are stored in 8 bits and multiplied in 32. Used by `make_encoder`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from encoder_network import Network
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic


class _Vectors(torch.nn.Module):  # type: ignore[misc, unused-ignore]
    """A network's vectors alone."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, tokens: Any) -> Any:
        """Vectors, shape (n_texts, 384)."""
        return self.network.vectors(tokens)


def write_graph(network: Network, path: Path) -> None:
    """Export, quantise and check the graph."""
    network.eval()
    with tempfile.TemporaryDirectory() as folder:
        whole, small = Path(folder) / "whole.onnx", Path(folder) / "small.onnx"
        torch.onnx.export(
            _Vectors(network), (torch.tensor([[0, 5, 6, 7, 2], [0, 9, 2, 1, 1]]),), str(whole),
            input_names=["tokens"], output_names=["vectors"],
            dynamic_axes={"tokens": {0: "texts", 1: "length"}, "vectors": {0: "texts"}}, opset_version=17, dynamo=False,
        )  # fmt: skip
        outer = [
            node.name
            for node in onnx.load(str(whole)).graph.node
            if node.op_type == "MatMul" and "/fo/" in node.name
        ]
        quantize_dynamic(
            str(whole), str(small), weight_type=QuantType.QInt8, per_channel=True,
            op_types_to_quantize=["MatMul", "Gather"], nodes_to_exclude=outer,
        )  # fmt: skip
        model = onnx.load(str(small))
    _store_in_bytes(model.graph, outer)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def _store_in_bytes(graph: Any, names: list[str]) -> None:
    """Weights of the named products as bytes and a scale a column, made floats again when the graph is loaded."""
    weights = {array.name: array for array in graph.initializer}
    for node in [node for node in graph.node if node.name in names]:
        array = weights[node.input[1]]
        values = numpy_helper.to_array(array)
        scale = (np.abs(values).max(axis=0) / 127).astype(np.float32)
        stored = np.clip(np.round(values / scale), -127, 127).astype(np.int8)
        name = array.name
        graph.initializer.remove(array)
        graph.initializer.extend(
            [
                numpy_helper.from_array(stored, f"{name}_bytes"),
                numpy_helper.from_array(scale, f"{name}_scale"),
            ]
        )
        graph.node.insert(0, helper.make_node("Mul", [f"{name}_float", f"{name}_scale"], [name]))
        graph.node.insert(
            0, helper.make_node("Cast", [f"{name}_bytes"], [f"{name}_float"], to=TensorProto.FLOAT)
        )
