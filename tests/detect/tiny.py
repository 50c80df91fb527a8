"""Tiny real networks and a manifest for them: a detector of bright cells, a classifier of colours."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper
from pydantic import JsonValue

WIDTH, HEIGHT, CELL, SIDE = 160, 96, 16, 24
CELLS = (WIDTH // CELL) * (HEIGHT // CELL)
HAT = ["net", "cap", "bare", "cannot_tell"]
MASK = ["worn", "wrong", "none", "cannot_tell"]
Object = dict[str, JsonValue]
Change = Callable[[Object], None]
Arrays = dict[str, npt.NDArray[np.generic]]


def detector(names: str | None = "{0: 'head'}") -> bytes:
    """Says of each 16 px cell of the canvas how bright it is; the box is the cell."""
    x, y = np.meshgrid(np.arange(WIDTH // CELL), np.arange(HEIGHT // CELL))
    middles = np.stack([x.ravel(), y.ravel()]) * CELL + CELL / 2
    boxes = np.concatenate([middles, np.full((2, CELLS), CELL)])[None]
    nodes = [
        helper.make_node("ReduceMean", ["images"], ["grey"], axes=[1], keepdims=1),
        helper.make_node("AveragePool", ["grey"], ["pooled"], kernel_shape=[CELL, CELL], strides=[CELL, CELL]),
        helper.make_node("Reshape", ["pooled", "flat"], ["scores"]),
        helper.make_node("Concat", ["boxes", "scores"], ["output0"], axis=1),
    ]
    constants = [_constant("boxes", boxes), _constant("flat", np.array([1, 1, CELLS]), np.int64)]
    plugs = ([_plug("images", [1, 3, HEIGHT, WIDTH])], [_plug("output0", [1, 5, CELLS])])
    return _bytes(nodes, constants, plugs, names)


def classifier(names: str | None = None, bias: tuple[float, ...] = (0, 0, 0, 6)) -> bytes:
    """Class i of hat and mask is as likely as channel i (red, green, blue) of the crop is strong; the last is black."""
    weights = np.concatenate([np.eye(3) * 20, np.zeros((3, 1))], axis=1)
    nodes = [helper.make_node("ReduceMean", ["crops"], ["colour"], axes=[2, 3], keepdims=0)]
    for out in ("hat", "mask"):
        nodes += [helper.make_node("Gemm", ["colour", "weights", "bias"], [out])]
    constants = [_constant("weights", weights), _constant("bias", np.array(bias))]
    outputs = [_plug("hat", ["n", 4]), _plug("mask", ["n", 4]), _plug("colour", ["n", 3])]
    return _bytes(nodes, constants, ([_plug("crops", ["n", 3, SIDE, SIDE])], outputs), names)


def detector_entry() -> Object:
    return {
        "name": "heads",
        "kind": "yolo_detector",
        "file": "heads/heads.onnx",
        "input": {"name": "images", "shape": [1, 3, HEIGHT, WIDTH]},
        "output": {"name": "output0", "shape": [1, 5, CELLS]},
        "labels": ["head"],
        "thresholds": {"score": 0.8, "nms_iou": 0.55},
        "card": "heads/CARD.md",
    }


def classifier_entry() -> Object:
    hat: Object = {"worn": {"classes": ["net", "cap"], "threshold": 0.6}}
    hat["not_worn"] = {"classes": ["bare"], "threshold": 0.8}
    mask: Object = {
        said: {"classes": [cls], "threshold": 0.8}
        for said, cls in zip(("worn", "wrong", "not_worn"), MASK[:3], strict=True)
    }
    return {
        "name": "head_attributes",
        "kind": "crop_classifier",
        "label": "head",
        "file": "head_attributes/head_attributes.onnx",
        "input": {"name": "crops", "shape": [None, 3, SIDE, SIDE]},
        "crop": {"margin": 0.0, "min_height_px": 16},
        "attributes": [_attribute("hat", HAT, hat), _attribute("mask", MASK, mask)],
        "card": "head_attributes/CARD.md",
    }


def colour_entry() -> Object:
    """Thresholds of a hat's colour: no file belongs to it."""
    return {
        "name": "hat_colour",
        "kind": "hat_colour",
        "label": "head",
        "method": 1,
        "min_height_px": 16,
        "thresholds": {
            "white": {"difference": 7, "sure": 0.9},
            "other": {"difference": 11, "stands_out": 15, "sure": 0.9},
            "light": {"least": 30, "least_chroma": 3, "most": 98, "least_own": 0.45},
        },
        "measured": {"chefs": {"worn": {"precision": 0.9}}},
        "card": "hat_colour/CARD.md",
    }


