"""A site's head: learns what its crops say, forgets nothing else, and accuses no more often than promised."""

from __future__ import annotations

import numpy as np
import pytest

from vision.detect.site_head import Floats, Scale, SiteHead
from vision.enrol.fit import Crops, Faith, even, fit, said_by, unseen_shares

CAP, BARE = 0, 1
SIZE = 6


def crops(labels: list[int], at: int, seed: int, doubt: float = 0.0) -> Crops:
    """Crops whose class shows in dimension `at` of the embedding; the network itself leans to BARE by `doubt`."""
    random = np.random.default_rng(seed)
    right = np.array(labels, np.int64)
    embedding = random.normal(0, 0.2, (len(labels), SIZE))
    embedding[:, at] += np.where(right == BARE, 1.0, -1.0)
    logits = np.stack([np.zeros(len(labels)), np.full(len(labels), doubt)], axis=1)
    return Crops(logits[:, None], embedding[:, None], right, np.arange(len(labels)))


def right_share(head: SiteHead, tested: Crops) -> float:
    said = said_by(head, tested, 1.0).argmax(axis=1)
    return float((said == tested.labels).mean())


SITE = crops([CAP, BARE] * 10, at=0, seed=1, doubt=3.0)
REPLAY = crops([CAP, BARE] * 40, at=1, seed=2)


def test_what_the_site_shows_is_learned() -> None:
    unseen = crops([CAP, BARE] * 50, at=0, seed=3, doubt=3.0)
    assert right_share(SiteHead(Scale.of(SITE.embedding[:, 0]), np.zeros((SIZE, 2)), np.zeros(2), {}), unseen) == 0.5
    assert right_share(fit(SITE, REPLAY, Faith()), unseen) > 0.95


def test_the_rest_of_the_world_is_not_forgotten() -> None:
    elsewhere = crops([CAP, BARE] * 50, at=1, seed=4)
    remembered = right_share(fit(SITE, REPLAY, Faith(replay=1.0)), elsewhere)
    assert remembered > 0.9
    assert right_share(fit(SITE, REPLAY, Faith(replay=0.0)), elsewhere) < remembered


def test_a_large_penalty_changes_nothing() -> None:
    head = fit(SITE, REPLAY, Faith(stay=1e6))
    assert np.abs(head.weights).max() < 1e-3


def test_fitting_twice_gives_the_same() -> None:
    first, second = fit(SITE, REPLAY, Faith()), fit(SITE, REPLAY, Faith())
    assert np.array_equal(first.weights, second.weights)


def test_a_rare_class_counts_as_much_as_a_common_one() -> None:
    weights = even(np.array([CAP, CAP, CAP, BARE]))
    assert weights.tolist() == pytest.approx([1 / 6, 1 / 6, 1 / 6, 1 / 2])
    assert even(np.zeros(0, np.int64)).tolist() == []


def test_shares_are_said_by_heads_that_did_not_see_the_crop() -> None:
    random = np.random.default_rng(5)
    embedding = random.normal(0, 1, (40, 1, 200))
    noise = Crops(np.zeros((40, 1, 2)), embedding, np.arange(40) % 2, np.arange(40) // 2)
    nothing = noise.where(np.zeros(40, bool))
    said, seen = unseen_shares(noise, nothing, Faith()), fit(noise, nothing, Faith())
    assert (said.argmax(axis=1) == noise.labels).mean() < 0.7 < right_share(seen, noise)


@pytest.mark.parametrize(
    ("weights", "bias"),
    [
        pytest.param(np.zeros((3, 2)), np.zeros(3), id="bias of another size"),
        pytest.param(np.zeros(3), np.zeros(3), id="weights no table"),
    ],
)
def test_a_head_whose_parts_do_not_fit(weights: Floats, bias: Floats) -> None:
    with pytest.raises(ValueError, match="must fit"):
        SiteHead(Scale.of(np.ones((2, 3))), weights, bias, {})


@pytest.mark.parametrize(
    ("logits", "embedding", "says"),
    [
        pytest.param(np.zeros((2, 1, 2)), np.zeros((3, 1, 4)), "equally long", id="unequal length"),
        pytest.param(np.zeros((2, 1, 2)), np.zeros((2, 5, 4)), "must fit", id="unequal views"),
        pytest.param(np.zeros((2, 2)), np.zeros((2, 4)), "must fit", id="no views"),
    ],
)
def test_crops_that_do_not_fit(logits: Floats, embedding: Floats, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Crops(logits, embedding, np.zeros(2, np.int64), np.zeros(2, np.int64))


def test_views_of_a_crop_weigh_as_much_as_one() -> None:
    twice = Crops(np.repeat(SITE.logits, 2, 1), np.repeat(SITE.embedding, 2, 1), SITE.labels, SITE.groups)
    assert fit(twice, REPLAY, Faith()).bias == pytest.approx(fit(SITE, REPLAY, Faith()).bias, abs=0.02)
