"""The encoder as a network that can be finetuned: BERT of 12 layers of 384 (Devlin et al. 2019, NAACL).

In: the arrays of `encoder_start`, token numbers, labels. Out: a finetuned network, its logits, an ONNX graph.
Mean of the last layer over tokens, then one linear head for all labels. Used by `make_encoder`; needs torch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

WIDTH, HEADS, LAYERS, INNER = 384, 12, 12, 1536
#: Layers above the embeddings that are not finetuned: they learn little and take a sixth of the time.
FROZEN = 3
#: Tokens of a sentence that are read, the two at its ends counted.
MOST_TOKENS = 128
PAD, BEGIN, END = 1, 0, 2
_DROPPED = 0.1
Tokens = Sequence[Sequence[int]]


class Layer(nn.Module):  # type: ignore[misc, unused-ignore]
    """Self-attention and a feed-forward net, each added to its input and normalised."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.ao = nn.Linear(WIDTH, WIDTH)
        self.aln = nn.LayerNorm(WIDTH, eps=1e-12)
        self.fi = nn.Linear(WIDTH, INNER)
        self.fo = nn.Linear(INNER, WIDTH)
        self.oln = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: Any, blind: Any) -> Any:
        """``blind`` is added to the attention: very negative where there is no token."""
        n, length, _ = x.shape
        q, k, v = self.qkv(x).view(n, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        attention = torch.softmax((q * (WIDTH // HEADS) ** -0.5) @ k.transpose(2, 3) + blind, -1) @ v
        x = self.aln(x + self.ao(attention.transpose(1, 2).reshape(n, length, WIDTH)))
        return self.oln(x + _drop(self.fo(functional.gelu(self.fi(x))), self.training))


class Network(nn.Module):  # type: ignore[misc, unused-ignore]
    """Token numbers, shape (n_texts, n_tokens), to logits and to vectors, shape (n_texts, 384)."""

    def __init__(self, pieces: int, labels: int) -> None:
        super().__init__()
        self.word = nn.Embedding(pieces, WIDTH)
        self.pos = nn.Embedding(2 * MOST_TOKENS, WIDTH)
        self.eln = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.head = nn.Linear(WIDTH, labels)

    def vectors(self, tokens: Any) -> Any:
        """The mean of the last layer over each text's tokens."""
        there = tokens != PAD
        x = _drop(self.eln(self.word(tokens) + self.pos(torch.arange(tokens.shape[1]))[None]), self.training)
        kind = torch.bfloat16 if torch.is_autocast_enabled("cpu") else x.dtype
        blind = torch.zeros(there.shape).masked_fill(~there, -1e4)[:, None, None, :].to(kind)
        for layer in self.layers:
            x = layer(x, blind)
        return (x.float() * there[..., None]).sum(1) / there.sum(1, keepdim=True)

    def forward(self, tokens: Any) -> Any:
        """Logits, shape (n_texts, n_labels)."""
        return self.head(_drop(self.vectors(tokens), self.training))


def _drop(x: Any, training: bool) -> Any:
    """Dropout (Srivastava et al. 2014) with random bytes: torch's own takes a tenth of a step on a CPU."""
    if not training:
        return x
    least = int(256 * _DROPPED)
    kept = torch.from_numpy(np.frombuffer(_RANDOM.bytes(x.numel()), np.uint8).copy()).view(x.shape) >= least
    return x * (kept.to(x.dtype) / (1 - least / 256))


_RANDOM = np.random.default_rng(100)


def started(arrays: Mapping[str, npt.NDArray[np.float32]], labels: int) -> Network:
    """The network with the start's weights and a new head."""

    def array(name: str, *shape: int) -> Any:
        return torch.tensor(arrays[name]).reshape(shape) if shape else torch.tensor(arrays[name])

    network = Network(len(arrays["emb.word"].reshape(-1, WIDTH)), labels)
    state = {
        "word.weight": array("emb.word", -1, WIDTH),
        "pos.weight": (array("emb.pos", -1, WIDTH) + array("emb.type", -1, WIDTH)[0])[: 2 * MOST_TOKENS],
        "eln.weight": array("emb.ln.w"),
        "eln.bias": array("emb.ln.b"),
        "head.weight": network.head.weight,
        "head.bias": network.head.bias,
    }
    for i in range(LAYERS):
        state[f"layers.{i}.qkv.weight"] = torch.cat([array(f"l{i}.{x}.w", WIDTH, WIDTH) for x in "qkv"])
        state[f"layers.{i}.qkv.bias"] = torch.cat([array(f"l{i}.{x}.b") for x in "qkv"])
        for name, rows in (("ao", WIDTH), ("fi", INNER), ("fo", WIDTH)):
            state[f"layers.{i}.{name}.weight"] = array(f"l{i}.{name}.w", rows, -1)
            state[f"layers.{i}.{name}.bias"] = array(f"l{i}.{name}.b")
        for name in ("aln", "oln"):
            state[f"layers.{i}.{name}.weight"] = array(f"l{i}.{name}.w")
            state[f"layers.{i}.{name}.bias"] = array(f"l{i}.{name}.b")
    network.load_state_dict(state)
    return network


def batches(tokens: Tokens, size: int, rng: np.random.Generator | None = None) -> Iterator[tuple[Any, Any]]:
    """Rows and padded token numbers, texts of like length together; shuffled where ``rng`` is given."""
    lengths = np.array([min(len(t), MOST_TOKENS - 2) for t in tokens])
    order = np.argsort(lengths, kind="stable")
    if rng is not None:
        parts = np.array_split(rng.permutation(len(tokens)), max(1, len(tokens) // (size * 20)))
        order = np.concatenate([part[np.argsort(lengths[part], kind="stable")] for part in parts])
    found = [order[at : at + size] for at in range(0, len(order), size)]
    for place in range(len(found)) if rng is None else rng.permutation(len(found)):
        rows = found[place]
        wide = int(lengths[rows].max()) + 2
        wide = 8 if wide <= 8 else -(-wide // 16) * 16  # few widths: each costs time when it is first met
        yield rows, padded([tokens[row] for row in rows], wide)


def padded(tokens: Tokens, wide: int = 0) -> Any:
    """Token numbers with the two at the ends, shape (n_texts, ``wide`` or as the longest needs)."""
    texts = [[BEGIN, *text[: MOST_TOKENS - 2], END] for text in tokens]
    rows = np.full((len(texts), max(wide, *map(len, texts))), PAD)
    for row, text in zip(rows, texts, strict=True):
        row[: len(text)] = text
    return torch.tensor(rows)


def predict(network: Network, tokens: Tokens) -> npt.NDArray[np.float32]:
    """Logits, shape (n_texts, n_labels)."""
    return _asked(network, network, tokens, network.head.out_features)


def embed(network: Network, tokens: Tokens) -> npt.NDArray[np.float32]:
    """Vectors, shape (n_texts, 384)."""
    return _asked(network, network.vectors, tokens, WIDTH)


def _asked(
    network: Network, ask: Callable[[Any], Any], tokens: Tokens, width: int
) -> npt.NDArray[np.float32]:
    network.eval()
    out = np.zeros((len(tokens), width), np.float32)
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for rows, given in batches(tokens, 64):
            out[rows] = ask(given).float().numpy()
    return out


def finetune(
    network: Network,
    tokens: Tokens,
    frames: npt.NDArray[np.float32],
    tones: npt.NDArray[np.int64],
    *,
    rate: float = 1.2e-4,
    whole: bool = False,
    epochs: int = 3,
    size: int = 32,
    seed: int = 0,
) -> Iterator[float]:
    """Train on frames (each for itself, square-root class weights) and sentiment together; yields losses.

    AdamW (Loshchilov and Hutter 2019) with a rate that rises for a tenth of the steps and falls to zero, five times
    as high for the head and a tenth less for each layer further down (Howard and Ruder 2018, ACL, section 3.2); the
    embeddings and the lowest layers stay as they are, or texts are learnt by heart. With ``whole`` they learn too, and
    all layers at the rate: a worse reader of sentences, a better judge of single words. Half precision where it pays.
    """
    share = frames.mean(axis=0)
    weight = torch.tensor(np.sqrt((1 - share) / share), dtype=torch.float32)
    for part in (network.word, network.pos, network.eln, *network.layers[:FROZEN]):
        part.requires_grad_(whole)
    groups = [
        {
            "params": [p],
            "rate": rate * (5.0 if name.startswith("head") else 1.0 if whole else _share_of_rate(name)),
            "weight_decay": 0.01 if p.dim() > 1 and not name.startswith("word") else 0.0,
        }
        for name, p in network.named_parameters()
        if p.requires_grad
    ]
    optimizer = torch.optim.AdamW(groups, lr=rate, fused=True)
    rng = np.random.default_rng(seed)
    steps, done = epochs * -(-len(tokens) // size), 0
    for _ in range(epochs):
        for rows, given in batches(tokens, size, rng):
            part = done / steps
            for group in optimizer.param_groups:
                group["lr"] = group["rate"] * (part / 0.1 if part < 0.1 else (1 - part) / 0.9)
            network.train()
            with torch.autocast("cpu", torch.bfloat16):
                logits = network(given)
            logits, n = logits.float(), frames.shape[1]
            of_frames = functional.binary_cross_entropy_with_logits(
                logits[:, :n], torch.tensor(frames[rows]), pos_weight=weight, reduction="none"
            )
            of_tones = functional.cross_entropy(logits[:, n:], torch.tensor(tones[rows]))
            loss = of_frames.sum(1).mean() + of_tones
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            done += 1
            yield float(loss.item())


def _share_of_rate(name: str) -> float:
    """How much of the rate the parameter ``name`` of the network under its head learns with."""
    below = LAYERS - 1 - int(name.split(".")[1]) if name.startswith("layers.") else LAYERS
    return float(0.9**below)
