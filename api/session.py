"""A reading session for one request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session

from api.context import Told


def reading(context: Told) -> Iterator[Session]:
    """One consistent picture of the database for the whole request."""
    with context.database.reading() as session:
        yield session


Reading = Annotated[Session, Depends(reading)]
