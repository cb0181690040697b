"""Which shipment the person works on: a note of the pages, not a record of the shop."""

from __future__ import annotations

import json

from parcelproof.errors import InputError
from parcelproof.shop import Shop

FILE = "pages.json"


def choose(shop: Shop, shipment_id: str) -> None:
    """Note the shipment that the pages show when they name none.

    Raises
    ------
    UnknownNameError
        If there is no such shipment.
    """
    shop.shipment(shipment_id)
    path = shop.folder / FILE
    draft = path.with_suffix(".tmp")
    draft.write_text(json.dumps({"shipment": shipment_id}), encoding="utf-8")
    draft.replace(path)


def current(shop: Shop, wanted: str = "") -> str:
    """Return the shipment of a page: the one it names, else the chosen one; empty if there is none.

    Parameters
    ----------
    wanted : str
        Id, order number or tracking number; empty for the chosen one.
    """
    if wanted:
        found = shop.find(wanted)
        if len(found) != 1:
            raise InputError(
                "Several parcels have this number: " + ", ".join(found) + "." if found
                else "No shipment has this id, order number or tracking number.",
                where=wanted[:80], mend="Choose a shipment on the start page.",
            )  # fmt: skip
        return found[0]
    try:
        chosen = str(json.loads((shop.folder / FILE).read_text(encoding="utf-8"))["shipment"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return chosen if shop.ledger.head(chosen)[0] else ""
