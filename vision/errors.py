"""Every error a user may meet.

SunkitchenError
├── ConfigError          a configuration that cannot be obeyed; carries every mistake found
├── SourceError          video that cannot be read
│   ├── SourceRefused    the camera answered 401, 403 or 404: asking again will not help
│   ├── SourceLost       the camera went away: asking again may help
│   └── SourceSilent     the camera is there, but no picture comes: asking again may help
├── ModelError           a network file that is not what the manifest promises
│   └── FallsBehind      a set of networks that is worse than the one in force
├── StoreError           the database or the evidence folder cannot be used
│   ├── DiskFull         no room left for evidence
│   ├── Withheld         retention deletes nothing until somebody has looked
│   └── AccountError     an account, password, role or scope that is refused
│       └── LastAdmin    nobody would keep the box any more
├── DataError            a labelled folder that is not one
├── PackageError         an evidence package that is none, or that is dangerous to open
├── RegistryError        a register outside the box that cannot be asked or believed: the box goes on without it
├── NotDelivered         a message to somebody outside that was not taken: it is tried again
└── CaseError            a step in handling a case that is refused, in Chinese and English
    ├── StaleCase        somebody was faster: look again
    ├── WrongState       not in this state
    ├── WrongRole        not by this role
    ├── Incomplete       something the step requires is missing
    ├── Barred           the law or the workflow stands against it
    ├── NothingToPrint   a paper of a step that nobody took
    └── BrokenHistory    written steps that do not follow from each other

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


class FallsBehind(ModelError):
    """A set of networks whose measured numbers fall behind those in force: switching to it needs a reason."""


class StoreError(SunkitchenError):
    """The database or the evidence folder cannot be used."""


class DiskFull(StoreError):
    """No room left for evidence."""


class Withheld(StoreError):
    """Retention deletes nothing: something is not as it should be, and somebody has to look first."""


class AccountError(StoreError):
    """An account, password, role or scope that is refused; nothing was changed."""


class LastAdmin(AccountError):
    """Refused, for nobody would keep the box any more."""


class DataError(SunkitchenError):
    """A labelled folder that is not one."""


class PackageError(SunkitchenError):
    """An evidence package that is none, or that is dangerous to open."""


class RegistryError(SunkitchenError):
    """A register outside the box that cannot be asked or believed.

    Attributes:
        mistakes: one line per mistake, each with its place and the mend.
    """

    def __init__(self, *mistakes: str) -> None:
        self.mistakes = mistakes
        super().__init__("; ".join(mistakes))


class NotDelivered(SunkitchenError):
    """A message to somebody outside that was not taken, or nobody knows; it names no secret."""


class CaseError(SunkitchenError):
    """A step in handling a case that is refused.

    Attributes:
        zh, en: the same for Chinese and English readers: what was expected, what came, what to do.
    """

    def __init__(self, zh: str, en: str) -> None:
        self.zh, self.en = zh, en
        super().__init__(f"{zh} {en}")


class StaleCase(CaseError):
    """The case has moved on since it was looked at."""


class WrongState(CaseError):
    """The step does not leave from the state the case is in."""


class WrongRole(CaseError):
    """The role may not take this step."""


class Incomplete(CaseError):
    """Something that the step requires is missing."""


class Barred(CaseError):
    """The law or the workflow stands against the step, whoever takes it."""


class NothingToPrint(CaseError):
    """A paper that tells of a step nobody took."""


class BrokenHistory(CaseError):
    """Written steps that do not follow from each other."""
