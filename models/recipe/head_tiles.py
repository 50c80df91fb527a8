"""The head detector's training tiles, drawn fresh for every step from the labelled folders."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from degrade import Random, like_cctv
from head_loss import Truth
from near_duplicates import twins
from sets import Picture, annotates, cameras, picture_paths, read_picture
from views import Recipe, view

LABELS = ("head", "hand")
SET_CLASSES = {0: 0, 2: 1}  # class number in the labelled folders -> index in LABELS
VALIDATION_CAMERA = "kitchen_A"
SHARES = {
    "hairnet_kitchen_cctv": 0.20,
    "hairnet_office_cctv": 0.10,
    "hairnet_factory_video": 0.15,
    "hairnet_misc": 0.08,
    "hardhat_workers": 0.13,
    "scut_head_b": 0.13,
    "gloves_josh": 0.13,
}
RENDER_SHARE = 0.08
BACKGROUND_SHARE = 0.08
DEGRADED_SHARE = 0.6
RECIPE = Recipe(zoom=(0.55, 2.2), head_px=(9, 200), tilt_deg=35, keep_visible=0.4)


@dataclass(frozen=True)
class Source:
    """A folder's pictures, how often it is drawn, and `annotated` (LABELS,), 1 where its boxes are complete."""

    name: str
    share: float
    pictures: list[Picture]
    annotated: np.ndarray


def known(picture: Picture) -> Picture:
    """Only boxes of our labels, with our class numbers."""
    keep = np.isin(picture.classes, list(SET_CLASSES))
    classes = np.array([SET_CLASSES[c] for c in picture.classes[keep]], np.int64)
    return Picture(picture.path, picture.image, picture.boxes[keep], classes)


def read_source(folder: Path, share: float, banned: frozenset[str]) -> Source:
    """A labelled folder without the standing validation camera and the pictures named in `banned`."""
    camera = cameras(folder)
    paths = [p for p in picture_paths(folder) if camera.get(p.name) != VALIDATION_CAMERA and p.name not in banned]
    annotated = np.array([annotates(folder, name) for name in LABELS], np.float32)
    return Source(folder.name, share, [known(read_picture(p)) for p in paths], annotated)


def read_sources(data: Path, renders: list[Path], without: frozenset[str]) -> list[Source]:
    """All training folders but those named in `without`, and no near twin of a picture in those."""
    banned = frozenset(twins({p.name for name in without for p in picture_paths(data / name)}))
    sources = [read_source(data / name, share, banned) for name, share in SHARES.items() if name not in without]
    return sources + [read_source(folder, RENDER_SHARE, banned) for folder in renders]


def draw(sources: list[Source], tile: int, random: Random) -> tuple[np.ndarray, Truth]:
    """One tile (tile, tile, 3) BGR uint8 and its labels."""
    shares = np.array([s.share for s in sources])
    source = sources[random.choice(len(sources), p=shares / shares.sum())]
    picture = source.pictures[random.integers(len(source.pictures))]
    recipe = Recipe(**{**RECIPE.__dict__, "tile": tile})
    image, boxes, rows = view(picture, recipe, random, background=random.random() < BACKGROUND_SHARE)
    if random.random() < 0.5:
        image = np.ascontiguousarray(image[:, ::-1])
        boxes = np.stack([tile - boxes[:, 2], boxes[:, 1], tile - boxes[:, 0], boxes[:, 3]], axis=1)
    if random.random() < DEGRADED_SHARE:
        image = like_cctv(image, random)
    truth = Truth(
        torch.from_numpy(np.asarray(boxes, np.float32)),
        torch.from_numpy(picture.classes[rows]),
        torch.from_numpy(source.annotated),
    )
    return image, truth


class Tiles(torch.utils.data.IterableDataset):
    """Endless batches of (n, 3, tile, tile) uint8 RGB and their labels; each worker draws its own."""

    def __init__(self, sources: list[Source], tile: int, batch: int, seed: int) -> None:
        super().__init__()
        self.sources, self.tile, self.batch, self.seed = sources, tile, batch, seed

    def __iter__(self) -> Iterator[tuple[torch.Tensor, list[Truth]]]:
        worker = torch.utils.data.get_worker_info()
        random = np.random.default_rng((self.seed, worker.id if worker else 0))
        while True:
            drawn = [draw(self.sources, self.tile, random) for _ in range(self.batch)]
            stack = np.stack([image for image, _ in drawn])[..., ::-1].transpose(0, 3, 1, 2)
            yield torch.from_numpy(np.ascontiguousarray(stack)), [truth for _, truth in drawn]
