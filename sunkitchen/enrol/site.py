"""Which site is meant, which network it is learnt on, and what judges it now."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from records import enrolments
from sunkitchen.config import Config, SiteConfig
from sunkitchen.networks.eyes import EyesPool
from sunkitchen.store import DATABASE, Store, open_existing
from vision.detect.crop_classifier import CropClassifier
from vision.detect.site_head_file import from_bytes
from vision.errors import ConfigError, ModelError
from vision.facts import HEAD
from vision.ports import AttributeClassifier

log = logging.getLogger(__name__)


def site_of(config: Config, site: str | None) -> SiteConfig:
    """The site of that id, or the only one.

    Raises:
        ConfigError: there is none, or there are several and none was named.
    """
    known = {one.id: one for one in config.sites}
    if site is None and len(known) == 1:
        return config.sites[0]
    if site not in known:
        raise ConfigError(f"--site: expected one of {', '.join(known)}, but came {site or 'none'}")
    return known[site]


def head_classifier(classifiers: Sequence[AttributeClassifier]) -> CropClassifier:
    """The classifier of heads that a site can be learnt on.

    Raises:
        ModelError: none of them can.
    """
    for one in classifiers:
        if isinstance(one, CropClassifier) and one.label == HEAD and one.entry.embedding is not None:
            return one
    raise ModelError(
        "enrol: expected a classifier of heads with an `embedding` in the manifest, but the models in force have none. "
        "Mend: `sunkitchen models use` a set that has one."
    )


def eyes_by_site(config: Config, eyes: EyesPool) -> dict[str, EyesPool]:
    """The eyes for every site's cameras, by what the box's store remembers; where there is none, the networks alone.

    Raises:
        StoreError: the store cannot be used.
    """
    if not (config.box.data / DATABASE).is_file():
        return {site.id: eyes for site in config.sites}
    with open_existing(config.box.data) as store:
        return {site.id: eyes_at(site.id, eyes, store) for site in config.sites}


def eyes_at(site: str, eyes: EyesPool, store: Store) -> EyesPool:
    """The eyes for a site's cameras; what was learnt on other networks is left aside, and said in the log."""
    with store.database.reading() as session:
        newest = enrolments.in_force(session, site)
    if newest is None or newest.head is None:
        return eyes
    try:
        return eyes.at_site(from_bytes(site, newest.head))
    except ModelError as error:
        log.error("%s Until then the site is advisory.", error)
        return eyes
