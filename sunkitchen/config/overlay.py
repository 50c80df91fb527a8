"""Cameras that were set up on pages: a second file in the box's data folder, laid over the given configuration.

The file holds whole cameras in the configuration's own words, each with its site; one of the same id takes the place of
the given one. The given file is never written.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from sunkitchen.config.load import mistakes_of, parse, read_config
from sunkitchen.config.schema import CameraConfig, Config, Id, SiteConfig, Strict
from sunkitchen.config.yaml_places import read_yaml
from vision.errors import ConfigError

NAME = "cameras.yaml"


class Placed(Strict):
    """A camera and the site it stands in."""

    site: Id
    camera: CameraConfig


class CamerasFile(Strict):
    """What pages wrote, by the id of the camera."""

    version: int = 1
    cameras: tuple[Placed, ...] = ()

    def without(self, camera: str) -> CamerasFile:
        """The same, with nothing said of a camera."""
        return self.model_copy(update={"cameras": tuple(one for one in self.cameras if one.camera.id != camera)})

    def having(self, placed: Placed) -> CamerasFile:
        """The same, with this one in the place of what was said of the camera."""
        rest = self.without(placed.camera.id).cameras
        return self.model_copy(update={"cameras": tuple(sorted((*rest, placed), key=lambda one: one.camera.id))})


def load_config(path: Path) -> Config:
    """The configuration in a YAML file, with the cameras that were set up on pages.

    Raises:
        ConfigError: with every mistake found.
    """
    return overlaid(read_config(path))


def cameras_path(config: Config) -> Path:
    """Where pages write."""
    return config.box.data / NAME


def read_cameras(path: Path) -> CamerasFile:
    """What pages wrote; nothing where they never did.

    Raises:
        ConfigError: with every mistake found.
    """
    if not path.is_file():
        return CamerasFile()
    return parse(read_yaml(path), CamerasFile)


def overlaid(config: Config) -> Config:
    """A configuration with what pages wrote in its data folder.

    Raises:
        ConfigError: with every mistake found.
    """
    path = cameras_path(config)
    if not path.is_file():
        return config
    merged = merge(config, read_cameras(path), str(path))
    both = f"{config.sha256} {sha256(path.read_bytes()).hexdigest()}"
    return merged.read_from(sha256(both.encode()).hexdigest(), config)


def merge(config: Config, file: CamerasFile, where: str) -> Config:
    """A configuration with other cameras.

    Raises:
        ConfigError: they do not fit; `where` begins every line.
    """
    known = {site.id for site in config.sites}
    lost = [one for one in file.cameras if one.site not in known]
    if lost:
        expected = ", ".join(sorted(known))
        words = (f"camera {one.camera.id}: there is no site {one.site}; expected one of {expected}" for one in lost)
        raise ConfigError(*(f"{where}: {line}" for line in words))
    try:
        sites = tuple(_site(site, file) for site in config.sites)
        merged = Config(version=config.version, box=config.box, rules=config.rules, sites=sites)
    except ValidationError as error:
        raise ConfigError(*(f"{where}: {words}" for _, words in mistakes_of(error, Config))) from error
    return merged.read_from(config.sha256, config)


def _site(site: SiteConfig, file: CamerasFile) -> SiteConfig:
    """Validated anew: its cameras must not name another site's merchants."""
    said = {one.camera.id: one for one in file.cameras}
    kept = tuple(camera for camera in site.cameras if camera.id not in said or said[camera.id].site == site.id)
    chosen = tuple(said[camera.id].camera if camera.id in said else camera for camera in kept)
    known = {camera.id for camera in chosen}
    added = tuple(one.camera for one in file.cameras if one.site == site.id and one.camera.id not in known)
    values = {name: getattr(site, name) for name in SiteConfig.model_fields}
    return SiteConfig(**{**values, "cameras": (*chosen, *added)})
