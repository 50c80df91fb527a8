"""People handle cases with clicks: from a lead to the end, each doing what is theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Dialog, FilePayload, Page, expect

from cases.states import Action, State
from records import tables
from records.roles import Role
from tests.api.build import CASES, MINUTE, NASTY, Case, TestBox, jpeg, minutes
from tests.browsing import Visit

SPOKEN_AT = "2026-03-02T10:06"


@dataclass(frozen=True, slots=True)
class Desks:
    """Everybody at a desk of their own, before one case of the shared box."""

    box: TestBox
    case: Case
    site: str
    open_desk: Callable[[Role], Visit]

    def at(self, role: Role) -> Page:
        """Somebody who has just opened the case."""
        visit = self.open_desk(role)
        visit.page.goto(f"{visit.site}/cases/{self.case.id}")
        expect(visit.page.locator("h1")).to_contain_text("未戴工作帽")
        return visit.page

    @property
    def state(self) -> State:
        found = self.box.context.desk.case(self.case.id)
        assert found is not None
        return found.state


@pytest.fixture
def case(request: pytest.FixtureRequest, shared_box: TestBox) -> Iterator[Case]:
    """A case of its own; gone again afterwards, for the box is shared."""
    before, case = shared_box.clock.at, Case(f"handled in {request.node.name}", 2)
    shared_box.clock.at = minutes(7)
    shared_box.add(case)
    yield case
    shared_box.remove(case)
    shared_box.clock.at = before


@pytest.fixture
def desks(browser: Browser, site: str, shared_box: TestBox, case: Case) -> Iterator[Desks]:
    visits: list[Visit] = []

    def open_desk(role: Role) -> Visit:
        cookies = shared_box.session(f"the_{role}", f"{role}{len(visits)}")
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": name, "value": value, "url": site} for name, value in cookies.items()])
        visit = Visit(context.new_page(), site)
        visit.page.on("pageerror", lambda e: visit.faults.append(str(e)))
        visits.append(visit)
        return visit

    yield Desks(shared_box, case, site, open_desk)
    for visit in visits:
        visit.page.context.close()
    assert [visit.faults for visit in visits] == [[]] * len(visits)


def form(page: Page, action: Action) -> str:
    return f"form[action$='/{action}']"


def take(page: Page, action: Action, photo: bytes | None = None, **fields: str) -> None:
    """Open the step, fill it in, send it; the page comes again with the case after it."""
    where = page.locator(form(page, action))
    if fields or photo:
        page.locator("details", has=where).locator("summary").click()
    for name, value in fields.items():
        field = where.locator(f"[name={name}]")
        (field.select_option if field.evaluate("e => e.tagName") == "SELECT" else field.fill)(value)
    if photo:
        files = FilePayload(name="改好了.jpg", mimeType="image/jpeg", buffer=photo)
        where.locator("[name=photos]").set_input_files(files)
    with page.expect_navigation():
        where.locator("button.go").click()


def offered(page: Page) -> set[str]:
    """The steps there are forms for."""
    return set(page.eval_on_selector_all("form.step", "all => all.map(f => f.getAttribute('action').split('/').pop())"))


def told(desks: Desks) -> Page:
    """A case of which the stall was told; the manager's page."""
    page = desks.at(Role.MANAGER)
    assert offered(page) == {"confirm", "dismiss", "merge"}
    take(page, Action.CONFIRM)
    expect(page.locator(".chips")).to_contain_text("已确认")
    take(page, Action.DISSUADE, words="请戴好帽子", spoken_at=SPOKEN_AT, answer="马上戴")
    expect(page.locator(".timeline")).to_contain_text("请戴好帽子")
    return page


def test_a_life_from_lead_to_closed_by_clicks(desks: Desks) -> None:
    manager, stall = told(desks), desks.at(Role.OPERATOR)
    assert offered(stall) == {"submit", "appeal"}
    take(stall, Action.SUBMIT, jpeg(90), text="已戴好")
    expect(stall.locator(".chips")).to_contain_text("已整改待复查")
    manager.reload()
    manager.wait_for_function("document.querySelector('.photo img')?.naturalWidth > 0")
    take(manager, Action.PASS_RECHECK, text="现场已改正")
    assert desks.state is State.CLOSED
    steps = desks.box.context.desk.history(desks.case.id)
    expect(manager.locator(".timeline li")).to_have_count(len(steps) + 1)
    expect(manager.locator(".timeline")).to_contain_text("the_operator · 摊主")
    assert steps[0].evidence_seen


