"""What people write in YAML, checked once and typed from then on."""

from sunkitchen.config.casebook import load_casebook
from sunkitchen.config.codes import PapersSpec
from sunkitchen.config.legal import load_legal_book
from sunkitchen.config.load import read_config
from sunkitchen.config.overlay import load_config, overlaid
from sunkitchen.config.retention import load_retention
from sunkitchen.config.rulebook import Rulebook, load_rulebook
from sunkitchen.config.schema import BoxConfig, CameraConfig, Config, MerchantConfig, SiteConfig, ZoneConfig

__all__ = [
    "BoxConfig",
    "CameraConfig",
    "Config",
    "MerchantConfig",
    "PapersSpec",
    "Rulebook",
    "SiteConfig",
    "ZoneConfig",
    "load_casebook",
    "load_config",
    "load_legal_book",
    "load_retention",
    "load_rulebook",
    "overlaid",
    "read_config",
]
