"""The box's key: Ed25519, made at the first start, its private half in one file that only the box may read.

The private half is never logged, exported or answered. The database knows all public halves this box ever had.
"""

from __future__ import annotations

import logging
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from sqlalchemy import select
from sqlalchemy.orm import Session

from records import tables
from records.canonical import digest
from vision.errors import StoreError

log = logging.getLogger(__name__)
KEY_FILE = "signing.key"
MEND = "bring it back from a backup, or make a new one with `sunkitchen evidence new-key --reason …`"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The half that everybody may have.

    Attributes:
        pem: its text. fingerprint: sha256 in hex of its DER form, as openssl and sha256sum compute it.
    """

    pem: str
    fingerprint: str
    _key: Ed25519PublicKey

    @classmethod
    def parse(cls, pem: str) -> PublicKey:
        """Read a PEM text.

        Raises:
            StoreError: it is no Ed25519 public key.
        """
        try:
            key = load_pem_public_key(pem.encode())
        except (ValueError, UnsupportedAlgorithm) as error:
            raise StoreError(f"public key: expected the PEM text of an Ed25519 key, came {pem[:30]!r}") from error
        if not isinstance(key, Ed25519PublicKey):
            raise StoreError(f"public key: expected an Ed25519 key, came {type(key).__name__}")
        return cls.of(key)

    @classmethod
    def of(cls, key: Ed25519PublicKey) -> PublicKey:
        """From the library's."""
        pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        return cls(pem, digest(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)), key)

    def vouches(self, signature: bytes, data: bytes) -> bool:
        """Whether the signature over the data is by this key."""
        try:
            self._key.verify(signature, data)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """The half that signs; its text is never shown."""

    public: PublicKey
    _key: Ed25519PrivateKey

    @property
    def fingerprint(self) -> str:
        """Of the public half."""
        return self.public.fingerprint

    @classmethod
    def of(cls, key: Ed25519PrivateKey) -> PrivateKey:
        """From the library's."""
        return cls(PublicKey.of(key.public_key()), key)

    def sign(self, data: bytes) -> bytes:
        """Ed25519 signature, 64 bytes."""
        return self._key.sign(data)

    def __repr__(self) -> str:
        return f"PrivateKey({self.fingerprint[:12]}…)"


def read_key(folder: Path) -> PrivateKey:
    """The key of a data folder.

    Raises:
        StoreError: there is none, or it is damaged.
    """
    path = folder / KEY_FILE
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
        loose = path.stat().st_mode & 0o077
    except OSError as error:
        raise StoreError(f"key {path}: expected the box's private key, came: {error.strerror}; {MEND}") from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise StoreError(f"key {path}: expected an Ed25519 key in PEM, came a damaged file; {MEND}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise StoreError(f"key {path}: expected an Ed25519 key, came another kind; {MEND}")
    if loose:
        log.warning("key %s: others may read it; chmod 600 it, and see `sunkitchen evidence new-key`", path)
    return PrivateKey.of(key)


def make_key(folder: Path) -> PrivateKey:
    """Make a key and its file, mode 600, whole or not at all. A file that is there is moved aside, not overwritten.

    Raises:
        StoreError: the folder cannot be used.
    """
    text = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = folder / KEY_FILE
    try:
        handle, name = tempfile.mkstemp(prefix=".key-", dir=folder)  # made with mode 600
        with os.fdopen(handle, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            path.rename(f"{path}.before-{digest(text)[:8]}")
        Path(name).rename(path)
    except OSError as error:
        raise StoreError(f"key {path}: cannot be made ({error.strerror}); give a folder this user may write") from error
    return read_key(folder)


def public_keys(session: Session) -> tuple[PublicKey, ...]:
    """All this box ever had, the one in use last.

    Raises:
        StoreError: one that is damaged.
    """
    rows = session.scalars(select(tables.SigningKey.pem).order_by(tables.SigningKey.seq))
    return tuple(PublicKey.parse(pem) for pem in rows)
