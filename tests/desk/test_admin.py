"""Keeping the box: the admin's journeys, and the auditor's."""

from __future__ import annotations

import hmac
import json
from dataclasses import replace
from datetime import UTC, datetime

import httpx
from playwright.sync_api import expect

from records import registry
from records.provenance import Recorder
from records.sink import DatabaseSink
from sunkitchen.demo.places import MARKET
from sunkitchen.store import open_store
from tests.api.build import Case, violation
from tests.desk.conftest import Enter, heavy_faults, overflow
from tests.desk.site import DemoSite
from tests.notifying.receivers import web
from vision.facts import TimeSource

MANAGER = "mgr_new"


def test_an_admin_adds_somebody_who_sees_only_theirs(enter: Enter, demo: DemoSite) -> None:
    keeper = enter("root")
    keeper.go("/admin/users")
    root = keeper.page
    root.click("#add summary")
    root.fill("#add [name=login]", MANAGER)
    root.select_option("#add [name=role]", "manager")
    assert root.locator("#add [name=scope] option:not([disabled])").count() == 3, "nothing, and two sites"
    root.select_option("#add [name=scope]", "site:demo-primary-canteen")
    root.click("#add button.go")
    demo.passwords[MANAGER] = root.inner_text("dialog .secret code")
    root.click("dialog button[value=ok]")
    root.wait_for_url(f"**/admin/users/{MANAGER}")
    theirs = enter(MANAGER)
    answer = theirs.page.request.get(f"{theirs.site}/api/v1/cameras").json()
    assert {camera["site"] for camera in answer["items"]} == {"demo-primary-canteen"}
    assert theirs.page.request.get(f"{theirs.site}/admin/users").status == 403
    root.click("text=锁定")
    root.click("dialog button[value=yes]")
    expect(root.locator(".chip.off")).to_be_visible()
    theirs.go("/cases")
    expect(theirs.page.locator("#password")).to_be_visible()


def test_a_token_is_made_and_stopped_on_a_page_without_scripts(enter: Enter) -> None:
    visit = enter("grid07", 390)
    page = visit.page
    visit.go("/account")
    page.fill("#name", "值班手机")
    page.click("text=生成令牌")
    bearer = {"Authorization": f"Bearer {page.inner_text('.made code')}"}
    asked = f"{visit.site}/api/v1/cameras"
    assert httpx.get(asked, headers=bearer).status_code == 200
    assert (overflow(page), heavy_faults(page)) == (0, [])
    page.locator("li", has_text="值班手机").get_by_role("button").click()
    expect(page.locator("li", has_text="值班手机")).to_have_count(0)
    assert httpx.get(asked, headers=bearer).status_code == 401


def test_retention_shows_its_plan_and_a_run_is_asked_about_first(enter: Enter) -> None:
    root = enter("root")
    page = root.page
    root.go("/admin/retention")
    expect(page.locator("h2", has_text="下一次删除")).to_be_visible()
    page.click("button.go")
    expect(page.locator("dialog")).to_contain_text("不能恢复")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    root.go("/admin/models")
    expect(page.locator(".chip.on")).to_have_text("正在判断judging now")


def test_a_request_is_written_down_and_decided(enter: Enter) -> None:
    root = enter("root", 390)
    page = root.page
    root.go("/admin/requests")
    page.click("#ask summary")
    page.fill("#ask [name=applicant]", "王女士 138****0000")
    page.fill("#ask textarea", "请提供我的图片")
    page.click("#ask button.go")
    entry = page.locator("article.request", has_text="王女士")
    entry.locator("summary").click()
    entry.locator("[value=true]").check()
    entry.locator("textarea").fill("已核对身份, 同意查阅")
    entry.locator("button.go").click()
    page.click("dialog button[value=yes]")
    expect(page.locator("article.request .chip.on")).to_be_visible()


def test_the_auditor_searches_the_log_on_a_phone(enter: Enter) -> None:
    audit = enter("audit", 390)
    page = audit.page
    audit.go("/audit")
    page.select_option("[name=action]", "logged_in")
    page.wait_for_url("**/audit?action=logged_in")
    shown = page.locator("table.lines tbody td:nth-child(3)")
    assert set(shown.all_inner_texts()) == {"登录"}
    assert overflow(page) == 0
    with page.expect_download() as download:
        page.click("text=导出 CSV")
    assert "登录" in download.value.path().read_text(encoding="utf-8-sig")


def test_a_webhook_is_added_tried_and_told_of_a_flag(enter: Enter, demo: DemoSite) -> None:
    root = enter("root")
    page = root.page
    root.go("/admin/notifiers")
    form = page.locator("#add-webhook")
    with web() as receiver:
        form.locator("summary").click()
        form.locator("[name=name]").fill("群机器人")
        form.locator("[name=role]").select_option("manager")
        form.locator("[name=scope]").select_option(f"site:{MARKET}")
        form.locator("[name=url]").fill(f"{receiver.address}/hook?key=robot-key-77")
        form.locator("[data-field=inside]").check()
        form.locator("button.go").click()
        secret = page.inner_text("dialog .secret code")
        page.click("dialog button[value=ok]")
        entry = page.locator("[data-notifier=群机器人]")
        entry.get_by_text("发送测试").click()
        expect(entry.locator(".good")).to_contain_text("已送达")
        flag(demo)
        _, told = receiver.wait(2)
    signed = f"{told.headers['x-sunkitchen-timestamp']}.".encode() + told.body
    assert told.headers["x-sunkitchen-signature"] == f"sha256={hmac.new(secret.encode(), signed, 'sha256').hexdigest()}"
    assert "新线索" in json.loads(told.body)["subject"]
    root.go("/admin/notifiers")
    expect(page.locator("[data-notifier=群机器人]")).to_contain_text("已送达 1")
    assert "robot-key-77" not in page.content()


def flag(demo: DemoSite) -> None:
    """A flag at the market, as a camera of the box would tell it."""
    now = datetime.now(UTC)
    with open_store(demo.folder) as store:
        with store.database.reading() as session:
            (zone, *_), camera = next(
                (zones, camera)
                for camera in registry.cameras(session, MARKET)
                if (zones := [zone for zone in camera.zones if zone.merchant])
            )
        case = Case(f"told {now}", 0, camera=camera.id, zone=zone.id, merchant=zone.merchant)
        new = replace(violation(case), at=now, started_at=now, opened_at=now, looks=())
        DatabaseSink(store.database, store.evidence, "desk", Recorder(TimeSource.LIVE)).violation(new, ())
