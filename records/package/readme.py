"""README.txt of a package, for whoever opens it without knowing anything: Chinese first."""

from __future__ import annotations

from collections.abc import Iterable

from records.package.manifest import EventPart, Share

TEXT = """\
阳光厨房 证据包
================

本压缩包是一台"阳光厨房"盒子导出的抓拍证据。抓拍只是线索, 结论由人作出。

包内事件:
{events}

内容
  events/<事件>/event.json     事件本身: 代码、地点、时间及其可信程度、依据
  events/<事件>/looks.json     逐次观察: 位置框、得分、能否判断
  events/<事件>/review.json    办理记录: 谁、何时、做了什么、理由
  events/<事件>/originals/     原始画面, 未作改动 (仅有权者的包内有)
  events/<事件>/annotated/     标注画面
  events/<事件>/strips/        作出判断的逐次观察, 各一小图 (仅有权者的包内有)
  events/<事件>/faces_hidden/  遮挡人脸后的画面, 代替原件
  events/<事件>/clips/, attachments/   视频片段与附件 (如有)
  versions.json                软件、规则、模型的版本与哈希
  chain/<场所>.jsonl           该场所签名链: 自事件第一环至最新一环
  export.jsonl                 本次导出本身的记录: 谁、何时、为何、何种摘要
  public-key.pem, keys/        盒子的公钥
  manifest.json, manifest.sig  清单 (每个文件的 SHA-256) 与其 Ed25519 签名
  SHA256SUMS                   供 sha256sum -c 使用
  VERIFY.md                    逐步核对的全部命令

核对 (无需我们的软件)
  sha256sum -c --quiet SHA256SUMS
  openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin -in manifest.json -sigfile manifest.sig
  openssl pkey -pubin -in public-key.pem -outform DER | sha256sum
最后一行应为: {key}
请向盒子的管理单位另行核对这一指纹: 包内的公钥不能自证。签名链的逐环核对见 VERIFY.md。

画面中可能有人脸。请按原件保管, 不得公开。


sunkitchen evidence package
===========================

Exported from a box that watches over food hygiene. A capture is a lead; people decide.

  events/<id>/event.json       the event: code, place, time and how far it can be trusted, legal basis
  events/<id>/looks.json       every look: box, scores, whether it could be judged
  events/<id>/review.json      what was done: who, when, what, why
  events/<id>/originals/       pictures as they were taken (only for who may have them)
  events/<id>/annotated/       the same with what was found drawn in
  events/<id>/strips/          a small picture of each look that decided (only for who may have them)
  events/<id>/faces_hidden/    pictures with faces hidden, in place of originals
  events/<id>/clips/, attachments/     where there are any
  versions.json                versions and hashes of program, rules and networks
  chain/<site>.jsonl           the site's signed chain, from the event's first link to the newest
  export.jsonl                 this export on record: who, when, why, which digest
  public-key.pem, keys/        the box's public keys
  manifest.json, manifest.sig  SHA-256 of every file, and the Ed25519 signature over it
  SHA256SUMS                   for sha256sum -c
  VERIFY.md                    all commands, step by step

The three commands above check it without our software. The last one must print
{key};
ask whoever keeps the box for that fingerprint, for a key in the package cannot vouch for itself. VERIFY.md has the
rest: walking the chain by hand. What manifest.json lists as absent is not in here, with the reason.

There may be faces on the pictures: keep them as originals are kept, and publish none.
"""
SHARES = {Share.WHOLE: "", Share.STALL: "  仅本摊位部分 this stall's part only"}


def readme(events: Iterable[EventPart], key: str) -> bytes:
    """The text, for these events and the fingerprint of the key that signs."""
    lines = "\n".join(f"  {event.id}  {event.code}  {event.site}{SHARES[event.share]}" for event in events)
    return TEXT.format(events=lines, key=key).encode()
