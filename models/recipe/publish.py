"""Export a trained network to ONNX and write it into models/manifest.json.

publish.py heads --weights .cache/runs/stage2/weights/last.pt
publish.py head_attributes --weights .cache/head_attributes.pt
"""

import argparse
import hashlib
import json
import shutil
from dataclasses import asdict
from pathlib import Path

import numpy as np
import onnx
import torch
from attribute_net import AttributeNet
from calibrate import Calibration
from head_crops import HAT, MARGIN, MASK, SIDE
from offline import CACHE, load_yolo
from onnx import helper, numpy_helper

MODELS = Path(__file__).resolve().parent.parent
MANIFEST = MODELS / "manifest.json"
DETECTOR_SHAPE = (384, 640)
OPSET = 17
PACKED_FROM = 1024
MIN_HEIGHT_PX = 16
CALIBRATED_ON = "held-out scenes of the training sets, as they are and degraded (train_head_attributes.py)"
CHOSEN = {
    "hat": {"worn": 0.6, "not_worn": 0.6},
    "mask": {"worn": 0.6, "wrong": 0.5, "not_worn": 0.6},
}
"""Operating points of the first set: at the calibrated ones (95 % precision) hardly anything is said."""
KEPT_METADATA = {"stride", "imgsz", "names"}

Json = dict[str, object]


def sha256(path: Path) -> str:
    """Hex digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def strip_metadata(path: Path) -> None:
    """Drop everything from the ONNX metadata that the product does not need (paths, dates, versions)."""
    model = onnx.load(path)
    kept = [(p.key, p.value) for p in model.metadata_props if p.key in KEPT_METADATA]
    del model.metadata_props[:]
    for key, value in kept:
        model.metadata_props.add(key=key, value=value)
    model.doc_string = model.graph.doc_string = ""
    for node in model.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    onnx.checker.check_model(model)
    onnx.save(model, path)


def pack_weights(path: Path) -> None:
    """Keep large weights as float16 behind a Cast: half the file; the runtime unpacks them once, at load."""
    model = onnx.load(path)
    casts = []
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype == np.float32 and values.size >= PACKED_FROM:
            name = tensor.name
            tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}_packed"))
            casts.append(helper.make_node("Cast", [f"{name}_packed"], [name], to=onnx.TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def export_heads(weights: Path, target: Path) -> None:
    """The detector as a static rectangle, raw output without NMS."""
    copy = CACHE / "export" / "heads.pt"
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(weights, copy)
    model = load_yolo()(str(copy))
    exported = model.export(format="onnx", imgsz=DETECTOR_SHAPE, opset=OPSET, simplify=True, dynamic=False)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(exported, target)
    strip_metadata(target)
    pack_weights(target)


def heads_entry(target: Path) -> Json:
    """Manifest entry of the detector."""
    return {
        "name": "heads",
        "kind": "yolo_detector",
        "file": "heads/heads.onnx",
        "sha256": sha256(target),
        "input": {"name": "images", "shape": [1, 3, *DETECTOR_SHAPE]},
        "output": {"name": "output0", "shape": [1, 5, 5040]},
        "labels": ["head"],
        "thresholds": {"score": 0.35, "nms_iou": 0.55},
        "card": "heads/CARD.md",
    }


def publish_heads(weights: Path) -> Json:
    """Export the detector and describe it."""
    target = MODELS / "heads" / "heads.onnx"
    export_heads(weights, target)
    return heads_entry(target)


def read_manifest() -> list[Json]:
    """The manifest's entries so far."""
    return json.loads(MANIFEST.read_text())["models"] if MANIFEST.exists() else []


def put(entry: Json) -> None:
    """Replace the manifest's entry of that name, or add it; detectors come first."""
    others = [e for e in read_manifest() if e["name"] != entry["name"]]
    entries = sorted([*others, entry], key=lambda e: str(e["name"]) != "heads")
    MANIFEST.write_text(json.dumps({"version": 1, "models": entries}, indent=1) + "\n")


