"""Which customs form a parcel needs, by carrier, by weight, and by the limit of the post."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from parcelproof.delivery.exchange import convert
from parcelproof.delivery.weights import is_express
from parcelproof.messages import _, sentences
from parcelproof.playbook import Playbook
from parcelproof.playbook.model import Rule
from parcelproof.shipment import Shipment
from parcelproof.units import Money

FormName = Literal["CN22", "CN23", "commercial_invoice"]

LIMITS = "declaration_limits"
TREATY = "declaration.cn22_treaty_limit"
FLOOR = "declaration.xdr_floor"
PACKET = "declaration.small_packet_max"
KILOGRAM = 1000


@dataclass(frozen=True)
class FormChoice:
    """The form that a parcel needs.

    Attributes
    ----------
    form : FormName
    why : str
        For people.
    rule : str
        Id of the row that decided, or empty.
    """

    form: FormName
    why: str
    rule: str = ""


def choose_form(shipment: Shipment, values: Sequence[Money], origin: str, playbook: Playbook, on: date) -> FormChoice:
    """Choose the form of one parcel.

    Parameters
    ----------
    shipment : Shipment
        Its carrier and weight decide too.
    values : sequence of Money
        One for each line of the form.
    origin : str
        Country of the post that takes the parcel; empty if it is not known.
    playbook : Playbook
    on : date
        The day of shipping.

    Notes
    -----
    Where nobody can tell, the answer is CN23: it asks for more, and no post refuses it for a small value.
    """
    if is_express(shipment):
        return FormChoice("commercial_invoice", _("An express carrier takes the commercial invoice, no postal form."))
    packet = playbook.rule(PACKET, on)
    weight = shipment.weights.get("packed") or (shipment.declaration.total_weight if shipment.declaration else None)
    if packet and weight and weight.grams > packet.number * KILOGRAM:
        said = _(
            "The parcel weighs more than {value} {unit}, so it is no letter with CN22.",
            value=packet.value, unit=packet.unit,
        )  # fmt: skip
        return FormChoice("CN23", said, packet.id)
    own = next(iter(playbook.rules_for(LIMITS, on=on, kind="form_limit", country=origin)), None) if origin else None
    if own is not None:
        return _by_limit(values, own.number, own.unit, own, "", on)
    treaty, floor = playbook.rule(TREATY, on), playbook.rule(FLOOR, on)
    if treaty is None or floor is None:
        return FormChoice("CN23", _("No limit for CN22 is on file."))
    note = _(
        "The treaty limit is {value} special drawing rights; your post may have its own, so ask.", value=treaty.value
    )
    return _by_limit(values, treaty.number * floor.number, floor.unit, treaty, note, on)


def _by_limit(values: Sequence[Money], limit: Decimal, currency: str, rule: Rule, note: str, on: date) -> FormChoice:
    changed = [convert(value, currency, on) for value in values]
    if not changed or any(each is None for each in changed):
        said = _("The value cannot be compared with the limit of CN22, and CN23 is right for every value.")
        return FormChoice("CN23", sentences(said, note), rule.id)
    total = sum((each.money.amount for each in changed if each is not None), Decimal(0))
    fits = total <= limit
    amount = f"{currency} {limit.normalize():f}"
    above = _("The value is above {amount}.", amount=amount)
    said = _("The value is not above {amount}.", amount=amount) if fits else above
    return FormChoice("CN22" if fits else "CN23", sentences(said, note), rule.id)
