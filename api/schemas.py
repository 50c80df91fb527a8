"""What the schemas of all rooms share."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from api.context import Label


class Out(BaseModel):
    """Base of everything answered: read from records' values, never changed."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class LabelOut(Out):
    """What people call a thing."""

    zh: str
    en: str

    @classmethod
    def of(cls, label: Label) -> LabelOut:
        """From the catalogue."""
        return cls(zh=label.zh, en=label.en)
