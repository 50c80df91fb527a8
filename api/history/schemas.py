"""Exports of the history as the API tells of them."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.history.exports import Export, Stage
from api.schemas import Out
from cases.reports.table import Form


class ExportIn(BaseModel):
    """What is wanted. `query` is that of the page's address; everything it shows is written, not only its page."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    query: str = Field("", max_length=2000, description="site=…&merchant=…&when=quarter, as in the address of /history")
    form: Form = Field(description="csv, xlsx or pdf")


class ExportOut(Out):
    """How far it is. `url` when it is done; `problem` where it failed."""

    id: UUID
    stage: Stage
    done: int
    total: int
    url: str | None
    problem: str | None

    @classmethod
    def of(cls, export: Export) -> ExportOut:
        """As it stands."""
        url = f"/api/v1/history/exports/{export.id}/file" if export.stage is Stage.DONE else None
        return cls(
            id=export.id, stage=export.stage, done=export.done, total=export.total, url=url, problem=export.problem
        )
