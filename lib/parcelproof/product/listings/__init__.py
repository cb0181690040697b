"""Listings taken in: saved pages, pasted text, exports of eBay, Amazon, Shopify and AliExpress, tables of products."""

from parcelproof.product.listings.page import Snapshot, safe, snapshot
from parcelproof.product.listings.pasted import read_pasted, write_pasted
from parcelproof.product.listings.read import ListingsFile, is_page, open_listings, read_listings
from parcelproof.product.listings.row import ListingRow, RefusedRow

__all__ = [
    "ListingRow",
    "ListingsFile",
    "RefusedRow",
    "Snapshot",
    "is_page",
    "open_listings",
    "read_listings",
    "read_pasted",
    "safe",
    "snapshot",
    "write_pasted",
]
