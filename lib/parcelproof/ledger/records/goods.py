"""Where the goods come from and how they were offered: listing snapshots and supplier papers."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from parcelproof.ledger.records.base import Record, Sha256, Short, Text, short_digest
from parcelproof.units import Money


class Listing(Record):
    """The product page as it stood, kept as a file. ``claimed_at`` is when it was captured.

    ``text`` is the page as plain text, ``attributes`` its item specifics as the page names them, ``pictures`` the
    files of its pictures, ``source`` the format that it was read from. ``time_source`` says who tells when it was
    captured: the person (empty), the page itself, or only the time of the file, which proves nothing.
    """

    kind: ClassVar[str] = "listing"

    title: Text
    listing_id: Short = ""
    sha256: Sha256
    media_type: Short
    bytes: int
    attributes: dict[Short, Text] = Field(default_factory=dict)
    functions_explained: bool | None = None
    source: Short = ""
    url: Short = ""
    language: Annotated[str, StringConstraints(max_length=35)] = ""
    category: Short = ""
    price: Money | None = None
    text: Annotated[str, StringConstraints(max_length=100_000)] = ""
    pictures: tuple[Sha256, ...] = ()
    time_source: Literal["", "page", "file"] = ""

    @property
    def slot(self) -> str:
        """One slot per captured file: a newer snapshot does not replace an older one."""
        return f"listing:{self.sha256}"


class SupplierProof(Record):
    """A paper that shows where the goods come from.

    ``holder`` is who owns the brand and allows the sale. A platform calls the supplier: address, phone and website
    are those that stand on the paper.
    """

    kind: ClassVar[str] = "supplier_proof"

    document: Literal["invoice", "authorisation", "certificate", "receipt"]
    supplier: Short
    sha256: Sha256 | None = None
    document_date: date
    valid_to: date | None = None
    brand: Short = ""
    sku: Short = ""
    quantity: Annotated[int, Field(ge=0)] | None = None
    territory: Short = ""
    number: Short = ""
    holder: Short = ""
    supplier_address: Short = ""
    supplier_phone: Short = ""
    supplier_website: Short = ""
    serials: tuple[Short, ...] = ()

    @property
    def slot(self) -> str:
        """One slot per paper."""
        return f"supplier_proof:{short_digest(self.document, self.supplier, self.document_date, self.sku, self.sha256)}"
