"""Which shipment and which product the person works on: a note of the pages, not a record of the shop."""

from __future__ import annotations

import json

from parcelproof.errors import InputError
from parcelproof.messages import _
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
    _note(shop, shipment=shipment_id)


def choose_letter(shop: Shop, shipment_id: str, letter: str) -> None:
    """Note the shipment, and the letter that its page is to begin with; an empty letter takes that note back.

    Raises
    ------
    UnknownNameError
        If there is no such shipment.
    """
    choose(shop, shipment_id)
    _note(shop, letter=letter, letter_for=shipment_id)


def chosen_letter(shop: Shop, shipment_id: str) -> str:
    """Return the letter that was chosen for a shipment, like ``buyer:delay``; empty if none was."""
    noted = _noted(shop)
    return noted.get("letter", "") if noted.get("letter_for") == shipment_id else ""


def choose_product(shop: Shop, chain: str) -> None:
    """Note the product that the pages show when they name none.

    Raises
    ------
    UnknownNameError
        If there is no such product.
    """
    shop.product(chain)
    _note(shop, product=chain)


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
                _("Several parcels have this number: {parcels}.", parcels=", ".join(found)) if found
                else _("No shipment has this id, order number or tracking number."),
                where=wanted[:80], mend=_("Choose a shipment on the start page."),
            )  # fmt: skip
        return found[0]
    chosen = _noted(shop).get("shipment", "")
    return chosen if chosen and shop.ledger.head(chosen)[0] else ""


def current_product(shop: Shop, wanted: str = "") -> str:
    """Return the product of a page: the one it names, else the chosen one; empty if there is none.

    Parameters
    ----------
    wanted : str
        SKU, listing number, or name of the chain; empty for the chosen one.
    """
    if wanted:
        if not (found := shop.find_product(wanted)):
            raise InputError(
                _("No product has this SKU or listing number."), where=wanted[:80],
                mend=_("Take its product page in first, or choose another product."),
            )  # fmt: skip
        return found
    chosen = _noted(shop).get("product", "")
    return chosen if chosen in shop.product_ids() else ""


def _noted(shop: Shop) -> dict[str, str]:
    try:
        notes = json.loads((shop.folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in notes.items()} if isinstance(notes, dict) else {}


def _note(shop: Shop, **changes: str) -> None:
    path = shop.folder / FILE
    draft = path.with_suffix(".tmp")
    draft.write_text(json.dumps(_noted(shop) | changes), encoding="utf-8")
    draft.replace(path)
