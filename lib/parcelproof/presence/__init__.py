"""Which evidence of a shipment is on record, by the measure of a dispute desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from parcelproof.messages import _
from parcelproof.playbook import Playbook
from parcelproof.presence import goods, talk, way
from parcelproof.presence.facts import Facts, Presence
from parcelproof.shipment import Shipment

__all__ = ["RULES", "Facts", "Presence", "evidence_on_record"]

RULES: Mapping[str, Callable[[Facts, Playbook], Presence]] = MappingProxyType(
    {
        rule.__name__: rule
        for rule in (
            goods.photos_before_packing, goods.photos_after_packing, goods.gross_weight, goods.net_weight,
            goods.inspection_record, goods.listing_snapshot, goods.declaration_record,
            goods.purchase_invoice_authenticity, goods.serial_number,
            talk.buyer_consent_declared_value, talk.gift_confirmation, talk.buyer_messages, talk.carrier_inquiry,
            talk.order_confirmation, talk.promised_date,
            way.label_receipt, way.acceptance_scan, way.tracking_history, way.delivery_scan, way.signature,
            way.return_record, way.shipping_insurance,
        )
    }
)  # fmt: skip
"""How each evidence item is recognised; the name of the function is the id of the item."""


def evidence_on_record(shipment: Shipment, playbook: Playbook, as_of: datetime | None = None) -> dict[str, Presence]:
    """Tell for every evidence item of the playbook whether it is on record.

    Parameters
    ----------
    shipment : Shipment
    playbook : Playbook
    as_of : datetime, optional
        Evidence that is younger than this does not count.

    Returns
    -------
    dict of str to Presence
        In the order of the playbook. An item that no rule recognises is not present: unknown is never present.
    """
    facts = Facts(shipment)
    found: dict[str, Presence] = {}
    for name in playbook.items:
        rule = RULES.get(name)
        presence = rule(facts, playbook) if rule else Presence(name, present=False, note=_("Nobody can say."))
        if as_of and presence.since and presence.since > as_of:
            presence = replace(presence, present=False, note=_("It was made later."))
        found[name] = presence
    return found
