"""The head attribute network: seven small convolutions, two linear heads."""

import torch
from torch import nn

WIDTHS = ((16, 2), (32, 2), (48, 1), (64, 2), (96, 1), (128, 2), (160, 1))  # channels, stride
PIXEL_MEAN = (0.45, 0.43, 0.42)
PIXEL_STD = (0.25, 0.25, 0.25)


def stage(before: int, after: int, stride: int) -> nn.Sequential:
    """Convolution, normalisation, ReLU."""
    return nn.Sequential(
        nn.Conv2d(before, after, 3, stride=stride, padding=1, bias=False), nn.BatchNorm2d(after), nn.ReLU(inplace=True)
    )


class AttributeNet(nn.Module):
    """Crops (n, 3, s, s) RGB 0-1 to logits: hat (n, 4), mask (n, 4)."""

    def __init__(self, hats: int, masks: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.tensor(PIXEL_MEAN).view(1, 3, 1, 1))
        self.register_buffer("std", torch.tensor(PIXEL_STD).view(1, 3, 1, 1))
        before = [3, *[width for width, _ in WIDTHS[:-1]]]
        self.stages = nn.Sequential(*[stage(b, w, s) for b, (w, s) in zip(before, WIDTHS, strict=True)])
        features = 2 * WIDTHS[-1][0]
        self.dropout = nn.Dropout(0.3)
        self.hat = nn.Linear(features, hats)
        self.mask = nn.Linear(features, masks)

    def forward(self, crops: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits of both attributes."""
        maps = self.stages((crops - self.mean) / self.std)
        pooled = self.dropout(torch.cat([maps.mean(dim=(2, 3)), maps.amax(dim=(2, 3))], dim=1))
        return self.hat(pooled), self.mask(pooled)
