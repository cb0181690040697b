"""Where the goods come from and how they were offered: listing snapshots and supplier papers."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from parcelproof.ledger.records.base import Record, Sha256, Short, Text, short_digest


class Listing(Record):
    """The product page as it stood, kept as a file. ``claimed_at`` is when it was captured."""

    kind: ClassVar[str] = "listing"

    title: Text
    listing_id: Short = ""
    sha256: Sha256
    media_type: Short
    bytes: int
    attributes: dict[Short, Text] = Field(default_factory=dict)
    functions_explained: bool | None = None

    @property
    def slot(self) -> str:
        """One slot per captured file: a newer snapshot does not replace an older one."""
        return f"listing:{self.sha256}"


class SupplierProof(Record):
    """A paper that shows where the goods come from."""

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

    @property
    def slot(self) -> str:
        """One slot per paper."""
        return f"supplier_proof:{short_digest(self.document, self.supplier, self.document_date, self.sku, self.sha256)}"
