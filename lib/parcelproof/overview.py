"""Sum up every shipment of a shop: for ``status``, the portfolio and the start page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from parcelproof.checks import run_checks
from parcelproof.errors import ParcelproofError
from parcelproof.readiness import assess
from parcelproof.report import PortfolioRow, portfolio_row
from parcelproof.report.blocks import Badge
from parcelproof.shop import Shop

REPORT_FILE = "report.html"


def overview(shop: Shop, as_of: datetime) -> Iterator[PortfolioRow]:
    """Yield one row per shipment; one that cannot be read says why and never stops the others."""
    for shipment_id in shop.shipment_ids():
        try:
            shipment = shop.shipment(shipment_id)
        except ParcelproofError as error:
            yield PortfolioRow(
                shipment_id=shipment_id, state=Badge(text="cannot be read", tone="bad"), error=f"{error.what}"
            )
            continue
        findings = run_checks(shipment, shop.playbook, as_of)
        readiness = assess(shipment, shop.playbook, as_of, findings)
        made = (shop.reports_folder / shipment_id / REPORT_FILE).exists()
        link = f"{shipment_id}/{REPORT_FILE}" if made else ""
        yield portfolio_row(shipment, findings, readiness, link=link)
