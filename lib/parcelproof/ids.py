"""Shipment ids: short, safe to type, and never a path or a piece of code.

An id is made from the channel and the order number. It always begins with a letter, so that papermill
does not take it for a number and drop leading zeros.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from parcelproof.errors import InputError
from parcelproof.messages import _

SHIPMENT_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
PRODUCT_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MAX_LENGTH = 80
PRODUCT = "product:"
"""Chains of products begin like this; a shipment id never holds a colon."""


def is_shipment_id(text: str) -> bool:
    """Tell whether a text has the form of a shipment id."""
    return len(text) <= MAX_LENGTH and bool(SHIPMENT_ID.fullmatch(text))


def make_id(channel: str, reference: str) -> str:
    """Return the id of the first parcel of an order.

    Parameters
    ----------
    channel : str
        ``ebay``, ``shopify`` …, or ``parcel`` where only a tracking number is known.
    reference : str
        Order number or tracking number, as written. If writing it in lower-case letters, digits and
        hyphens loses anything but case, blanks, ``#``, ``_`` and ``.``, six hash digits keep two
        references apart.

    Raises
    ------
    InputError
        If the reference is empty.
    """
    if not reference.strip():
        raise InputError(_("An order number or tracking number is needed to name a shipment."))
    head = re.sub(r"[^a-z0-9]", "", channel.lower()) or "shop"
    return f"{head}-{_slug(reference)}"


def product_chain(reference: str) -> str:
    """Return the name of the chain of one product.

    Parameters
    ----------
    reference : str
        SKU, or the number of the listing if there is none.

    Raises
    ------
    InputError
        If the reference is empty.
    """
    if not reference.strip():
        raise InputError(_("A SKU or a listing number is needed to name a product."))
    return PRODUCT + _slug(reference)


def is_product_chain(text: str) -> bool:
    """Tell whether a text has the form of the name of a product's chain."""
    return text.startswith(PRODUCT) and len(text) <= MAX_LENGTH and bool(PRODUCT_SLUG.fullmatch(text[len(PRODUCT) :]))


def _slug(reference: str) -> str:
    folded = unicodedata.normalize("NFKC", reference).lower().strip()
    slug = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
    harmless = re.fullmatch(r"[a-z0-9#_. -]+", folded) is not None
    if not harmless or not slug or len(slug) > 50:
        slug = f"{slug[:40].strip('-')}-{hashlib.sha256(reference.encode('utf-8', 'replace')).hexdigest()[:6]}"
    return slug.strip("-")


def next_parcel_id(first: str, taken: set[str]) -> str:
    """Return the id of a further parcel of the same order: ``…-p2``, ``…-p3``."""
    number = 2
    while f"{first}-p{number}" in taken:
        number += 1
    return f"{first}-p{number}"
