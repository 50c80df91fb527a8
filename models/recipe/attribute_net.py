"""The attribute network: the first four stages of the detector's backbone, an embedding, linear heads.

It starts from COCO knowledge like the detector; what a box learns of its own site it learns on the embedding, which is
the pooled maps themselves: what the heads squeeze them to has already forgotten what tells a new site's caps from hair.
"""

import torch
from torch import nn
from yolox_net import Backbone, Focus

EMBEDDING = 3 * 128
SQUEEZED = 128


class Stages(nn.Module):
    """(n, 3, s, s) RGB 0-1 to (n, 128, s/16, s/16)."""

    def __init__(self) -> None:
        super().__init__()
        self.focus = Focus()
        whole = Backbone()
        self.stem, self.stage2, self.stage3, self.stage4 = whole.stem, whole.stage2, whole.stage3, whole.stage4

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The last map."""
        return self.stage4(self.stage3(self.stage2(self.stem(self.focus(x)))))


class AttributeNet(nn.Module):
    """Crops (n, 3, s, s) RGB 0-1 to logits per attribute, then the embedding (n, EMBEDDING).

    Args:
        classes: attribute to number of classes.
    """

    def __init__(self, classes: dict[str, int]) -> None:
        super().__init__()
        self.stages = Stages()
        self.dropout = nn.Dropout(0.3)
        self.squeeze = nn.Linear(EMBEDDING, SQUEEZED)
        self.heads = nn.ModuleDict({name: nn.Linear(SQUEEZED, count) for name, count in classes.items()})

    def forward(self, crops: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Logits of every attribute, and the embedding."""
        maps = self.stages(crops)
        upper = maps[:, :, : maps.shape[2] // 2]
        embedding = torch.cat([maps.mean(dim=(2, 3)), maps.amax(dim=(2, 3)), upper.mean(dim=(2, 3))], dim=1).float()
        squeezed = torch.tanh(self.squeeze(self.dropout(embedding)))
        return (*[head(squeezed) for head in self.heads.values()], embedding)

    def fast(self) -> list[nn.Parameter]:
        """Parameters that start from nothing."""
        return [*self.squeeze.parameters(), *self.heads.parameters()]
