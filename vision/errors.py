"""Every error a user may meet.

SunkitchenError
├── ConfigError          a configuration that cannot be obeyed; carries every mistake found
├── SourceError          video that cannot be read
│   ├── SourceRefused    the camera answered 401, 403 or 404: asking again will not help
│   ├── SourceLost       the camera went away: asking again may help
│   └── SourceSilent     the camera is there, but no picture comes: asking again may help
├── ModelError           a network file that is not what the manifest promises
├── StoreError           the database or the evidence folder cannot be used
│   └── DiskFull         no room left for evidence
└── DataError            a labelled folder that is not one

A message names the thing, what was expected, what came, and how to mend it.
"""

from __future__ import annotations


class SunkitchenError(Exception):
    """Root of all errors with a message meant for people."""


class ConfigError(SunkitchenError):
    """A configuration that cannot be obeyed.

    Attributes:
        mistakes: one line per mistake, each with its place and the mend.
    """

    def __init__(self, *mistakes: str) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(mistakes))


class SourceError(SunkitchenError):
    """Video that cannot be read."""


class SourceRefused(SourceError):
    """The camera refused (wrong credentials, no such stream): a person must mend the URL."""


class SourceLost(SourceError):
    """The camera went away."""


class SourceSilent(SourceError):
    """The camera is there, but sends no picture (any more)."""


class ModelError(SunkitchenError):
    """A network file that is not what the manifest promises."""


class StoreError(SunkitchenError):
    """The database or the evidence folder cannot be used."""


class DiskFull(StoreError):
    """No room left for evidence."""


class DataError(SunkitchenError):
    """A labelled folder that is not one."""
