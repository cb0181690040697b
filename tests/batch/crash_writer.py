"""Writes into a shop as open pages do: drafts saved at every edit, steps confirmed, records added."""

from __future__ import annotations

import sys
from pathlib import Path

from parcelproof.ledger.records import Item, Order
from parcelproof.shop import Shop
from parcelproof.steps.forms import FORMS
from parcelproof.steps.step import Step

ANSWERS = {
    "lot": "1", "checked": "1", "critical": "0", "major": "0", "minor": "0", "appearance": "yes", "function": "yes",
    "verdict": "accepted", "inspector": "Mei", "at": "2026-10-02 15:40",
}  # fmt: skip


def write(folder: str, name: str, rounds: str) -> None:
    """Write for some rounds; end the process with 1 and a word if anything is not saved."""
    for n in range(int(rounds)):
        shop = Shop(Path(folder))
        shared = Step(shop, shop.shipment_ids()[0], FORMS["delivery.quality_control"])
        shared.edit(**ANSWERS, notes=f"typed by {name}, {n}")
        own = f"manual-{name}-{n}"
        order = Order(channel="manual", order_id=f"{name}-{n}", destination="US")
        shop.record(own, order, Item(line_id="1", title="Desk lamp", quantity=1), source="test")
        step = Step(shop, own, FORMS["delivery.quality_control"])
        step.edit(**ANSWERS)
        step.confirm()
        if shared.failed or step.failed:
            print("NOT SAVED:", shared.failed or step.failed)
            sys.exit(1)
