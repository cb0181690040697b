"""Measure 5: gift confirmation."""

from __future__ import annotations

from parcelproof.errors import InputError
from parcelproof.ledger.records import Gift, Record
from parcelproof.messages import N_, _
from parcelproof.steps.field import Field, Rows
from parcelproof.steps.form import Context, Form, Values, parse_count, parse_moment, rows, text

GIFT = (
    Field("description", N_("What you give"), required=True, example="cotton coaster, woven"),
    Field("quantity", N_("How many"), "count", required=True, example="1"),
    Field("on_page", N_("Does the product page promise it?"), "yesno", required=True),
    Field("restricted", N_("Battery, liquid, food, knife?"), "yesno", required=True,
          help=N_("Such a gift can stop the whole parcel.")),
    Field("confirmed_at", N_("When the buyer said yes"), "time", example="2026-10-02 11:00"),
    Field("channel", N_("Where the buyer said it"), example=N_("platform messages")),
    Field("words", N_("The buyer's words"), "long"),
)  # fmt: skip

PARTS = (
    Field("any", N_("Does a free gift go into this parcel?"), "yesno", required=True),
    Rows("gifts", N_("Gifts"), GIFT, N_("gift"), least=0),
)


def build(values: Values, context: Context) -> list[Record]:
    """Turn the form into one record per gift; none if there is no gift."""
    found = rows(values, "gifts")
    if text(values, "any") == "no":
        if found:
            raise InputError(_("You said that there is no gift, and there is one in the list."), where="any")
        return _taken_back(set(), context)
    if not found:
        raise InputError(_("Write what you give."), where="gifts.0.description")
    records: list[Record] = []
    for number, row in enumerate(found):
        at = text(row, "confirmed_at")
        if bool(at) != bool(text(row, "channel")):
            missing = "channel" if at else "confirmed_at"
            raise InputError(_("Tell when and where the buyer said yes."), where=f"gifts.{number}.{missing}")
        records.append(
            Gift(
                description=text(row, "description"), quantity=max(1, parse_count(text(row, "quantity"))),
                on_product_page=text(row, "on_page") == "yes", restricted=text(row, "restricted") == "yes",
                confirmed_at=parse_moment(at, context.zone) if at else None,
                confirmed_channel=text(row, "channel"), confirmation_text=text(row, "words"),
            )
        )  # fmt: skip
    return records + _taken_back({r.slot for r in records}, context)


def _taken_back(kept: set[str], context: Context) -> list[Record]:
    # Nothing is erased: a gift that is no longer in the list is on record with quantity 0.
    return [gift.model_copy(update={"quantity": 0}) for gift in context.shipment.gifts if gift.slot not in kept]


def start(context: Context) -> Values:
    """Fill in the gifts on record."""
    gifts = [
        {
            "description": g.description, "quantity": str(g.quantity), "on_page": "yes" if g.on_product_page else "no",
            "restricted": "yes" if g.restricted else "no", "channel": g.confirmed_channel, "words": g.confirmation_text,
            "confirmed_at": g.confirmed_at.isoformat(sep=" ", timespec="minutes") if g.confirmed_at else "",
        }
        for g in context.shipment.gifts
    ]  # fmt: skip
    return {"any": "yes", "gifts": gifts} if gifts else {}


GIFTS = Form("delivery.gifts", PARTS, build, start)
