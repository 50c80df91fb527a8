"""The tables, one file a subject. Used as `tables.Violation`, so that rows and facts are never mistaken."""

from records.tables.account import Account, Grant, LoginFailure, Token
from records.tables.attachment import Attachment
from records.tables.audit import Audit
from records.tables.base import Base, UtcDateTime
from records.tables.case import Agenda, CaseStep
from records.tables.certificate import CertificateReading, RegisterCopy
from records.tables.chain import ChainLink, SigningKey
from records.tables.clip import Clip
from records.tables.enrolment import Enrolment, Sample, SampleLabel
from records.tables.learning import SpotCheck, Tuning
from records.tables.models import ModelSwitch
from records.tables.notifying import Delivery, Notifier
from records.tables.registry import Box, Camera, Merchant, Site, Zone
from records.tables.retention import Erasure, Hold, PersonRequest, Removal, RetentionRun
from records.tables.tally import HOURS, TALLY
from records.tables.violation import Evidence, HeadOnIt, Judgement, Look, Outbox, Violation
from records.tables.watching import CameraHealth, Coverage, Suppression

__all__ = [
    "HOURS",
    "TALLY",
    "Account",
    "Agenda",
    "Attachment",
    "Audit",
    "Base",
    "Box",
    "Camera",
    "CameraHealth",
    "CaseStep",
    "CertificateReading",
    "ChainLink",
    "Clip",
    "Coverage",
    "Delivery",
    "Enrolment",
    "Erasure",
    "Evidence",
    "Grant",
    "HeadOnIt",
    "Hold",
    "Judgement",
    "LoginFailure",
    "Look",
    "Merchant",
    "ModelSwitch",
    "Notifier",
    "Outbox",
    "PersonRequest",
    "RegisterCopy",
    "Removal",
    "RetentionRun",
    "Sample",
    "SampleLabel",
    "SigningKey",
    "Site",
    "SpotCheck",
    "Suppression",
    "Token",
    "Tuning",
    "UtcDateTime",
    "Violation",
    "Zone",
]
