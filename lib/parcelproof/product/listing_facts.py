"""A listing as it was read from a page, a file or an export, before anything is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from parcelproof.units import Money


@dataclass(frozen=True)
class ListingFacts:
    """What one listing says.

    Attributes
    ----------
    title, text : str
        Title, and the description as plain text.
    category : str
        As the platform or the seller names it; may be the id of a category profile.
    attributes : mapping
        Item specifics, named as the platform names them (``Input Voltage``, ``Marke``).
    brand_field : str
        The brand in its own field; ``Unbranded`` and the like stay as they are.
    sku, listing_id, gtin, mpn, url, language, source : str
        Empty if not stated. ``language`` is a BCP 47 tag, ``source`` the format that it was read from.
    price : Money or None
    pictures : tuple of str
        Addresses or file names of its pictures; never fetched.
    """

    title: str = ""
    text: str = ""
    category: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    brand_field: str = ""
    sku: str = ""
    listing_id: str = ""
    gtin: str = ""
    mpn: str = ""
    url: str = ""
    language: str = ""
    source: str = ""
    price: Money | None = None
    pictures: tuple[str, ...] = ()
