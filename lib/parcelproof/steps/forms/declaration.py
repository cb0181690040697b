"""Measure 4: true declaration of value, quantity and weight."""

from __future__ import annotations

from parcelproof.errors import InputError
from parcelproof.ledger.records import Consent, Declaration, DeclarationLine, Record
from parcelproof.messages import N_, _
from parcelproof.steps.advice.declaration import advise
from parcelproof.steps.field import Field, Rows
from parcelproof.steps.form import (
    Context,
    Form,
    Row,
    Values,
    parse_count,
    parse_moment,
    parse_money,
    rows,
    text,
    weight_or_none,
)

FORM_KINDS = (
    (N_("CN22, the short postal label"), "CN22"), (N_("CN23, the long postal form"), "CN23"),
    (N_("Commercial invoice"), "commercial_invoice"), (N_("Sent as data only"), "electronic"),
)  # fmt: skip
CATEGORIES = (
    (N_("Sale of goods"), "sale_of_goods"), (N_("Gift"), "gift"), (N_("Documents"), "documents"),
    (N_("Commercial sample"), "commercial_sample"), (N_("Returned goods"), "returned_goods"), (N_("Other"), "other"),
)  # fmt: skip
EXPLAINED = (
    (N_("Your own discount"), "seller_discount"), (N_("A set that was split"), "bundle_split"),
    (N_("Replacement or repair"), "replacement"), (N_("Your own coupon"), "seller_coupon"),
)  # fmt: skip
ASKED = ((N_("The buyer"), "buyer"), (N_("I, the seller"), "seller"))

LINE = (
    Field("description", N_("Description"), required=True, example="LED desk lamp, aluminium, 5 V USB",
          help=N_("What is it, what is it made of, what is it for.")),
    Field("quantity", N_("How many"), "count", required=True, example="1"),
    Field("value", N_("Value of all pieces"), "money", required=True, example="USD 24.90"),
    Field("net_weight", N_("Weight of all pieces"), "weight", required=True, example="720 g"),
    Field("hs_code", N_("HS code, at least 6 digits"), required=True, example="940521"),
    Field("origin", N_("Made in, two letters"), required=True, example="CN"),
    Field("is_gift", N_("Is it a free gift?"), "yesno", help=N_("A gift is declared too, with a real value.")),
)  # fmt: skip

PARTS = (
    Field("form", N_("Which form"), "choice", required=True, choices=FORM_KINDS),
    Field("category", N_("Kind of sending"), "choice", required=True, choices=CATEGORIES,
          help=N_("What a buyer paid for is always a sale of goods.")),
    Rows("lines", N_("Articles in the parcel, gifts too"), LINE, N_("article")),
    Field("total_weight", N_("Total weight with packaging"), "weight", required=True, example="880 g"),
    Field("ioss", N_("IOSS number"), example="IM0400000000",
          help=N_("For parcels to the EU up to EUR 150, if you have one.")),
    Field("tax_id", N_("Your VAT or EORI number")),
    Field("explained_by", N_("Why the value is below the price"), "choice", choices=EXPLAINED,
          help=N_("Only if it is. Keep the paper that shows it.")),
    Field("explanation", N_("The paper that shows it"), "long"),
    Field("consent_by", N_("Who asked about the value"), "choice", choices=ASKED,
          help=N_("Only if buyer and seller wrote about the declared value. "
                  "Consent does not make a false value lawful.")),
    Field("consent_channel", N_("Where it was written"), example=N_("platform messages")),
    Field("consent_text", N_("The exact words"), "long"),
    Field("consent_at", N_("When it was written"), "time", example="2026-10-02 11:30"),
    Field("at", N_("When you filled the form"), "time", required=True, example="2026-10-02 17:00"),
)  # fmt: skip


