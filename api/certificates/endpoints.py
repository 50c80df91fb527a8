"""GET /certificates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query

from api.access.may import Right
from api.access.needs import needs
from api.certificates.schemas import CertificateList, MerchantCertificatesOut
from api.context import Told
from api.session import Reading
from records import certificates, registry
from records.certificates import Reading as Read
from records.registry import SiteEntry
from records.scopes import Reach

Within = Annotated[Reach, needs(Right.SEE_VIOLATIONS)]
WarnDays = Annotated[int, Query(ge=0, le=366, description="how long before its last day a certificate is expiring")]


def certificates_router() -> APIRouter:
    """What a register last said of each merchant."""
    router = APIRouter(prefix="/certificates", tags=["certificates"])

    @router.get("")
    def by_merchant(within: Within, session: Reading, context: Told, warn_days: WarnDays = 30) -> CertificateList:
        """Health certificates by merchant, never by person; those that lack are violations (CERT_EXPIRED)."""
        read = {one.merchant: one for one in certificates.readings(session, within)}
        shown = _shown(read, registry.sites(session, within), context.now(), timedelta(days=warn_days))
        return CertificateList(items=tuple(shown))

    return router


def _shown(
    read: dict[str, Read], sites: tuple[SiteEntry, ...], at: datetime, warn: timedelta
) -> Iterator[MerchantCertificatesOut]:
    for site in sites:
        today = at.astimezone(ZoneInfo(site.timezone)).date()
        for merchant in site.merchants:
            if merchant.id in read:
                yield MerchantCertificatesOut.of(read[merchant.id], site, merchant, today, warn)
