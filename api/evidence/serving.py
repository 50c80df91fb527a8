"""How a kept picture leaves the box: made anew for who asks, or itself, where that was noted before."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any

from fastapi import Form, Request
from starlette.responses import FileResponse, Response

from api.access.identity import SESSION_LASTS
from api.context import Context
from api.evidence.derivative import Derivative
from api.problem import Problem
from records.removals import removed
from records.retention.words import why_gone
from vision.errors import StoreError

LASTS_S = int(SESSION_LASTS.total_seconds())
PICTURE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/jpeg": {}}},
    404: {"description": "no such picture, or not yours to see"},
    410: {"description": "it is recorded, and its file was removed on purpose, is gone, or changed"},
}
KNOWN = PICTURE | {304: {"description": "the picture that `If-None-Match` names"}}
Reason = Annotated[str, Form(min_length=4, max_length=300, pattern=r"\S.*\S")]
"""Why somebody opens an original."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture of the evidence folder: what people call it, its path within the folder, its hash."""

    what: str
    path: str
    sha256: str


def served(context: Context, request: Request, kept: Kept, wanted: Derivative) -> Response:
    """A derivative, or that the browser has it already.

    Raises:
        Problem: 410, the file is gone or no such picture any more.
    """
    path = path_of(context, kept)
    headers = cached(f"{kept.sha256}-{wanted.tag}")
    if known_to(request.headers.get("if-none-match", ""), headers["etag"]):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    picture = context.darkroom.render(path.read_bytes(), wanted)
    if picture is None:
        raise gone(f"{kept.what} is not the picture any more; see `evidence verify`")
    return Response(picture, headers=headers, media_type="image/jpeg")


def opened(path: Path, name: str, media_type: str = "image/jpeg") -> Response:
    """The file itself, which nobody may keep for later."""
    headers = {"cache-control": "no-store"}
    return FileResponse(path, headers=headers, media_type=media_type, filename=name, content_disposition_type="inline")


def path_of(context: Context, kept: Kept) -> Path:
    """The file; a row whose path leaves the folder or whose file is gone is the same to the caller.

    Raises:
        Problem: 410.
    """
    _expect_kept(context, kept)
    try:
        path = context.evidence.resolve(kept.path)
    except StoreError:
        path = None
    if path is None or not path.is_file():
        raise gone(f"{kept.what} is recorded, but its file is gone; see `evidence verify`")
    return path


def _expect_kept(context: Context, kept: Kept) -> None:
    """What was deleted on purpose says so, also while its file is still to be erased."""
    with context.database.reading() as session:
        found = removed(session, kept.path)
    if found is not None:
        why = why_gone(found.rule)
        raise Problem(
            HTTPStatus.GONE,
            f"{kept.what} was removed on {found.at:%Y-%m-%d}: {why.en}; its row and hash stay",
            type_="urn:sunkitchen:removed",
            zh=f"文件已于 {found.at:%Y-%m-%d} 删除（{why.zh}）; 记录与哈希仍在。",
        )


def gone(detail: str) -> Problem:
    """410: recorded, and not there any more as it was."""
    return Problem(HTTPStatus.GONE, detail, zh="文件已丢失或已损坏。")


def cached(tag: str) -> dict[str, str]:
    """Evidence never changes: a browser need not ask again while its session lasts. What the next one to log in there
    sees is asked for anew, for it may be less."""
    lasts = f"private, max-age={LASTS_S}, immutable"
    return {"etag": f'"{tag}"', "cache-control": lasts, "vary": "Cookie, Authorization"}


def known_to(if_none_match: str, etag: str) -> bool:
    """Whether a browser has it already."""
    tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return "*" in tags or etag in tags
