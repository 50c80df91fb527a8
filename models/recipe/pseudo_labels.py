"""Label pictures nobody labelled with what a trained detector is sure of; a labelled folder for --renders comes out.

    PYTHONPATH=. python models/recipe/pseudo_labels.py --weights HEADS.onnx --out .renders/pseudo \
        --pictures ../shared/data/kitchen_unlabelled ../shared/data/mask_dit ../shared/data/mask_853

What the detector says with SURE or more is a head, what it says with less than FAINT is none, and where it hesitates
the picture is painted over, so that it teaches neither. Only heads are labelled; hands are left to sets that box them.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from manifest_file import MODELS
from sets import picture_paths
from views import GREY

from vision.detect.manifest import YoloEntry, read_manifest
from vision.detect.yolo import YoloDetector
from vision.geometry import intersection

SURE, FAINT = 0.55, 0.15
HEAD = 0


def sure_boxes(detector: YoloDetector, image: np.ndarray) -> np.ndarray:
    """Boxes (n, 4) xyxy px of a picture's heads; where the detector hesitates, the picture is painted grey in place."""
    found = detector.detect(image)
    heads = found.labels == detector.labels.index("head")
    sure = found.boxes[heads & (found.scores >= SURE)]
    doubtful = found.boxes[heads & (found.scores < SURE)]
    alone = intersection(doubtful, sure).sum(axis=1) == 0
    for x0, y0, x1, y1 in doubtful[alone].astype(int):
        image[y0:y1, x0:x1] = GREY
    return sure


def lines(boxes: np.ndarray, width: int, height: int) -> Iterator[str]:
    """YOLO lines of boxes xyxy px."""
    for x0, y0, x1, y1 in boxes / np.array([width, height, width, height]):
        yield f"{HEAD} {(x0 + x1) / 2:.6f} {(y0 + y1) / 2:.6f} {x1 - x0:.6f} {y1 - y0:.6f}"


def detector_of(weights: Path) -> YoloDetector:
    """The detector in a file, read as the manifest describes the shipped one."""
    entry = next(e for e in read_manifest(MODELS).models if isinstance(e, YoloEntry))
    return YoloDetector(weights.read_bytes(), entry, score=FAINT)


def label(detector: YoloDetector, folders: list[Path], out: Path) -> tuple[int, int]:
    """Write the folder; how many pictures were looked at and taken."""
    for name in ("images", "labels"):
        (out / name).mkdir(parents=True, exist_ok=True)
    paths = [path for folder in folders for path in picture_paths(folder)]
    taken = 0
    for path in paths:
        image = cv2.imread(str(path))
        boxes = sure_boxes(detector, image)
        if not len(boxes):
            continue
        taken += 1
        name = f"{path.parent.parent.name}_{path.name}"
        cv2.imwrite(str(out / "images" / name), image)
        (out / "labels" / name).with_suffix(".txt").write_text("\n".join(lines(boxes, *image.shape[1::-1])) + "\n")
    note = {"classes": ["head", "face", "hand"], "annotated": ["head"], "source": "said by a detector of ours"}
    (out / "set.json").write_text(json.dumps(note, indent=1) + "\n")
    return len(paths), taken


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True, help="exported by publish.py export heads")
    parser.add_argument("--pictures", type=Path, nargs="+", required=True, help="folders with images/")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    looked, taken = label(detector_of(args.weights), args.pictures, args.out)
    print(f"{taken} of {looked} pictures taken")


if __name__ == "__main__":
    main()
