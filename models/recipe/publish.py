"""Export trained networks and write them into models/manifest.json.

publish.py heads --weights .cache/heads.pt
publish.py head_attributes --weights .cache/head_attributes.pt
publish.py export head_attributes --weights .cache/head_attributes_0.pt --out FILE.onnx
publish.py report eval.json --title kitchen_A
"""

import argparse
import hashlib
import json
from pathlib import Path

from attributes import TASKS, Attribute, Task
from calibrate import LARGE_PX
from crops import MARGIN, SIDE
from export import attribute_net, export_attributes, export_heads, head_net
from head_tiles import LABELS
from manifest_file import MODELS, Json, put, read_manifest
from offline import CACHE
from yolox_net import grid

DETECTOR_SHAPE = (384, 640)
SCORE = 0.35
MIN_HEIGHT_PX = 16
CALIBRATED_ON = f"sites each network had not seen, boxes given, {LARGE_PX} px and more (calibrate.py)"
CHOSEN_ON = f"{CALIBRATED_ON}, without kitchen_A and, for the hat, the kitchen's dark caps"
NETWORKS = ("heads", *TASKS)


def sha256(path: Path) -> str:
    """Hex digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def heads_entry(target: Path) -> Json:
    """Manifest entry of the detector."""
    return {
        "name": "heads",
        "kind": "yolo_detector",
        "file": "heads/heads.onnx",
        "sha256": sha256(target),
        "input": {"name": "images", "shape": [1, 3, *DETECTOR_SHAPE]},
        "output": {"name": "output0", "shape": [1, 4 + len(LABELS), len(grid(*DETECTOR_SHAPE))]},
        "labels": list(LABELS),
        "thresholds": {"score": SCORE, "nms_iou": 0.55},
        "card": "heads/CARD.md",
    }


def judgement(attribute: Attribute, answer: str, threshold: float) -> Json:
    """When an answer is given."""
    beside = attribute.beside.get(answer, ())
    return {
        "classes": list(attribute.answers[answer]),
        **({"beside": list(beside)} if beside else {}),
        "threshold": threshold,
    }


def attribute_entry(attribute: Attribute, found: Json) -> Json:
    """One attribute: its classes, and an operating point per answer with what was measured there."""
    points = found["points"]
    judgements = {a: judgement(attribute, a, points[a]["threshold"]) for a in attribute.answers}
    return {
        "name": attribute.name,
        "output": attribute.name,
        "classes": list(attribute.classes),
        "temperature": found["temperature"],
        "judgements": judgements,
        "measured": {
            "unseen_sites": {"on": CALIBRATED_ON, **found["by_site"]["pooled"]},
            "chosen_on": {"on": CHOSEN_ON, **points},
        },
    }


def attributes_entry(task: Task, target: Path, found: Json) -> Json:
    """Manifest entry of a classifier."""
    return {
        "name": task.name,
        "kind": "crop_classifier",
        "label": task.label,
        "file": f"{task.name}/{target.name}",
        "sha256": sha256(target),
        "input": {"name": "crops", "shape": [None, 3, SIDE, SIDE]},
        "crop": {"margin": MARGIN, "min_height_px": MIN_HEIGHT_PX},
        "attributes": [attribute_entry(a, found[a.name]) for a in task.attributes],
        "card": f"{task.name}/CARD.md",
    }


def publish_heads(weights: Path) -> Json:
    """Export the detector and describe it."""
    target = MODELS / "heads" / "heads.onnx"
    export_heads(head_net(weights), target, *DETECTOR_SHAPE)
    return heads_entry(target)


def publish_attributes(task: Task, weights: Path) -> Json:
    """Export a classifier and describe it with what calibrate.py found."""
    target = MODELS / task.name / f"{task.name}.onnx"
    export_attributes(attribute_net(task, weights), task, target)
    return attributes_entry(task, target, json.loads((CACHE / f"{task.name}.calibration.json").read_text()))


def with_report(entry: Json, report: Json, title: str) -> Json:
    """The entry with what `sunkitchen eval --json` measured under `title`."""
    if entry["name"] == "heads":
        return {**entry, "measured": {**entry.get("measured", {}), title: report["head"]}}
    if "attributes" not in entry:
        return entry
    attributes = [
        {**a, "measured": {**a["measured"], title: promised(found)}} if (found := report[a["name"]]) else a
        for a in entry["attributes"]
    ]
    return {**entry, "attributes": attributes}


def promised(found: Json) -> Json:
    """What was measured on labels; counts of looks without any are no promise."""
    return {key: value for key, value in found.items() if key != "looks"}


def publish_report(path: Path, title: str) -> None:
    """Write measured numbers beside the operating points."""
    report = json.loads(path.read_text(), parse_float=lambda text: round(float(text), 3))
    for entry in read_manifest():
        put(with_report(entry, report, title))


def publish(name: str, weights: Path) -> None:
    """One network into the manifest."""
    put(publish_heads(weights) if name == "heads" else publish_attributes(TASKS[name], weights))


def export(name: str, weights: Path, out: Path, size: tuple[int, int]) -> None:
    """One network into a file of its own, for experiments; `size` (height, width) is the detector's."""
    if name == "heads":
        export_heads(head_net(weights), out, *size)
    else:
        export_attributes(attribute_net(TASKS[name], weights), TASKS[name], out)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in NETWORKS:
        commands.add_parser(name).add_argument("--weights", type=Path, required=True)
    only = commands.add_parser("export", help="write the ONNX file only")
    only.add_argument("name", choices=NETWORKS)
    only.add_argument("--weights", type=Path, required=True)
    only.add_argument("--out", type=Path, required=True)
    only.add_argument("--size", type=int, nargs=2, default=DETECTOR_SHAPE, help="height and width of the detector")
    report = commands.add_parser("report", help="write the numbers of `sunkitchen eval --json` into the manifest")
    report.add_argument("file", type=Path)
    report.add_argument("--title", required=True)
    args = parser.parse_args()
    if args.command == "report":
        publish_report(args.file, args.title)
    elif args.command == "export":
        export(args.name, args.weights, args.out, args.size)
    else:
        publish(args.command, args.weights)


if __name__ == "__main__":
    main()
