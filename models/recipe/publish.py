"""Export a trained network to ONNX and write it into models/manifest.json.

publish.py heads --weights .cache/runs/stage2/weights/last.pt
publish.py head_attributes --weights .cache/head_attributes.pt
"""

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
from offline import CACHE, load_yolo
from onnx import helper, numpy_helper

MODELS = Path(__file__).resolve().parent.parent
MANIFEST = MODELS / "manifest.json"
DETECTOR_SHAPE = (384, 640)
OPSET = 17
PACKED_FROM = 1024
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


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", choices=["heads"])
    parser.add_argument("--weights", type=Path, required=True)
    args = parser.parse_args()
    put(publish_heads(args.weights))


if __name__ == "__main__":
    main()
