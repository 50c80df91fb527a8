"""Train the hat and mask classifier and calibrate it: minutes on one core.

Each head's loss counts only where a set labels it. Classes are balanced by drawing, not by weights. The
thresholds are chosen on scenes that were not trained on; kitchen_A takes no part in that either.
"""

import argparse
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from attribute_net import AttributeNet
from calibrate import Calibration, calibrate
from crop_views import View, plain_view, random_view
from degrade import Random
from head_crops import CALIBRATE, HAT, MASK, NOT_NET, TRAIN, UNLABELLED, UNSEEN, Sample, all_samples
from offline import CACHE
from torch.nn import functional

HAT_SHARES = {0: 0.24, 1: 0.27, 2: 0.27, 3: 0.15, NOT_NET: 0.07}
MASK_SHARES = {0: 0.27, 1: 0.19, 2: 0.29, 3: 0.25}
SOURCE_WEIGHTS = {
    "hairnet_kitchen_cctv": 4.0,
    "hairnet_office_cctv": 2.0,
    "hairnet_factory_video": 3.0,
    "hat_cap_crops": 2.0,
}
NOT_NET_WEIGHT = 0.5
BATCH = 64


def odds(samples: list[Sample], attribute: str, shares: dict[int, float]) -> np.ndarray:
    """Drawing odds (n,): each class gets its share; inside a class a set counts by the root of its size."""
    labels = [getattr(s, attribute) for s in samples]
    sizes = Counter((label, s.source) for label, s in zip(labels, samples, strict=True))
    weights = np.zeros(len(samples))
    for i, (label, sample) in enumerate(zip(labels, samples, strict=True)):
        weights[i] = SOURCE_WEIGHTS.get(sample.source, 1.0) / np.sqrt(sizes[label, sample.source])
    result = np.zeros(len(samples))
    for label, share in shares.items():
        of_class = np.array([x == label for x in labels])
        if of_class.any():
            result[of_class] = share * weights[of_class] / weights[of_class].sum()
    return result / result.sum()


def tensor(crops: list[np.ndarray]) -> torch.Tensor:
    """BGR uint8 crops as (n, 3, s, s) float RGB 0-1, the runtime's way."""
    stack = np.stack(crops)[..., ::-1].transpose(0, 3, 1, 2)
    return torch.from_numpy(np.ascontiguousarray(stack)).float() / 255


def draw_batch(samples: list[Sample], chances: tuple[np.ndarray, np.ndarray], random: Random) -> list[View]:
    """Half drawn for the hats' balance, half for the masks'."""
    half = BATCH // 2
    chosen = np.concatenate([random.choice(len(samples), half, p=p) for p in chances])
    return [random_view(samples[i], random) for i in chosen]


def hat_loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Cross entropy where told; where only `not a net` is told, the net's share must be small."""
    told = functional.cross_entropy(logits, labels.clamp(min=0), reduction="none", label_smoothing=0.05)
    net = functional.softmax(logits, dim=1)[:, HAT.index("net")]
    weak = -torch.log1p(-net.clamp(max=0.999)) * NOT_NET_WEIGHT
    counted = torch.where(labels >= 0, told, torch.where(labels == NOT_NET, weak, torch.zeros_like(told)))
    return counted.sum() / (labels != UNLABELLED).sum().clamp(min=1)


def mask_loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Cross entropy where told."""
    told = functional.cross_entropy(logits, labels.clamp(min=0), reduction="none", label_smoothing=0.05)
    return (told * (labels >= 0)).sum() / (labels >= 0).sum().clamp(min=1)


def step(net: AttributeNet, views: list[View]) -> torch.Tensor:
    """The loss of one batch."""
    hats, masks = net(tensor([v.crop for v in views]))
    hat_labels = torch.tensor([v.hat for v in views])
    mask_labels = torch.tensor([v.mask for v in views])
    return hat_loss(hats, hat_labels) + mask_loss(masks, mask_labels)


@torch.no_grad()
def logits_of(net: AttributeNet, crops: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """(hat, mask) logits of many crops."""
    net.eval()
    parts = [net(tensor(crops[i : i + 256])) for i in range(0, len(crops), 256)]
    return tuple(torch.cat(column).numpy() for column in zip(*parts, strict=True))


def accuracy(net: AttributeNet, samples: list[Sample]) -> str:
    """Recall per class on plain crops, for the log."""
    parts = []
    outputs = logits_of(net, [plain_view(s.context) for s in samples])
    for attribute, names, logits in zip(("hat", "mask"), (HAT, MASK), outputs, strict=True):
        labels = np.array([getattr(s, attribute) for s in samples])
        for i, name in enumerate(names):
            hit = logits[labels == i].argmax(axis=1) == i
            parts.append(f"{attribute}.{name} {hit.mean():.2f} ({len(hit)})" if len(hit) else f"{attribute}.{name} -")
    return "  ".join(parts)


def train(net: AttributeNet, samples: list[Sample], steps: int, random: Random, watch: list[Sample]) -> None:
    """One-cycle AdamW over `steps` batches."""
    chances = (odds(samples, "hat", HAT_SHARES), odds(samples, "mask", MASK_SHARES))
    optimiser = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=steps, pct_start=0.15)
    running = 0.0
    for index in range(1, steps + 1):
        net.train()
        loss = step(net, draw_batch(samples, chances, random))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        running += (loss.item() - running) / min(index, 100)
        if index % 250 == 0 or index == steps:
            print(f"{index} loss {running:.3f}  {accuracy(net, watch)}", flush=True)


def calibration_views(samples: list[Sample], random: Random) -> list[View]:
    """Each held-out head once as it is and twice degraded."""
    plain = [View(plain_view(s.context), s.hat, s.mask) for s in samples]
    return plain + [random_view(s, random) for s in samples for _ in range(2)]


def calibrations(net: AttributeNet, samples: list[Sample], random: Random) -> dict[str, Calibration]:
    """Temperature and thresholds of both attributes."""
    views = calibration_views(samples, random)
    hats, masks = logits_of(net, [v.crop for v in views])
    return {
        "hat": calibrate(hats, np.array([v.hat for v in views]), {"worn": (0, 1), "not_worn": (2,)}),
        "mask": calibrate(masks, np.array([v.mask for v in views]), {"worn": (0,), "wrong": (1,), "not_worn": (2,)}),
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--renders", type=Path, help="a rendered labelled folder to mix in")
    parser.add_argument("--out", type=Path, default=CACHE / "head_attributes.pt")
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    random = np.random.default_rng(args.seed)
    samples = all_samples(args.data, args.renders)
    parts = {name: [s for s in samples if s.split == name] for name in (TRAIN, CALIBRATE, UNSEEN)}
    print({name: len(part) for name, part in parts.items()}, flush=True)
    net = AttributeNet(len(HAT), len(MASK))
    train(net, parts[TRAIN], args.steps, random, parts[CALIBRATE])
    found = calibrations(net, parts[CALIBRATE], random)
    print("unseen camera:", accuracy(net, parts[UNSEEN]))
    print(found)
    torch.save({"weights": net.state_dict(), "calibration": found}, args.out)


if __name__ == "__main__":
    main()
