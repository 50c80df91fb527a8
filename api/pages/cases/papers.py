"""Papers of a case that can be printed now, why the others cannot, and what was printed."""

from __future__ import annotations

from uuid import UUID

from api.pages.parts.fetching import sending
from api.pages.shell.markup import Html, h
from api.pages.shell.say import say
from cases.papers.kinds import PAPERS, PaperKind
from cases.papers.paper import Docket


def papers(case: UUID, docket: Docket) -> Html:
    """A button per paper; one that lacks a step says which."""
    head = h("h2", say("文书", "Papers to print"))
    return h("section", head, *(_paper(case, kind, docket) for kind in PAPERS), class_="papers")


def _paper(case: UUID, kind: PaperKind, docket: Docket) -> Html:
    name, missing = h("b", say(*kind.title)), kind.missing(docket)
    if missing is not None:
        return h("div", name, h("span", say(*missing), class_="soft"), class_="paper lacking")
    return h(
        "form",
        h("div", name, h("button", say("下载 PDF", "PDF"), type="submit", class_="btn"), class_="line"),
        sending(),
        action=f"/api/v1/cases/{case}/papers/{kind.name}",
        method="post",
        class_="paper fetched",
        data_as="json",
    )
