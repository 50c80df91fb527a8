"""The baseline from scratch: native-scale tiles for train_heads_yolov8.py, on disk.

A static 640x384 detector sees a camera picture scaled to 640 px. Cutting 320 px tiles at that very scale
lets a CPU train on a quarter of the pixels while heads keep the size they will have at run time.
kitchen_A, the standing validation camera, is never trained on: its whole pictures are the `val` split.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import yaml
from degrade import Random, like_cctv
from offline import CACHE
from sets import HEAD, Picture, annotates, cameras, picture_paths, read_picture
from views import Recipe, view

VALIDATION_CAMERA = "kitchen_A"
VIEWS_PER_PICTURE = {
    "hairnet_kitchen_cctv": 2,
    "hairnet_office_cctv": 2,
    "hairnet_factory_video": 3,
    "hairnet_misc": 4,
    "hardhat_workers": 2,
    "scut_head_b": 4,
}
RENDER_VIEWS = 2
BACKGROUND_SHARE = 0.08
DEGRADED_SHARE = 0.6


def heads_only(picture: Picture) -> Picture:
    """The picture with only its head boxes."""
    keep = picture.classes == HEAD
    return Picture(picture.path, picture.image, picture.boxes[keep], picture.classes[keep])


def write_sample(out: Path, stem: str, image: np.ndarray, boxes: np.ndarray) -> None:
    """One picture and its YOLO label file; boxes (n, 4) xyxy px."""
    height, width = image.shape[:2]
    cv2.imwrite(str(out / "images" / f"{stem}.jpg"), image, [cv2.IMWRITE_JPEG_QUALITY, 93])
    table = np.concatenate([(boxes[:, :2] + boxes[:, 2:]) / 2, boxes[:, 2:] - boxes[:, :2]], axis=1)
    lines = [f"{HEAD} " + " ".join(f"{v:.6f}" for v in row) for row in table / (width, height, width, height)]
    (out / "labels" / f"{stem}.txt").write_text("\n".join(lines))


def write_views(picture: Picture, stem: str, count: int, out: Path, random: Random) -> None:
    """`count` random tiles of one picture."""
    for index in range(count):
        image, boxes, _ = view(picture, Recipe(), random, background=random.random() < BACKGROUND_SHARE)
        if random.random() < DEGRADED_SHARE:
            image = like_cctv(image, random)
        write_sample(out, f"{stem}_{index}", image, boxes)


def sources(data: Path, renders: Path | None) -> Iterator[tuple[Path, int]]:
    """Training folders with their number of views per picture."""
    for name, count in VIEWS_PER_PICTURE.items():
        yield data / name, count
    if renders is not None:
        yield renders, RENDER_VIEWS


def training_paths(folder: Path) -> list[Path]:
    """Pictures of a set that may be trained on."""
    camera = cameras(folder)
    return [p for p in picture_paths(folder) if camera.get(p.name) != VALIDATION_CAMERA]


def write_training(data: Path, renders: Path | None, out: Path, random: Random) -> None:
    """The `train` split: tiles of every source."""
    for folder, count in sources(data, renders):
        if not annotates(folder, "head"):
            raise SystemExit(f"{folder}: expected a set in which every head is boxed")
        paths = training_paths(folder)
        for index, path in enumerate(paths):
            write_views(heads_only(read_picture(path)), f"{folder.name}_{index}", count, out, random)
        print(f"{folder.name}: {len(paths)} pictures x {count}")


def write_validation(folder: Path, out: Path) -> None:
    """The `val` split: the unseen camera's whole pictures."""
    camera = cameras(folder)
    for path in picture_paths(folder):
        if camera[path.name] == VALIDATION_CAMERA:
            picture = heads_only(read_picture(path))
            write_sample(out, path.stem, picture.image, picture.boxes)


def fresh(folder: Path) -> Path:
    """Empty `images` and `labels` folders under `folder`."""
    for name in ("images", "labels"):
        (folder / name).mkdir(parents=True, exist_ok=True)
        for old in (folder / name).iterdir():
            old.unlink()
    (folder / "labels.cache").unlink(missing_ok=True)
    return folder


def write_index(out: Path) -> None:
    """The data.yaml that ultralytics reads."""
    index = {"path": str(out), "train": "train/images", "val": "val/images", "names": ["head"]}
    (out / "data.yaml").write_text(yaml.safe_dump(index))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--renders", type=Path, help="a rendered labelled folder to mix in")
    parser.add_argument("--out", type=Path, default=CACHE / "heads")
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    out = args.out.resolve()
    random = np.random.default_rng(args.seed)
    write_training(args.data, args.renders, fresh(out / "train"), random)
    write_validation(args.data / "hairnet_kitchen_cctv", fresh(out / "val"))
    write_index(out)


if __name__ == "__main__":
    main()
