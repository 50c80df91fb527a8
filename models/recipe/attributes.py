"""What the crop classifiers are to tell: attributes, their classes, and which answer each class means."""

from dataclasses import dataclass, field

UNLABELLED, NOT_NET = -1, -2


@dataclass(frozen=True)
class Attribute:
    """One question about a crop.

    Attributes:
        classes: of the network, in its order; the last is `cannot_tell`.
        answers: the product's answer to the classes that mean it.
        beside: answer to classes that count towards its threshold too; the likelier of the two is the answer.
        shares: class index to its share of the training batches.
        labels: word in the labelled folders to class index.
    """

    name: str
    classes: tuple[str, ...]
    answers: dict[str, tuple[str, ...]]
    shares: dict[int, float]
    labels: dict[str, int]
    beside: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def members(self, answer: str) -> tuple[int, ...]:
        """Class indices of an answer."""
        return tuple(self.classes.index(c) for c in self.answers[answer])

    def counted(self, answer: str) -> tuple[int, ...]:
        """Class indices that count towards an answer's threshold."""
        return self.members(answer) + tuple(self.classes.index(c) for c in self.beside.get(answer, ()))


@dataclass(frozen=True)
class Task:
    """One classifier: the label whose boxes it judges and what it tells of them."""

    name: str
    label: str
    attributes: tuple[Attribute, ...]

    def counts(self) -> dict[str, int]:
        """Attribute name to number of classes."""
        return {a.name: len(a.classes) for a in self.attributes}


HAT = Attribute(
    "hat",
    ("net", "cap", "bare", "cannot_tell"),
    {"worn": ("net", "cap"), "not_worn": ("bare",)},
    {0: 0.23, 1: 0.29, 2: 0.29, 3: 0.13, NOT_NET: 0.06},
    {"net": 0, "cap": 1, "bare": 2, "unsure": 3, "no_net": NOT_NET, "helmet": UNLABELLED, "hat": UNLABELLED},
)
MASK = Attribute(
    "mask",
    ("worn", "wrong", "none", "cannot_tell"),
    {"worn": ("worn",), "wrong": ("wrong",), "not_worn": ("none",)},
    {0: 0.27, 1: 0.19, 2: 0.29, 3: 0.25},
    {"mask": 0, "wrong": 1, "none": 2, "unsure": 3},
    {"wrong": ("none",), "not_worn": ("wrong",)},
)
GLOVE = Attribute(
    "glove",
    ("gloved", "bare", "cannot_tell"),
    {"worn": ("gloved",), "not_worn": ("bare",)},
    {0: 0.47, 1: 0.47, 2: 0.06},
    {"gloved": 0, "bare": 1, "unsure": 2},
)
TASKS = {
    "head_attributes": Task("head_attributes", "head", (HAT, MASK)),
    "hand_attributes": Task("hand_attributes", "hand", (GLOVE,)),
}
