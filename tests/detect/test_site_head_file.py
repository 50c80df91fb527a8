"""A site's heads survive being written and read, and nothing else is taken for them."""

from __future__ import annotations

import numpy as np
import pytest

from vision.detect.site_head import Scale, SiteHead
from vision.detect.site_head_file import from_bytes, to_bytes, version_of
from vision.errors import ModelError
from vision.facts import Answer

DICE = np.random.default_rng(3)


def head() -> SiteHead:
    scale = Scale(DICE.normal(size=5), DICE.uniform(0.1, 1, 5))
    return SiteHead(scale, DICE.normal(size=(5, 4)), DICE.normal(size=4), {Answer.WORN: 0.7, Answer.NOT_WORN: 1.01})


def test_heads_come_back_as_they_were() -> None:
    heads = {"hat": head(), "mask": head()}
    content = to_bytes("net@1", heads)
    back = from_bytes("market", content)
    assert (back.base, back.version, list(back.heads)) == ("net@1", version_of("market", content), ["hat", "mask"])
    for name, one in heads.items():
        embedding, logits = DICE.normal(size=(3, 5)), DICE.normal(size=(3, 4))
        np.testing.assert_array_equal(back.heads[name].logits(logits, embedding), one.logits(logits, embedding))
        assert back.heads[name].thresholds == one.thresholds


def test_the_same_heads_are_the_same_bytes() -> None:
    mine = head()
    assert to_bytes("net@1", {"hat": mine}) == to_bytes("net@1", {"hat": mine})


WHOLE = to_bytes("net@1", {"hat": head()})


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"not an archive", id="something else"),
        pytest.param(WHOLE[:-40], id="torn"),
        pytest.param(WHOLE.replace(b"hat.bias", b"hat.xias"), id="a part missing"),
    ],
)
def test_what_is_no_head_is_refused_with_the_mend(content: bytes) -> None:
    with pytest.raises(ModelError, match=r"site market: .*enrol rollback"):
        from_bytes("market", content)
