"""Whether a parcel crosses a customs border, and which countries are one customs territory."""

from __future__ import annotations

from parcelproof.shipment import Shipment

CROSSES_BORDER = "delivery.declaration.crosses_border"
"""The question whose answer says that no customs form is due."""

EU = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
)
"""Member states of the European Union, ISO 3166 alpha-2."""

UNION = "EU"
"""Stands for the European Union where the member state is not known."""


def needs_no_form(shipment: Shipment) -> bool:
    """Whether the seller answered that this parcel crosses no customs border."""
    answer = shipment.answers.get(CROSSES_BORDER)
    return answer is not None and answer.answer in ("no", "not_applicable")
