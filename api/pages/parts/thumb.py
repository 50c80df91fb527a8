"""Small pictures for lists: of each case the one to show, with the flagged head where it is seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from api.evidence.part import focus, served
from api.evidence.schemas import thumbnail_url
from api.pages.shell.markup import Html, h
from records import violations
from records.pictures import Picture, first_pictures
from records.scopes import Sight


def pictures_of(session: Session, cases: Sequence[UUID], sight: Sight) -> Mapping[UUID, Picture]:
    """By case its picture, as far as it may be seen; nothing where there is none."""
    found = first_pictures(session, cases)
    if sight.whole == sight.within:
        return found
    shares = {case: violations.share(session, case, sight) for case in found}
    return {case: replace(found[case], cut=share.cut) for case, share in shares.items() if share is not None}


def thumb(picture: Picture | None, looks: str = "thumb") -> Html:
    """The picture, cut by the browser round the head; a quiet place where there is none."""
    if picture is None:
        return h("div", class_=f"{looks} none", aria_hidden="true")
    where = f"object-position:{focus(served(picture))}"
    shown = h("img", src=thumbnail_url(picture.id), alt="", loading="lazy", decoding="async", style=where)
    return h("div", shown, class_=looks)