def with_colour(manifest: Object) -> None:
    """A change that adds the colour of hats."""
    cast("list[Object]", manifest["models"]).append(colour_entry())


def write_models(
    folder: Path,
    change: Change = lambda manifest: None,
    heads: bytes | None = None,
    attributes: bytes | None = None,
) -> Path:
    """A models folder with both networks; `change` may spoil the manifest before it is written."""
    entries = [detector_entry(), classifier_entry()]
    for entry, weights in zip(entries, (heads or detector(), attributes or classifier()), strict=True):
        path = folder / str(entry["file"])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(weights)
        entry["sha256"] = hashlib.sha256(weights).hexdigest()
    manifest: Object = {"version": 1, "models": list(entries)}
    change(manifest)
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def enrollable(folder: Path, change: Callable[[Arrays], None] = lambda arrays: None) -> Change:
    """A change that gives the classifier an embedding, the colour of the crop, and writes a replay for it.

    The replay's heads are red (net, worn), green (cap, wrong) and blue (bare, none); `change` may spoil its arrays.
    """

    def describe(manifest: Object) -> None:
        arrays = replay()
        change(arrays)
        file = io.BytesIO()
        np.savez(file, **arrays)  # type: ignore[arg-type]
        (folder / "head_attributes" / "replay.npz").write_bytes(file.getvalue())
        digest = hashlib.sha256(file.getvalue()).hexdigest()
        entry = cast("list[Object]", manifest["models"])[1]
        entry["embedding"] = {"output": "colour", "shape": [None, 3]}
        entry["replay"] = {"file": "head_attributes/replay.npz", "sha256": digest}

    return describe


def replay(a_class: int = 40) -> Arrays:
    """Heads as the tiny classifier sees them, in eight scenes; each class a colour, with noise."""
    dice = np.random.default_rng(5)
    labels = np.arange(3 * a_class) % 3
    colours = np.clip(0.7 * np.eye(3)[labels] + dice.normal(0.1, 0.05, (len(labels), 3)), 0, 1)
    logits = np.concatenate([20 * colours, np.full((len(labels), 1), 6.0)], axis=1)
    told = {name: labels.astype(np.int8) for name in ("hat", "mask")}
    said = {f"{name}_logits": logits.astype(np.float16) for name in ("hat", "mask")}
    groups = (np.arange(len(labels)) % 8).astype(np.int16)
    return {"embedding": colours.astype(np.float16), "group": groups, **told, **said}


def _attribute(name: str, classes: list[str], judgements: Object) -> Object:
    listed: list[JsonValue] = list(classes)
    found: Object = {"precision": 0.9}
    return {
        "name": name,
        "output": name,
        "classes": listed,
        "temperature": 1.0,
        "judgements": judgements,
        "measured": found,
    }


def _plug(name: str, shape: list[int | str]) -> ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def _constant(name: str, values: npt.NDArray[np.generic], dtype: type = np.float32) -> TensorProto:
    return numpy_helper.from_array(values.astype(dtype), name)


def _bytes(
    nodes: list[NodeProto],
    constants: list[TensorProto],
    plugs: tuple[list[ValueInfoProto], list[ValueInfoProto]],
    names: str | None,
) -> bytes:
    graph = helper.make_graph(nodes, "tiny", plugs[0], plugs[1], constants)
    model: ModelProto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)
    if names:
        helper.set_model_props(model, {"names": names})
    return bytes(model.SerializeToString())
