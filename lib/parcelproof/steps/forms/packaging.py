"""Measure 2: proper packaging, and the battery in the parcel."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from parcelproof.errors import InputError
from parcelproof.ledger.records import Battery, Packing, Record, Weights
from parcelproof.messages import N_, _
from parcelproof.steps.advice.packaging import advise
from parcelproof.steps.field import Field
from parcelproof.steps.form import Context, Form, Values, parse_count, parse_moment, text
from parcelproof.units import parse_weight

FRAGILITY = (
    (N_("Very fragile: glass, optics, bare screens"), "very_fragile"),
    (N_("Fragile: ceramics, lamps, cameras"), "fragile"),
    (N_("Normal: toys, small appliances, books"), "normal"),
    (N_("Robust: clothes, tools, cables"), "robust"),
)
CHEMISTRY = ((N_("Lithium ion, can be charged"), "ion"), (N_("Lithium metal, cannot be charged"), "metal"))
CONFIGURATION = (
    (N_("Alone, or a power bank"), "alone"), (N_("In the box beside the device"), "with"),
    (N_("Built into the device"), "in"),
)  # fmt: skip

PARTS = (
    Field("weight", N_("Weight of the packed parcel"), "weight", required=True, example="880 g"),
    Field("length", N_("Length of the box in mm"), "count", required=True, example="300"),
    Field("width", N_("Width of the box in mm"), "count", required=True, example="200"),
    Field("height", N_("Height of the box in mm"), "count", required=True, example="150"),
    Field("fragility", N_("How fragile are the goods"), "choice", required=True, choices=FRAGILITY),
    Field("cushion", N_("Cushion on every side in mm"), "count", required=True, example="50"),
    Field("box", N_("Box"), example="double wall, 44 ECT", help=N_("What the maker's stamp on the box says.")),
    Field("electronics", N_("Are there electronics inside?"), "yesno", required=True),
    Field("liquid", N_("Is there a liquid inside?"), "yesno", required=True),
    Field("glass", N_("Is there glass inside?"), "yesno", required=True),
    Field("battery", N_("Is there a lithium battery inside?"), "yesno", required=True),
    Field("chemistry", N_("Kind of battery"), "choice", choices=CHEMISTRY, help=N_("Only if there is a battery.")),
    Field("configuration", N_("Where is the battery"), "choice", choices=CONFIGURATION),
    Field("batteries", N_("How many batteries"), "count", example="1"),
    Field(
        "wh_cell",
        N_("Watt-hours of one cell"),
        example="18.5",
        help=N_("Volt times ampere-hours: 3.7 V × 5 Ah = 18.5 Wh."),
    ),
    Field("wh_battery", N_("Watt-hours of one battery"), example="18.5"),
    Field("lithium_g", N_("Grams of lithium in one battery"), example="0.6", help=N_("For lithium metal only.")),
    Field("un38_3", N_("Do you have the UN 38.3 test summary?"), "yesno"),
    Field("shake", N_("Shake test: does nothing move?"), "yesno", required=True),
    Field("at", N_("When"), "time", required=True, example="2026-10-02 16:10"),
)


def build(values: Values, context: Context) -> list[Record]:
    """Turn the form into the packing record and the packed weight."""
    at = parse_moment(text(values, "at"), context.zone)
    contents = tuple(x for x in ("electronics", "liquid", "glass", "battery") if text(values, x) == "yes")
    return [
        Packing(
            claimed_at=at,
            length_mm=parse_count(text(values, "length")),
            width_mm=parse_count(text(values, "width")),
            height_mm=parse_count(text(values, "height")),
            fragility=text(values, "fragility"),
            cushion_mm=parse_count(text(values, "cushion")),
            box=text(values, "box"),
            contents=contents,
            shake_test_passed=text(values, "shake") == "yes",
            battery=battery(values),
        ),
        Weights(claimed_at=at, packed=parse_weight(text(values, "weight"))),
    ]


def battery(values: Values) -> Battery | None:
    """Return the battery, or None if there is none.

    Raises
    ------
    InputError
        If there is one and it is not described.
    """
    if text(values, "battery") != "yes":
        return None
    if not text(values, "chemistry"):
        raise InputError(_("Choose the kind of battery."), where="chemistry")
    if not text(values, "configuration"):
        raise InputError(_("Choose the place of the battery."), where="configuration")
    if not text(values, "batteries"):
        raise InputError(_("Write how many batteries there are."), where="batteries")
    un38_3 = text(values, "un38_3")
    return Battery(
        chemistry=text(values, "chemistry"),
        configuration=text(values, "configuration"),
        count=parse_count(text(values, "batteries")),
        wh_cell=_number(values, "wh_cell"),
        wh_battery=_number(values, "wh_battery"),
        lithium_g=_number(values, "lithium_g"),
        un38_3_summary=None if not un38_3 else un38_3 == "yes",
    )


def _number(values: Values, name: str) -> Decimal | None:
    value = text(values, name).replace(",", ".")
    if not value:
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or number < 0:
        raise InputError(_("This is no number."), where=name, mend=_("Write it like 18.5."))
    return number


def start(context: Context) -> Values:
    """Fill in what is on record."""
    known = context.shipment.weights.get("packed")
    return {"weight": f"{known.value:f} {known.unit}" if known else "", "at": f"{context.now:%Y-%m-%d %H:%M}"}


PACKAGING = Form("delivery.packaging", PARTS, build, start, advise)
