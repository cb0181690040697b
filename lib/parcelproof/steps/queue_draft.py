"""What is typed into the answer of a case, kept in the ledger so that a killed kernel loses nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping

from parcelproof.ledger.records import Draft
from parcelproof.shop import Shop

PAGE = "tracking.review"
FIELDS = ("kind", "note", "carrier", "reference", "channel", "text")
EMPTY = Draft(page=PAGE, values="{}")


def read_draft(shop: Shop, shipment_id: str) -> Mapping[str, str]:
    """Return what was typed for a case and not yet answered; empty texts where nothing was."""
    values: object = {}
    for item in shop.ledger.read(shipment_id):
        if isinstance(item.record, Draft) and item.record.page == PAGE:
            # Erased personal data leaves an empty text.
            values = json.loads(item.record.values or "{}")
    known = values if isinstance(values, dict) else {}
    return {name: str(known.get(name, "")) for name in FIELDS}


def save_draft(shop: Shop, shipment_id: str, values: Mapping[str, str]) -> None:
    """Save what is typed."""
    kept = {name: values[name] for name in FIELDS if values.get(name)}
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True)
    shop.record(shipment_id, Draft(page=PAGE, values=text), source=f"page:{PAGE}")
