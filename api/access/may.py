"""What each role may do, as one table. Every route names one of these rights; what stands nowhere is refused.

docs/roles.md is written from it, and the tests hold every route against it, role by role, within a scope and without.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from records.grants import Grants, reach_of
from records.roles import Role
from records.scopes import EVERYWHERE, Reach, Sight

OPERATOR, MANAGER, HEAD = Role.OPERATOR, Role.MANAGER, Role.HEAD
GRID_WORKER, SUPERVISOR, ADMIN, AUDITOR = Role.GRID_WORKER, Role.SUPERVISOR, Role.ADMIN, Role.AUDITOR


class Right(StrEnum):
    """Something one may do here."""

    KEEP_ACCOUNT = "keep_account"
    SEE_VIOLATIONS = "see_violations"
    SEE_PICTURES = "see_pictures"
    SEE_EVIDENCE = "see_evidence"
    SEE_WHOLE_PICTURES = "see_whole_pictures"
    SEE_OWN_STALL = "see_own_stall"
    HANDLE_CASES = "handle_cases"
    REVIEW_CASES = "review_cases"
    JUDGE_PICTURES = "judge_pictures"
    SEE_ORIGINALS = "see_originals"
    EXPORT_EVIDENCE = "export_evidence"
    SEE_KEYS = "see_keys"
    SEE_CAMERAS = "see_cameras"
    SEE_LIVE = "see_live"
    KEEP_CAMERAS = "keep_cameras"
    PRINT_PAPERS = "print_papers"
    ANALYSE_VIDEOS = "analyse_videos"
    SEE_COVERAGE = "see_coverage"
    LIST_REPORTS = "list_reports"
    REHEARSE_RULES = "rehearse_rules"
    SEE_STALL_REPORTS = "see_stall_reports"
    EXPORT_HISTORY = "export_history"
    SEE_SITE_REPORTS = "see_site_reports"
    SEE_RANKINGS = "see_rankings"
    SEE_DEVICE_REPORTS = "see_device_reports"
    SEE_METRICS = "see_metrics"
    SEE_ACCOUNTS = "see_accounts"
    KEEP_ACCOUNTS = "keep_accounts"
    SEE_AUDIT = "see_audit"
    HOLD_EVIDENCE = "hold_evidence"
    SEE_RETENTION = "see_retention"
    RUN_RETENTION = "run_retention"
    SEE_REQUESTS = "see_requests"
    KEEP_REQUESTS = "keep_requests"
    ENROL_SITE = "enrol_site"
    SEE_MODELS = "see_models"
    SWITCH_MODELS = "switch_models"
    SEE_QUALITY = "see_quality"
    SPOT_CHECK = "spot_check"
    TUNE_RULES = "tune_rules"
    KEEP_NOTIFIERS = "keep_notifiers"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        zh, en: what it is called.
        roles: who has it, over what they hold the role for; nobody in particular where `anybody` logged in has it.
        box: about the box as a whole, so only for who holds the role over everything.
        noted: every use leaves a line in the audit log, as every write does.
    """

    right: Right
    zh: str
    en: str
    roles: tuple[Role, ...] = ()
    anybody: bool = False
    box: bool = False
    noted: bool = False


_STAFF = (MANAGER, HEAD, GRID_WORKER, SUPERVISOR, AUDITOR)