def build(values: Values, context: Context) -> list[Record]:
    """Turn the form into the declaration, and the consent if there is one."""
    lines = tuple(_line(row, number) for number, row in enumerate(rows(values, "lines")))
    if len({line.value.currency for line in lines}) > 1:
        raise InputError(_("The lines have different currencies."), where="lines.0.value", mend=_("Use one currency."))
    declaration = Declaration(
        claimed_at=parse_moment(text(values, "at"), context.zone),
        form=text(values, "form"),
        category=text(values, "category"),
        lines=lines,
        total_weight=weight_or_none(text(values, "total_weight")),
        ioss=text(values, "ioss").upper().replace(" ", ""),
        sender_tax_id=text(values, "tax_id"),
        value_explained_by=text(values, "explained_by"),
        explanation=text(values, "explanation"),
    )
    return [declaration, *_consent(values, context)]


def _line(row: Row, number: int) -> DeclarationLine:
    code = "".join(c for c in text(row, "hs_code") if c not in " .-")
    if not (code.isascii() and code.isdigit() and 6 <= len(code) <= 10):
        raise InputError(_("An HS code has 6 to 10 digits."), where=f"lines.{number}.hs_code")
    origin = text(row, "origin").upper()
    if len(origin) != 2 or not (origin.isascii() and origin.isalpha()):
        raise InputError(_("A country has two letters."), where=f"lines.{number}.origin", mend=_("Write it like CN."))
    quantity = parse_count(text(row, "quantity"))
    if quantity < 1:
        raise InputError(_("Write how many pieces there are."), where=f"lines.{number}.quantity")
    return DeclarationLine(
        description=text(row, "description"), quantity=quantity, value=parse_money(text(row, "value")),
        net_weight=weight_or_none(text(row, "net_weight")), hs_code=code, origin=origin,
        is_gift=text(row, "is_gift") == "yes",
    )  # fmt: skip


def _consent(values: Values, context: Context) -> list[Record]:
    given = {name: text(values, f"consent_{name}") for name in ("by", "channel", "text", "at")}
    if not any(given.values()):
        return []
    for name, value in given.items():
        if not value:
            raise InputError(_("Tell all about the agreement: who, where, the words, when."), where=f"consent_{name}")
    return [
        Consent(
            claimed_at=parse_moment(given["at"], context.zone),
            about="declared_value",
            asked_by=given["by"],
            channel=given["channel"],
            agreed=True,
            text=given["text"],
        )
    ]


def start(context: Context) -> Values:
    """Fill in what is on record, else the lines of the order, the gifts, and the packed weight."""
    shipment = context.shipment
    if shipment.declaration:
        return _of_record(shipment.declaration)
    lines: list[Row] = []
    for item in shipment.items:
        value = f"{item.unit_price.currency} {item.unit_price.amount * item.quantity}" if item.unit_price else ""
        lines.append({"description": "", "quantity": str(item.quantity), "value": value, "is_gift": "no"})
    lines += [
        {"description": gift.description, "quantity": str(gift.quantity), "is_gift": "yes"} for gift in shipment.gifts
    ]
    packed = shipment.weights.get("packed")
    return {
        "category": "sale_of_goods", "lines": lines, "at": f"{context.now:%Y-%m-%d %H:%M}",
        "total_weight": f"{packed.value:f} {packed.unit}" if packed else "",
    }  # fmt: skip


def _of_record(known: Declaration) -> Values:
    lines: list[Row] = [
        {
            "description": line.description, "quantity": str(line.quantity),
            "value": f"{line.value.currency} {line.value.amount:f}",
            "net_weight": f"{line.net_weight.value:f} {line.net_weight.unit}" if line.net_weight else "",
            "hs_code": line.hs_code or "", "origin": line.origin or "", "is_gift": "yes" if line.is_gift else "no",
        }
        for line in known.lines
    ]  # fmt: skip
    total = known.total_weight
    return {
        "form": known.form, "category": known.category, "lines": lines, "ioss": known.ioss,
        "total_weight": f"{total.value:f} {total.unit}" if total else "", "tax_id": known.sender_tax_id,
        "explained_by": known.value_explained_by, "explanation": known.explanation,
        "at": known.claimed_at.isoformat(sep=" ", timespec="minutes") if known.claimed_at else "",
    }  # fmt: skip


DECLARATION = Form("delivery.declaration", PARTS, build, start, advise)
