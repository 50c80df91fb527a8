"""A site's own judgement of one attribute: the network's logits, corrected linearly from its embedding."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scale:
    """Brings embeddings to a common scale: subtract `middle` (d,), divide by `spread` (d,)."""

    middle: Floats
    spread: Floats

    @classmethod
    def of(cls, embedding: Floats) -> Scale:
        """The scale under which these embeddings (n, d) have mean 0 and length about 1."""
        spread = (embedding.std(axis=0) + 1e-3) * np.sqrt(embedding.shape[1])
        return cls(embedding.mean(axis=0), spread)

    def apply(self, embedding: Floats) -> Floats:
        """(n, d) scaled."""
        scaled: Floats = (embedding - self.middle) / self.spread
        return scaled


@dataclass(frozen=True, slots=True)
class SiteHead:
    """Adds `scaled embedding @ weights + bias` to the network's logits.

    Attributes:
        weights: (d, classes). bias: (classes,).
        thresholds: answer to the probability from which it is given at this site, 0-1; above 1 it is never given.
    """

    scale: Scale
    weights: Floats
    bias: Floats
    thresholds: dict[str, float]

    def __post_init__(self) -> None:
        if self.weights.ndim != 2 or self.bias.shape != (self.weights.shape[1],):
            raise ValueError(
                "weights (d, classes) and bias (classes,) must fit, "
                f"but came {self.weights.shape} and {self.bias.shape}"
            )

    def logits(self, logits: Floats, embedding: Floats) -> Floats:
        """Corrected logits (n, classes) of crops with the network's logits (n, classes) and embedding (n, d)."""
        corrected: Floats = logits + self.scale.apply(embedding) @ self.weights + self.bias
        return corrected


def shares(logits: Floats, temperature: float) -> Floats:
    """Probabilities (n, classes)."""
    powers = np.exp((logits - logits.max(axis=1, keepdims=True)) / temperature)
    result: Floats = powers / powers.sum(axis=1, keepdims=True)
    return result
