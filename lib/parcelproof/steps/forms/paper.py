"""Measure 11: one paper of a supplier."""

from __future__ import annotations

from datetime import date

from pydantic import ValidationError

from parcelproof.errors import InputError
from parcelproof.ledger.records import SupplierProof
from parcelproof.messages import N_, _
from parcelproof.steps.field import Field
from parcelproof.steps.form import Context, Form, Values, parse_count, text

PAGE = "product.authenticity"
DOCUMENTS = (
    (N_("Invoice"), "invoice"), (N_("Letter of authorisation"), "authorisation"), (N_("Certificate"), "certificate"),
    (N_("Receipt of a shop (weak)"), "receipt"),
)  # fmt: skip

PARTS = (
    Field("document", N_("What kind of paper"), "choice", required=True, choices=DOCUMENTS, section=N_("The paper")),
    Field("number", N_("Number on the paper"), example="HY-20260618-07"),
    Field("date", N_("Date on the paper"), required=True, example="2026-06-18",
          help=N_("As printed. Platforms count its age from this day.")),
    Field("supplier", N_("Who wrote it"), required=True, example="Shenzhen Haoyuan Electronics Trading Co., Ltd.",
          section=N_("The supplier")),
    Field("address", N_("Address"), example="Huaqiang North Road 88, 518031 Shenzhen, China",
          help=N_("A platform calls the supplier: address, phone and website stand on a good invoice.")),
    Field("phone", N_("Phone"), example="+86 755 5550 0100"),
    Field("website", N_("Website"), example="www.haoyuan-trading.example"),
    Field("sku", N_("Your SKU"), section=N_("What it covers"),
          help=N_("Leave it empty if the paper covers all your products.")),
    Field("brand", N_("Brand"), example="Nordvolt"),
    Field("quantity", N_("Pieces bought"), "count", example="200", help=N_("For an invoice or a receipt.")),
    Field("serials", N_("Serial numbers on the paper"), "long", example="NV65-220711; NV65-220712"),
    Field("holder", N_("Who owns the brand"), example="Nordvolt AB",
          section=N_("Only for an authorisation or a certificate")),
    Field("territory", N_("Countries in which you may sell"), example="US, CA, GB, EU",
          help=N_("Two letters each; EU for all of it.")),
    Field("valid_to", N_("Last day on which it is valid"), example="2027-01-11"),
)  # fmt: skip


def paper_form(kept: tuple[str, ...] = ()) -> Form:
    """Return the form of one paper.

    Parameters
    ----------
    kept : tuple of str
        SHA-256 of the chosen file; empty if none is chosen.
    """
    return Form(PAGE, PARTS, lambda values, context: [paper_of(values, context, kept[0] if kept else None)])


def paper_of(values: Values, context: Context, sha256: str | None) -> SupplierProof:
    """Turn the form into the record of one paper.

    Raises
    ------
    InputError
        If a date cannot be read, or the dates contradict each other.
    """
    dated = _day(values, "date")
    if dated is None:
        raise InputError(_("The date is empty."), where="date", mend=_("Write it like 2026-06-18."))
    until = _day(values, "valid_to")
    if until and until < dated:
        raise InputError(_("It ends before it begins."), where="valid_to", mend=_("Look at both dates again."))
    if dated > context.now.date():
        raise InputError(_("The date lies in the future."), where="date", mend=_("Look at the paper again."))
    quantity = text(values, "quantity")
    try:
        return SupplierProof(
            document=text(values, "document"), supplier=text(values, "supplier"), sha256=sha256, document_date=dated,
            valid_to=until, brand=text(values, "brand"), sku=text(values, "sku"),
            quantity=parse_count(quantity) if quantity else None, territory=text(values, "territory"),
            number=text(values, "number"), holder=text(values, "holder"), supplier_address=text(values, "address"),
            supplier_phone=text(values, "phone"), supplier_website=text(values, "website"), serials=_serials(values),
        )  # fmt: skip
    except ValidationError as error:
        where = str(error.errors()[0]["loc"][0])
        raise InputError(_("This entry cannot be kept."), where=where, mend=_("Make it shorter.")) from error


def _serials(values: Values) -> tuple[str, ...]:
    listed = text(values, "serials").replace("\n", ";").replace(",", ";").split(";")
    return tuple(dict.fromkeys(one.strip() for one in listed if one.strip()))


def _day(values: Values, name: str) -> date | None:
    said = text(values, name)
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise InputError(_("This date cannot be read."), where=name, mend=_("Write it like 2026-06-18.")) from error
