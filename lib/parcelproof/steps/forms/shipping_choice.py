"""Measure 7: shipping choice: which carrier and service, how far it is tracked, and why it was chosen."""

from __future__ import annotations

from parcelproof.errors import InputError
from parcelproof.ledger.records import Record, Shipping
from parcelproof.messages import N_, _
from parcelproof.steps.advice.shipping_choice import Choice, advise
from parcelproof.steps.field import Field
from parcelproof.steps.form import Context, Form, Values, parse_money, text
from parcelproof.steps.forms.delivery_receipt import TRACKED
from parcelproof.tracking.depth import depth_of
from parcelproof.units import Money

FROM_TABLE = "table"
"""The answer that takes what the playbook says about the service."""

REASONS = (
    N_("Tracked to the door in this country"),
    N_("Gives a signature, which this order needs"),
    N_("Arrives before the promised date"),
    N_("The claim at the carrier stays open longer than the buyer can dispute"),
    N_("My own parcels arrived well with it"),
    N_("The buyer asked for it"),
    N_("The only service for these goods"),
)
OWN_WORDS = "own"

PARTS = (
    Field("carrier", N_("Carrier"), required=True, example="China Post"),
    Field("service", N_("Service"), required=True, example="Registered Air Mail",
          help=N_("The full name, as on the receipt.")),
    Field("number", N_("Tracking number"), example="RR473829103CN",
          help=N_("As printed on the label. May come later.")),
    Field("tracked", N_("How far is it tracked"), "choice", required=True,
          choices=((N_("What the playbook says, see below"), FROM_TABLE), *TRACKED)),
    Field("signature", N_("Does the carrier ask for a signature?"), "yesno", required=True),
    Field("insured", N_("Insured for"), "money", example="USD 80", help=N_("Empty if it is not insured.")),
    Field("cost", N_("What it costs you"), "money", example="CNY 62.50"),
    Field("why", N_("Why this service"), "choice", required=True,
          choices=(*((reason, reason) for reason in REASONS), (N_("Another reason, in my own words"), OWN_WORDS))),
    Field("reason", N_("In your own words"), "long", example=N_("12 days at the middle, and a delivery scan"),
          help=N_("It shows later that you chose with care.")),
)  # fmt: skip


def build(values: Values, context: Context) -> list[Record]:
    """Turn the form into the shipping record; what another page wrote, such as the hand-over, stays."""
    choice = Choice.of(values)
    known = context.shipment.shipping or Shipping()
    return [
        known.model_copy(
            update={
                "carrier": choice.carrier,
                "service": choice.service,
                "tracking_number": choice.number,
                "tracked": _tracked(text(values, "tracked"), choice, context),
                "signature_required": text(values, "signature") == "yes",
                "insured": _money(text(values, "insured")),
                "cost": _money(text(values, "cost")),
                "reason": _reason(values),
            }
        )
    ]


def _tracked(answer: str, choice: Choice, context: Context) -> str:
    if answer != FROM_TABLE:
        return answer
    order = context.shipment.order
    country = (order.destination or "") if order else ""
    found = depth_of(choice.carrier, choice.service, choice.number, country, context.playbook, context.now.date())
    if found is None:
        raise InputError(
            _("The playbook does not know how far this service is tracked."), where="tracked",
            mend=_("Ask the carrier, and choose the answer yourself."),
        )  # fmt: skip
    return found.tracked


def _money(value: str) -> Money | None:
    return parse_money(value) if value else None


def _reason(values: Values) -> str:
    listed, own = text(values, "why"), text(values, "reason")
    if listed == OWN_WORDS:
        if not own:
            raise InputError(_("Your own reason is empty."), where="reason", mend=_("Write one sentence."))
        return own
    return f"{listed}. {own}".strip() if own else f"{listed}."


def start(context: Context) -> Values:
    """Fill in what is on record; how far it is tracked is taken from the playbook unless somebody said it."""
    known = context.shipment.shipping
    if known is None:
        return {"tracked": FROM_TABLE}
    listed, own = _split(known.reason)
    values: Values = {
        "carrier": known.carrier, "service": known.service, "number": known.tracking_number,
        "tracked": known.tracked if known.tracked != "unknown" else FROM_TABLE, "why": listed, "reason": own,
        "insured": _written(known.insured), "cost": _written(known.cost),
    }  # fmt: skip
    if known.signature_required is not None:
        values["signature"] = "yes" if known.signature_required else "no"
    return {name: value for name, value in values.items() if value}


def _split(reason: str) -> tuple[str, str]:
    for listed in REASONS:
        if reason.startswith(f"{listed}."):
            return listed, reason[len(listed) + 1 :].strip()
    return (OWN_WORDS, reason) if reason else ("", "")


def _written(amount: Money | None) -> str:
    return f"{amount.currency} {amount.amount:f}" if amount else ""


SHIPPING_CHOICE = Form("tracking.shipping_choice", PARTS, build, start, advise)
