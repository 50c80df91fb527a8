"""Public keys as the API tells of them."""

from __future__ import annotations

from api.schemas import Out
from records.keys import PublicKey


class KeyOut(Out):
    """A public key. `fingerprint`: sha256 in hex of its DER form; `in_force`: it signs what is added now."""

    fingerprint: str
    pem: str
    in_force: bool


class KeyList(Out):
    """All that ever signed a site's chain, the one in force last."""

    site: str
    items: tuple[KeyOut, ...]

    @classmethod
    def of(cls, site: str, keys: tuple[PublicKey, ...]) -> KeyList:
        """From the records."""
        items = (KeyOut(fingerprint=key.fingerprint, pem=key.pem, in_force=key is keys[-1]) for key in keys)
        return cls(site=site, items=tuple(items))
