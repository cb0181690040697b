"""Faults of measures 9 to 11: the page, the unit, the papers."""

from __future__ import annotations

from datetime import timedelta

from parcelproof.training.dossier import Dossier
from parcelproof.training.plants.catalogued import plant

# -- measure 9: the page ------------------------------------------------------------------------


@plant
def page_not_kept(dossier: Dossier) -> None:
    """The product page was not saved."""
    dossier.drop("listing")


@plant
def page_kept_too_late(dossier: Dossier) -> None:
    """The page was saved days after the order."""
    for entry in dossier.of("listing"):
        entry["claimed_at"] = (dossier.story.paid + timedelta(days=9)).isoformat()


@plant
def another_page_kept(dossier: Dossier) -> None:
    """The saved page belongs to another article."""
    for entry in dossier.of("listing"):
        entry |= {"title": "Set of three kitchen boxes with lids", "listing_id": "900000000017", "attributes": {}}


@plant
def plug_does_not_fit(dossier: Dossier) -> None:
    """The page offers a plug that does not go into the sockets of the buyer."""
    for entry in dossier.of("listing"):
        entry["attributes"] = {**entry["attributes"], "Plug": "Type C (two round pins)"}


@plant
def functions_not_explained(dossier: Dossier) -> None:
    """The page of an electronic article explains neither functions nor use."""
    for entry in dossier.of("listing"):
        entry["functions_explained"] = False


# -- measure 10: inspection ---------------------------------------------------------------------


@plant
def no_inspection(dossier: Dossier) -> None:
    """Neither quality control nor inspection are on record."""
    dossier.drop("inspection")


@plant
def function_failed(dossier: Dossier) -> None:
    """The test found a fault, and the article was sent."""
    for entry in dossier.of("inspection", stage="product_inspection"):
        entry["function_ok"] = False


@plant
def other_serial_inspected(dossier: Dossier) -> None:
    """Another unit was inspected than the one that was photographed and sent."""
    for entry in dossier.of("inspection"):
        entry["serials"] = [f"{serial[:-2]}{(int(serial[-2:]) + 37) % 100:02d}" for serial in entry["serials"]]


@plant
def serial_sold_twice(dossier: Dossier) -> None:
    """The same serial number stands in an earlier order."""
    dossier.sold_before = True


# -- measure 11: origin -------------------------------------------------------------------------


@plant
def no_supplier_paper(dossier: Dossier) -> None:
    """No paper of the supplier was kept."""
    dossier.drop("supplier_proof")


@plant
def brand_spelt_in_disguise(dossier: Dossier) -> None:
    """The page writes a known brand with a look-alike letter."""
    for entry in dossier.of("listing"):
        entry["title"] = f"N\u0456ke style {dossier.good.title}"  # a Cyrillic letter looks like the Latin one


@plant
def invoice_too_old(dossier: Dossier) -> None:
    """The newest invoice is older than platforms accept."""
    for entry in dossier.of("supplier_proof", document="invoice"):
        entry["document_date"] = (dossier.story.paid - timedelta(days=500)).date().isoformat()


@plant
def invoice_for_too_few(dossier: Dossier) -> None:
    """The invoice covers fewer pieces than were sold."""
    for entry in dossier.of("supplier_proof", document="invoice"):
        entry["quantity"] = 1
