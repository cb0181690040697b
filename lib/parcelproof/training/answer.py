"""What a learner sends to the desk, and the limits of the door through which it goes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

from parcelproof.playbook import Playbook
from parcelproof.playbook.evidence_types import Limit
from parcelproof.shipment import Shipment

TYPED = frozenset({"acceptance_scan", "tracking_history", "delivery_scan", "promised_date", "order_confirmation"})
"""Items that are typed into fields or are known to the platform; all others are files."""

_NOTE_FIELDS = {
    "ebay": "note", "paypal": "evidence.notes", "square": "evidence_text", "stripe": "uncategorized_text",
}  # fmt: skip
_NUMBER = re.compile(r"\b(?=[A-Z0-9-]*\d{5})[A-Z0-9][A-Z0-9-]{6,}\b")


class Answer(BaseModel):
    """The learner's answer to a claim.

    Attributes
    ----------
    items : tuple of str
        Evidence items that are shown, by id.
    text : str
        The letter to the desk.
    answered_at : datetime
    settles : {'', 'refund', 'replace'}
        Gives the buyer what is due in place of an argument.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    items: tuple[str, ...] = ()
    text: str = ""
    answered_at: AwareDatetime
    settles: Literal["", "refund", "replace"] = ""


@dataclass(frozen=True)
class DoorLimits:
    """What a door takes; None where no row of the playbook says it."""

    files: Limit | None
    text: Limit | None


def limits_of(door: str, playbook: Playbook) -> DoorLimits:
    """Return the limits of a door that the desk model knows: number of files, length of the text."""
    rows = [row for row in playbook.evidence.limits if row.platform == door and row.value.isdigit()]
    files = next((row for row in rows if row.kind == "max_files"), None)
    text = next((row for row in rows if row.kind == "max_chars" and row.field == _NOTE_FIELDS.get(door)), None)
    return DoorLimits(files, text)


def in_reach(items: Iterable[str], most: int | None) -> tuple[str, ...]:
    """Return the items that a door takes, files counted, in the order given."""
    taken: list[str] = []
    files = 0
    for item in items:
        if item not in TYPED:
            if most is not None and files >= most:
                continue
            files += 1
        taken.append(item)
    return tuple(taken)


def strange_numbers(text: str, shipment: Shipment) -> tuple[str, ...]:
    """Return numbers of a letter that stand nowhere on record: orders, parcels, serial numbers."""
    known = "\n".join(_known(shipment)).upper()
    return tuple(number for number in dict.fromkeys(_NUMBER.findall(text.upper())) if number.strip("-") not in known)


def _known(shipment: Shipment) -> Iterable[str]:
    if shipment.order:
        yield shipment.order.order_id
        yield shipment.order.model_dump_json()
    if shipment.shipping:
        yield shipment.shipping.model_dump_json()
    for records in (
        shipment.items, shipment.inspections, shipment.supplier_proofs, shipment.inquiries, shipment.listings,
        shipment.units, shipment.messages, shipment.gifts, shipment.consents,
    ):  # fmt: skip
        for record in records:
            yield record.model_dump_json()
    if shipment.declaration:
        yield shipment.declaration.model_dump_json()
    yield from (code for photo in shipment.photos for code in photo.barcodes)
    yield from (f"{scan.time:%Y-%m-%d}" for scan in shipment.tracking.events if scan.time)