def export_attributes(net: AttributeNet, target: Path) -> None:
    """The classifier with a free batch axis; the class names travel in the metadata."""
    target.parent.mkdir(parents=True, exist_ok=True)
    example = torch.zeros(1, 3, SIDE, SIDE)
    outputs = ["hat", "mask"]
    axes = {name: {0: "n"} for name in ["crops", *outputs]}
    torch.onnx.export(
        net.eval(),
        (example,),
        str(target),
        input_names=["crops"],
        output_names=outputs,
        dynamic_axes=axes,
        opset_version=OPSET,
        dynamo=False,
    )
    model = onnx.load(target)
    model.metadata_props.add(key="names", value=json.dumps({"hat": HAT, "mask": MASK}))
    onnx.save(model, target)
    strip_metadata(target)


def attribute_entry(name: str, classes: tuple[str, ...], answers: dict[str, list[str]], found: Calibration) -> Json:
    """One attribute: its classes, and an operating point per answer with what was measured there."""
    judgements = {a: {"classes": c, "threshold": CHOSEN[name][a]} for a, c in answers.items()}
    measured = {a: rounded(asdict(found.points[a]), "threshold", "precision", "recall", "n") for a in answers}
    return {
        "name": name,
        "output": name,
        "classes": list(classes),
        "temperature": found.temperature,
        "judgements": judgements,
        "measured": {"calibration": {"on": CALIBRATED_ON, **measured}},
    }


def rounded(values: Json, *keys: str) -> Json:
    """Some of the values, to three decimals."""
    return {key: round(v, 3) if isinstance(v := values[key], float) else v for key in keys}


def attributes_entry(target: Path, found: dict[str, Calibration]) -> Json:
    """Manifest entry of the classifier."""
    return {
        "name": "head_attributes",
        "kind": "crop_classifier",
        "label": "head",
        "file": "head_attributes/head_attributes.onnx",
        "sha256": sha256(target),
        "input": {"name": "crops", "shape": [None, 3, SIDE, SIDE]},
        "crop": {"margin": MARGIN, "min_height_px": MIN_HEIGHT_PX},
        "attributes": [
            attribute_entry("hat", HAT, {"worn": ["net", "cap"], "not_worn": ["bare"]}, found["hat"]),
            attribute_entry("mask", MASK, {"worn": ["worn"], "wrong": ["wrong"], "not_worn": ["none"]}, found["mask"]),
        ],
        "card": "head_attributes/CARD.md",
    }


def publish_attributes(weights: Path) -> Json:
    """Export the classifier and describe it."""
    saved = torch.load(weights, weights_only=False)  # our own file, written by train_head_attributes.py
    net = AttributeNet(len(HAT), len(MASK))
    net.load_state_dict(saved["weights"])
    target = MODELS / "head_attributes" / "head_attributes.onnx"
    export_attributes(net, target)
    return attributes_entry(target, saved["calibration"])


def with_report(entry: Json, report: Json, title: str) -> Json:
    """The entry with what `sunkitchen eval --json` measured under `title`."""
    if entry["name"] == "heads":
        return {**entry, "measured": {**entry.get("measured", {}), title: report["head"]}}
    attributes = [
        {**a, "measured": {**a["measured"], title: report[a["name"]]}} if report[a["name"]] else a
        for a in entry["attributes"]
    ]
    return {**entry, "attributes": attributes}


def publish_report(path: Path, title: str) -> None:
    """Write measured numbers beside the operating points."""
    report = json.loads(path.read_text(), parse_float=lambda text: round(float(text), 3))
    for entry in read_manifest():
        put(with_report(entry, report, title))


PUBLISHERS = {"heads": publish_heads, "head_attributes": publish_attributes}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in PUBLISHERS:
        commands.add_parser(name).add_argument("--weights", type=Path, required=True)
    report = commands.add_parser("report", help="write the numbers of `sunkitchen eval --json` into the manifest")
    report.add_argument("file", type=Path)
    report.add_argument("--title", required=True)
    args = parser.parse_args()
    if args.command == "report":
        publish_report(args.file, args.title)
    else:
        put(PUBLISHERS[args.command](args.weights))


if __name__ == "__main__":
    main()