ROWS: tuple[Row, ...] = (
    Row(Right.KEEP_ACCOUNT, "自己的密码、登录与令牌", "one's own password, sessions and tokens", anybody=True),
    Row(Right.SEE_VIOLATIONS, "看抓拍列表与依据", "violations and the reason for each", (OPERATOR, *_STAFF)),
    Row(Right.SEE_PICTURES, "看缩略图", "thumbnails", (OPERATOR, *_STAFF)),
    Row(Right.SEE_EVIDENCE, "看证据图片", "evidence pictures", (OPERATOR, *_STAFF), noted=True),
    Row(Right.SEE_WHOLE_PICTURES, "看整幅画面, 不限于本摊区域", "whole pictures, not cut to a stall's zone", _STAFF),
    Row(Right.SEE_OWN_STALL, "我的摊位: 要做的事", "one's own stall: what is to be done there", (OPERATOR,)),
    Row(
        Right.HANDLE_CASES,
        "办理案件; 哪一步由谁, 见 cases.md",
        "steps of cases; who may take which stands in cases.md",
        (OPERATOR, MANAGER, HEAD, GRID_WORKER, SUPERVISOR),
    ),
    Row(Right.REVIEW_CASES, "复核线索: 确认、排除、合并", "reviewing flags", (MANAGER, HEAD, SUPERVISOR)),
    Row(
        Right.JUDGE_PICTURES,
        "看员工头部的着装 (只遮眼部)",
        "what staff wear on their heads, with the eyes hidden",
        (OPERATOR, MANAGER, HEAD, GRID_WORKER),
    ),
    Row(
        Right.SEE_ORIGINALS,
        "说明理由后看未遮挡的原图",
        "originals, for a reason",
        (MANAGER, HEAD, SUPERVISOR),
    ),
    Row(
        Right.EXPORT_EVIDENCE,
        "说明理由后导出证据包; 原图限有权者",
        "evidence packages, for a reason; originals in them only for who may see those",
        (OPERATOR, MANAGER, HEAD, SUPERVISOR, AUDITOR),
    ),
    Row(Right.SEE_KEYS, "看证据的签名公钥", "the public keys of evidence", (OPERATOR, *_STAFF, ADMIN)),
    Row(Right.SEE_CAMERAS, "看摄像头与状态", "cameras and their state", (OPERATOR, *_STAFF, ADMIN)),
    Row(
        Right.SEE_LIVE,
        "看摄像头的最新画面 (人脸已遮)",
        "the newest picture of cameras, faces hidden",
        (MANAGER, HEAD, GRID_WORKER, SUPERVISOR, ADMIN),
    ),
    Row(
        Right.KEEP_CAMERAS,
        "设置摄像头: 地址、区域、时段",
        "cameras: address, zones, hours",
        (ADMIN,),
        box=True,
    ),
    Row(
        Right.PRINT_PAPERS,
        "打印案件文书 (整改通知书、劝阻记录等)",
        "papers of cases: notice, dissuasion, re-check, referral, appeal",
        (MANAGER, HEAD, SUPERVISOR),
    ),
    Row(
        Right.ANALYSE_VIDEOS,
        "上传自己的录像来分析; 各看各的",
        "recordings of one's own to be analysed, seen by nobody else",
        (MANAGER, HEAD, SUPERVISOR),
    ),
    Row(Right.SEE_COVERAGE, "看观察时长与未计入的原因", "what was watched, and why not", (*_STAFF, ADMIN)),
    Row(Right.LIST_REPORTS, "看有哪些报表", "which reports there are", (OPERATOR, *_STAFF, ADMIN)),
    Row(
        Right.REHEARSE_RULES,
        "用近几小时的观察试算规则 (只有次数、时间、区域, 没有图片)",
        "trying a rule on the looks of the last hours: counts, times and zones, no pictures",
        (MANAGER, HEAD, SUPERVISOR, ADMIN),
    ),
    Row(
        Right.SEE_STALL_REPORTS,
        "摊位日报、违规历史",
        "a stall's daily and its history",
        (OPERATOR, *_STAFF),
        noted=True,
    ),
    Row(Right.EXPORT_HISTORY, "导出违规历史", "the history as a file", (OPERATOR, *_STAFF)),
    Row(
        Right.SEE_SITE_REPORTS,
        "周排查、月调度、市场月报、一季一清单",
        "weekly, monthly and quarterly reports of a site",
        _STAFF,
        noted=True,
    ),
    Row(
        Right.SEE_RANKINGS,
        "红黑榜候选、双随机候选",
        "candidates for public lists and for the random draw",
        (SUPERVISOR, AUDITOR),
        noted=True,
    ),
    Row(
        Right.SEE_DEVICE_REPORTS,
        "设备在线率、模型质量",
        "cameras online, and how good the networks are",
        (*_STAFF, ADMIN),
        noted=True,
    ),
    Row(Right.SEE_METRICS, "看设备指标", "the box's metrics", (ADMIN,), box=True),
    Row(Right.SEE_ACCOUNTS, "看用户与角色", "accounts and their roles", (ADMIN, AUDITOR), box=True, noted=True),
    Row(
        Right.KEEP_ACCOUNTS, "用户、角色、锁定与新密码", "adding, granting, locking, new passwords", (ADMIN,), box=True
    ),
    Row(Right.SEE_AUDIT, "看审计日志", "the audit log", (AUDITOR,), box=True, noted=True),
    Row(Right.HOLD_EVIDENCE, "依法保留证据与解除", "legal hold on evidence, and its end", (HEAD, SUPERVISOR)),
    Row(Right.SEE_RETENTION, "看将删除与已删除的", "what retention deletes", (ADMIN, AUDITOR), box=True),
    Row(Right.RUN_RETENTION, "现在就删除到期的", "deleting what is due, now", (ADMIN,), box=True),
    Row(Right.SEE_REQUESTS, "看个人请求", "requests of persons", (ADMIN, AUDITOR), box=True, noted=True),
    Row(Right.KEEP_REQUESTS, "登记并处理个人请求", "recording and deciding them", (ADMIN,), box=True),
    Row(
        Right.ENROL_SITE,
        "认识本店的着装: 标注、学习、启用、退回",
        "a site's clothing: labelling heads, learning from them, installing that, rolling it back",
        (MANAGER, HEAD),
    ),
    Row(Right.SEE_MODELS, "看安装了哪些模型", "which networks are installed", (ADMIN, AUDITOR), box=True),
    Row(Right.SWITCH_MODELS, "换用与退回模型", "switching networks, and back", (ADMIN,), box=True),
    Row(
        Right.SEE_QUALITY,
        "看质量: 确认率、看不清、变化",
        "quality: what people said of flags, what cannot be told, what changed",
        (MANAGER, HEAD, SUPERVISOR, ADMIN),
    ),
    Row(
        Right.SPOT_CHECK,
        "抽查随机头像, 看有没有漏报",
        "random heads, looked at for what was missed",
        (MANAGER, HEAD),
    ),
    Row(
        Right.TUNE_RULES,
        "采纳阈值建议, 按摄像头; 被看管的不能自己放宽",
        "accepting advice on how long to observe, by camera; nobody who is watched loosens the watch",
        (SUPERVISOR,),
    ),
    Row(Right.KEEP_NOTIFIERS, "通知谁, 通知什么", "who outside is told of what", (ADMIN,), box=True),
)

_BY_RIGHT = {row.right: row for row in ROWS}


def row_of(right: Right) -> Row:
    """Its line of the table."""
    return _BY_RIGHT[right]


def reach(grants: Grants, right: Right) -> Reach:
    """Over what somebody with these grants has a right; empty where they do not have it."""
    row = row_of(right)
    if row.anybody:
        return EVERYWHERE
    held = reach_of(grants, row.roles)
    return held if not row.box or held >= EVERYWHERE else frozenset()


def sight(grants: Grants) -> Sight:
    """What somebody with these grants sees of violations, and how much of their pictures."""
    rights = Right.SEE_VIOLATIONS, Right.SEE_WHOLE_PICTURES, Right.JUDGE_PICTURES
    return Sight(*(reach(grants, right) for right in rights))
