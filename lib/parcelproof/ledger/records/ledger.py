"""What the ledger notes about itself: files read, parcels moved, personal data erased."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from parcelproof.ledger.records.base import PrivateText, Record, Sha256, Short, short_digest


class TrackingImport(Record):
    """What one tracking file said about this parcel.

    The scans are rows of a Parquet file in the evidence store (``events_sha256``); ``digest`` binds
    exactly the rows of this parcel.
    """

    kind: ClassVar[str] = "tracking_import"

    system: Short
    tracking_number: Annotated[str, StringConstraints(max_length=64)]
    file_sha256: Sha256
    events_sha256: Sha256
    event_count: Annotated[int, Field(ge=0)]
    digest: Sha256
    carrier: Short = ""
    status_raw: Short = ""
    status_detail_raw: Short = ""
    set_by_user: bool = False
    signed_by: PrivateText = ""

    @property
    def slot(self) -> str:
        """One slot per file and number: a newer file adds, it does not replace."""
        return f"tracking_import:{self.file_sha256}:{self.tracking_number}"


class Import(Record):
    """A file that was read into the shop (kept on the shop's own chain)."""

    kind: ClassVar[str] = "import"

    format: Short
    file_name: PrivateText
    file_sha256: Sha256
    rows_read: Annotated[int, Field(ge=0)]
    rows_refused: Annotated[int, Field(ge=0)]
    records_added: Annotated[int, Field(ge=0)]

    @property
    def slot(self) -> str:
        """One slot per file content and format."""
        return f"import:{self.format}:{self.file_sha256}"


class Moved(Record):
    """All records of this shipment were copied to another one: the order that its scans came before."""

    kind: ClassVar[str] = "moved"

    to: Short


class Erasure(Record):
    """Personal data of earlier records was erased on request; names what is gone, not what it was."""

    kind: ClassVar[str] = "erasure"

    reason: Short
    erased: tuple[Short, ...]
    """``<sequence>/<field>`` of each erased value."""

    @property
    def slot(self) -> str:
        """Erasures never replace one another."""
        return f"erasure:{short_digest(self.claimed_at, *self.erased)}"


class Draft(Record):
    """What stands in the form of a page, as typed; saved at every edit, also while it is not yet right."""

    kind: ClassVar[str] = "draft"

    page: Short
    values: PrivateText
    """JSON object of texts and rows of texts."""

    @property
    def slot(self) -> str:
        """One slot per page."""
        return f"draft:{self.page}"


class Confirmation(Record):
    """The person confirmed a page; ``draft`` is the number of the draft entry that was confirmed."""

    kind: ClassVar[str] = "confirmation"

    page: Short
    draft: Annotated[int, Field(ge=1)]

    @property
    def slot(self) -> str:
        """One slot per page."""
        return f"confirmation:{self.page}"