def test_a_life_over_three_levels_by_clicks(desks: Desks) -> None:
    told(desks)
    for _ in range(2):  # nobody rectifies: first the head's, then the supervisor's
        desks.box.clock.at += 150 * MINUTE
        desks.box.context.desk.run(desks.box.clock())
    supervisor = desks.at(Role.SUPERVISOR)
    expect(supervisor.locator(".chips")).to_contain_text("三级")
    take(supervisor, Action.ACCEPT)
    assert offered(supervisor) == {"return", "dismiss", "order"}
    take(supervisor, Action.ORDER, number="海市监责改〔2026〕1号", second_officer="sup_b")
    take(supervisor, Action.REINSPECT, text="现场已改正")
    assert desks.state is State.CLOSED
    assert offered(desks.at(Role.OPERATOR)) == {"appeal"}


@pytest.mark.parametrize(
    ("role", "opens"),
    [
        pytest.param(Role.MANAGER, True, id="manager"),
        pytest.param(Role.OPERATOR, False, id="operator"),
        pytest.param(Role.GRID_WORKER, False, id="grid-worker"),
        pytest.param(Role.AUDITOR, False, id="auditor"),
    ],
)
def test_an_original_is_opened_for_a_reason_by_who_may(desks: Desks, role: Role, opens: bool) -> None:
    page = desks.at(role)
    expect(page.locator("picture-viewer svg image:visible").first).to_be_visible()
    expect(page.locator(".pictures .opener form")).to_have_count(int(opens))
    if not opens:
        return
    page.locator(".pictures .opener summary").click()
    page.fill(".pictures .ask [name=reason]", "申诉要求复核")
    with page.context.expect_page() as opened:
        page.locator(".pictures .ask button").click()
    opened.value.wait_for_function("document.querySelector('img')?.naturalWidth == 64")


def test_the_queue_leads_to_what_is_to_be_done(desks: Desks) -> None:
    visit = desks.open_desk(Role.OPERATOR)
    visit.page.goto(f"{visit.site}/cases?mine=true")
    expect(visit.page.locator(".notice")).to_contain_text("没有等您办理的案件")
    page = desks.at(Role.MANAGER)
    page.goto(f"{visit.site}/cases?mine=true")
    page.locator(f".queue a[href='/cases/{desks.case.id}']").click()
    expect(page.locator(".handling")).to_contain_text("首次复核")


@pytest.mark.parametrize("path", ["/cases", "/cases/{}"])
def test_nothing_is_wider_than_a_phone(desks: Desks, path: str) -> None:
    page = desks.at(Role.MANAGER)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(desks.site + path.format(desks.case.id))
    page.wait_for_selector(".queue, .handling")
    for summary in page.locator("details > summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_case_of_others_leads_nowhere(desks: Desks) -> None:
    visit = desks.open_desk(Role.OPERATOR)
    answer = visit.page.goto(f"{visit.site}/cases/{CASES[1].id}")
    assert answer is not None
    assert answer.status == 404
    expect(visit.page.locator(".notice")).to_contain_text("没有这个案件")


@pytest.fixture
def nasty(shared_box: TestBox) -> Iterator[None]:
    """Site and camera are called what would run, were it taken for more than a name."""

    def call(site: str, camera: str) -> tuple[str, str]:
        with shared_box.database.writing() as session:
            rows = session.get_one(tables.Site, "market"), session.get_one(tables.Camera, "c1")
            before = rows[0].name, rows[1].name
            rows[0].name, rows[1].name = site, camera
        return before

    before = call(NASTY, NASTY)
    yield
    call(*before)


@pytest.mark.usefixtures("nasty")
def test_what_people_wrote_never_runs(desks: Desks) -> None:
    dialogs: list[str] = []

    def heard(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    manager = told(desks)
    manager.on("dialog", heard)
    take(manager, Action.DISSUADE, stall=NASTY, words=NASTY, spoken_at=SPOKEN_AT, answer=f"</dd><script>{NASTY}")
    expect(manager.locator(".timeline").get_by_text(NASTY).first).to_be_visible()
    pages = [
        "/snapshots",
        "/cases",
        "/cameras",
        f"/violations/{desks.case.id}",
        f"/cases/{CASES[1].id}",
        f"/snapshots?site={NASTY}",
    ]
    for path in pages:
        manager.goto(f"{desks.site}{path}")
        manager.wait_for_load_state("networkidle")
        manager.wait_for_timeout(300)
    expect(manager.get_by_text(NASTY).first).to_be_attached()
    auditor = desks.open_desk(Role.AUDITOR).page
    auditor.on("dialog", heard)
    auditor.request.get(f"{desks.site}/api/v1/accounts", headers={"X-Reason": quote(NASTY)})
    auditor.goto(f"{desks.site}/audit")
    expect(auditor.get_by_text(NASTY).first).to_be_visible()
    assert dialogs == []
    assert manager.evaluate("document.querySelectorAll('img[src=x]').length") == 0
