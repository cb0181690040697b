"""Measure 3: delivery receipt: weights, and the hand-over to the carrier."""

from __future__ import annotations

from parcelproof.ledger.records import Record, Shipping, Weights
from parcelproof.messages import N_
from parcelproof.steps.field import Field
from parcelproof.steps.form import Context, Form, Values, parse_moment, text, weight_or_none
from parcelproof.units import parse_weight

TRACKED = (
    (N_("To the door"), "end_to_end"), (N_("Only until it leaves the country"), "to_departure"),
    (N_("Not tracked"), "none"), (N_("I do not know"), "unknown"),
)  # fmt: skip

PARTS = (
    Field("net", N_("Goods without packaging"), "weight", required=True, example="720 g"),
    Field("tare", N_("Packaging alone"), "weight", example="160 g"),
    Field("packed", N_("Closed parcel on your scale"), "weight", required=True, example="880 g",
          help=N_("Photograph the parcel on the scale, with the display readable.")),
    Field("scale", N_("Which scale"), example=N_("kitchen scale, 1 g steps")),
    Field("scanned", N_("Weight that the carrier measured"), "weight", help=N_("From the tracking or the receipt.")),
    Field("billed", N_("Weight that the carrier charged for"), "weight", help=N_("From the invoice.")),
    Field("carrier", N_("Carrier"), required=True, example="China Post"),
    Field("service", N_("Service"), example="Registered Air"),
    Field("number", N_("Tracking number"), example="RR473829103CN", help=N_("As printed on the label.")),
    Field("tracked", N_("How far is it tracked"), "choice", required=True, choices=TRACKED),
    Field("signature", N_("Does the carrier ask for a signature?"), "yesno"),
    Field("at", N_("When you weighed the parcel"), "time", required=True, example="2026-10-02 16:20"),
    Field("shipped_at", N_("When you handed the parcel over"), "time", example="2026-10-03 09:00"),
)  # fmt: skip


def build(values: Values, context: Context) -> list[Record]:
    """Turn the form into weights and the shipping record."""
    at = parse_moment(text(values, "at"), context.zone)
    own = Weights(
        claimed_at=at,
        net=parse_weight(text(values, "net")),
        tare=weight_or_none(text(values, "tare")),
        packed=parse_weight(text(values, "packed")),
        scale=text(values, "scale"),
    )
    records: list[Record] = [own]
    for name in ("scanned", "billed"):
        if value := weight_or_none(text(values, name)):
            # Without a time of its own: the carrier weighed later than the seller.
            records.append(Weights.model_validate({name: value}))
    shipped, signature = text(values, "shipped_at"), text(values, "signature")
    known = context.shipment.shipping or Shipping()
    records.append(
        known.model_copy(
            update={
                "carrier": text(values, "carrier"),
                "service": text(values, "service"),
                "tracking_number": "".join(text(values, "number").split()).upper(),
                "tracked": text(values, "tracked"),
                "signature_required": None if not signature else signature == "yes",
                "shipped_at": parse_moment(shipped, context.zone) if shipped else known.shipped_at,
            }
        )
    )
    return records


def start(context: Context) -> Values:
    """Fill in what is on record."""
    shipment = context.shipment
    values: Values = {
        name: f"{shipment.weights[name].value:f} {shipment.weights[name].unit}"
        for name in ("net", "tare", "packed", "scanned", "billed")
        if name in shipment.weights
    }
    values["at"] = f"{context.now:%Y-%m-%d %H:%M}"
    if known := shipment.shipping:
        values |= {
            "carrier": known.carrier, "service": known.service, "number": known.tracking_number,
            "tracked": known.tracked if known.tracked != "unknown" else "",
        }  # fmt: skip
        if known.signature_required is not None:
            values["signature"] = "yes" if known.signature_required else "no"
        if known.shipped_at:
            values["shipped_at"] = known.shipped_at.isoformat(sep=" ", timespec="minutes")
    return values


DELIVERY_RECEIPT = Form("delivery.delivery_receipt", PARTS, build, start)
