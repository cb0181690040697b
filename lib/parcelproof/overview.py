"""Sum up every shipment of a shop: for ``status``, the portfolio and the start page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from parcelproof.checks import run_checks
from parcelproof.errors import ParcelproofError
from parcelproof.messages import _
from parcelproof.readiness import assess
from parcelproof.report import PortfolioRow, portfolio_row
from parcelproof.report.blocks import Badge
from parcelproof.shop import Shop

REPORT_FILE = "report.html"


def overview(shop: Shop, as_of: datetime) -> Iterator[PortfolioRow]:
    """Yield one row per shipment; one that cannot be read says why and never stops the others."""
    shipment_ids = shop.shipment_ids()
    links = report_links(shop, shipment_ids)
    for shipment_id in shipment_ids:
        try:
            shipment = shop.shipment(shipment_id)
        except ParcelproofError as error:
            yield PortfolioRow(
                shipment_id=shipment_id, state=Badge(text=_("cannot be read"), tone="bad"), error=f"{error.what}"
            )
            continue
        findings = run_checks(shipment, shop.playbook, as_of)
        readiness = assess(shipment, shop.playbook, as_of, findings)
        yield portfolio_row(shipment, findings, readiness, link=links.get(shipment_id, ""))


def report_links(shop: Shop, shipment_ids: Sequence[str]) -> dict[str, str]:
    """Return the way from the page over all shipments to each report that is published."""
    if shop.shelf is None:
        return {i: f"{i}/{REPORT_FILE}" for i in shipment_ids if (shop.reports_folder / i / REPORT_FILE).exists()}
    # In a bucket every report, and this page too, lies in a folder named by its version.
    return {i: f"../../{i}/{mark.folder}/{REPORT_FILE}" for i, mark in shop.shelf.marks(shipment_ids).items()}
