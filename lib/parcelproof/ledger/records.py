"""The typed records that the eleven measures leave behind.

A record is immutable. Its ``slot`` says what it is about: a later record in the same slot
corrects an earlier one, and both stay in the ledger. Fields marked `Private` hold personal data:
the chain holds only a salted HMAC of them, so that a buyer can be erased and the chain still verifies.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from parcelproof.units import Money, Weight


class PrivateField:
    """Marks a field as personal data (kept beside the chain, erasable)."""


PRIVATE = PrivateField()

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Text = Annotated[str, StringConstraints(max_length=20_000)]
Short = Annotated[str, StringConstraints(max_length=500)]
PrivateText = Annotated[str, StringConstraints(max_length=100_000), PRIVATE]
HsCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{4,10}$")]

PhotoRole = Literal[
    "item_front", "item_back", "serial", "function_test", "all_parts", "before_packing", "cushioning",
    "after_packing", "on_scale", "label", "drop_off_receipt", "returned_parcel", "other",
]  # fmt: skip


class Record(BaseModel):
    """Base of all records.

    Attributes
    ----------
    claimed_at : datetime, optional
        When the fact happened, as the source says it. The ledger adds when it was recorded.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ClassVar[str]
    claimed_at: AwareDatetime | None = None

    @property
    def slot(self) -> str:
        """What this record is about; a later record in the same slot corrects this one."""
        return self.kind


def _digest(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(str(p) for p in parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Address(BaseModel):
    """Where the parcel goes, as the order says it. Country is kept apart, on the order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Short = ""
    company: Short = ""
    line1: Short = ""
    line2: Short = ""
    line3: Short = ""
    city: Short = ""
    state: Short = ""
    postal_code: Short = ""


class Order(Record):
    """The order as the platform exported it.

    ``goods`` is what the buyer paid for goods (freight and tax apart); ``total`` is everything.
    ``promised_from``/``promised_by`` is the delivery window shown to the buyer.
    """

    kind: ClassVar[str] = "order"

    channel: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    order_id: Short
    placed_at: AwareDatetime | None = None
    paid_at: AwareDatetime | None = None
    ship_by: AwareDatetime | None = None
    promised_from: AwareDatetime | None = None
    promised_by: AwareDatetime | None = None
    cancelled_at: AwareDatetime | None = None
    status: Short = ""
    goods: Money | None = None
    shipping_paid: Money | None = None
    tax: Money | None = None
    seller_discount: Money | None = None
    platform_discount: Money | None = None
    total: Money | None = None
    destination: Country | None = None
    ship_to: Annotated[Address | None, PRIVATE] = None
    buyer_name: PrivateText = ""
    buyer_username: PrivateText = ""
    buyer_email: PrivateText = ""
    buyer_phone: PrivateText = ""
    buyer_note: PrivateText = ""
    service_ordered: Short = ""


class Item(Record):
    """One line of the order."""

    kind: ClassVar[str] = "item"

    line_id: Short
    title: Text
    quantity: Annotated[int, Field(ge=0, le=1_000_000)]
    sku: Short = ""
    variation: Text = ""
    listing_id: Short = ""
    unit_price: Money | None = None
    category: Short = ""
    serials: tuple[Short, ...] = ()

    @property
    def slot(self) -> str:
        """One slot per order line."""
        return f"item:{self.line_id}"


class Gift(Record):
    """A free article put into the parcel."""

    kind: ClassVar[str] = "gift"

    description: Short
    quantity: Annotated[int, Field(ge=1, le=10_000)] = 1
    on_product_page: bool
    confirmed_at: AwareDatetime | None = None
    confirmed_channel: Short = ""
    confirmation_text: PrivateText = ""
    restricted: bool = False

    @property
    def slot(self) -> str:
        """One slot per described gift."""
        return f"gift:{_digest(self.description)}"


class Shipping(Record):
    """The shipping choice: which carrier and service, and why."""

    kind: ClassVar[str] = "shipping"

    carrier: Short = ""
    service: Short = ""
    tracking_number: Annotated[str, StringConstraints(max_length=64)] = ""
    shipped_at: AwareDatetime | None = None
    tracked: Literal["end_to_end", "to_departure", "none", "unknown"] = "unknown"
    signature_required: bool | None = None
    insured: Money | None = None
    cost: Money | None = None
    reason: Text = ""


class Weights(Record):
    """The weights of one parcel along its way; each as it was read.

    ``net`` all goods without packaging, ``tare`` packaging, ``packed`` on the seller's scale,
    ``declared`` on the form, ``scanned`` by the carrier, ``billed`` on the invoice.
    """

    kind: ClassVar[str] = "weights"

    net: Weight | None = None
    tare: Weight | None = None
    packed: Weight | None = None
    declared: Weight | None = None
    scanned: Weight | None = None
    billed: Weight | None = None
    scale: Short = ""

    @property
    def slot(self) -> str:
        """One slot per set of named weights: the carrier's scan never corrects the seller's scale."""
        names = [n for n in ("net", "tare", "packed", "declared", "scanned", "billed") if getattr(self, n)]
        return "weights:" + "+".join(names)


class Derived(BaseModel):
    """A file made from an original, with what was done to it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: Sha256
    operation: Short
    width: int
    height: int
    bytes: int


class Photo(Record):
    """One photo: the untouched original by hash, its role, and copies made to share.

    ``claimed_at`` is the camera's time, if it wrote one; ``time_source`` says how sure it is.
    ``phash`` and ``dhash`` are 64-bit perceptual hashes as hexadecimal, upright orientation.
    """

    kind: ClassVar[str] = "photo"

    sha256: Sha256
    role: PhotoRole
    media_type: Literal["image/jpeg", "image/png", "image/webp", "image/heic"]
    bytes: int
    width: int
    height: int
    original_name: PrivateText = ""
    time_source: Literal["camera_with_offset", "camera_zone_assumed", "stated", "none"] = "none"
    device: Short = ""
    edited_with: Short = ""
    had_gps: bool = False
    phash: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
    dhash: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
    barcodes: Annotated[tuple[Short, ...], PRIVATE] = ()
    thumbnail: Derived
    share: Derived

    @property
    def slot(self) -> str:
        """One slot per original file."""
        return f"photo:{self.sha256}"


class DeclarationLine(BaseModel):
    """One article on the customs form."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    description: Short
    quantity: Annotated[int, Field(ge=1, le=1_000_000)]
    value: Money
    net_weight: Weight | None = None
    hs_code: HsCode | None = None
    origin: Country | None = None
    is_gift: bool = False


class Declaration(Record):
    """The customs declaration as it went onto the parcel."""

    kind: ClassVar[str] = "declaration"

    form: Literal["CN22", "CN23", "commercial_invoice", "electronic"]
    category: Literal["sale_of_goods", "gift", "documents", "commercial_sample", "returned_goods", "other"]
    lines: tuple[DeclarationLine, ...]
    total_weight: Weight | None = None
    ioss: Short = ""
    sender_tax_id: Short = ""
    value_explained_by: Literal["", "seller_discount", "bundle_split", "replacement", "seller_coupon"] = ""
    explanation: Text = ""


class Consent(Record):
    """The buyer's agreement, before dispatch, in words on record."""

    kind: ClassVar[str] = "consent"

    about: Literal["declared_value", "true_value_and_duty", "substitution", "address_change", "other"]
    asked_by: Literal["buyer", "seller"]
    channel: Short
    agreed: bool
    text: PrivateText

    @property
    def slot(self) -> str:
        """One slot per subject."""
        return f"consent:{self.about}"


class Message(Record):
    """One message between seller and buyer, or seller and carrier."""

    kind: ClassVar[str] = "message"

    direction: Literal["from_buyer", "to_buyer", "from_carrier", "to_carrier"]
    channel: Short
    language: Annotated[str, StringConstraints(max_length=35)] = ""
    text: PrivateText
    topic: Literal["", "question", "delay", "dispatch_notice", "inquiry", "complaint", "answer", "other"] = ""
    part: Annotated[int, Field(ge=0)] = 0
    """Tells messages of the same instant, direction and channel apart, in the order of the source."""

    @property
    def slot(self) -> str:
        """One slot per instant, direction, channel and part: the same message twice is one message.

        The text takes no part in it: a hash of a short text can be guessed, and so would be personal data.
        """
        instant = self.claimed_at.isoformat() if self.claimed_at else ""
        return f"message:{instant}:{self.direction}:{self.channel}:{self.part}"


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


class Inspection(Record):
    """Quality control or inspection of appearance and function before dispatch."""

    kind: ClassVar[str] = "inspection"

    stage: Literal["quality_control", "product_inspection"]
    inspector: Annotated[str, StringConstraints(max_length=500), PRIVATE] = ""
    units_checked: Annotated[int, Field(ge=0)]
    lot_size: Annotated[int, Field(ge=1)] = 1
    plan: Short = ""
    critical: Annotated[int, Field(ge=0)] = 0
    major: Annotated[int, Field(ge=0)] = 0
    minor: Annotated[int, Field(ge=0)] = 0
    appearance_ok: bool | None = None
    function_ok: bool | None = None
    verdict: Literal["accepted", "rejected", "reworked"]
    serials: tuple[Short, ...] = ()
    notes: Text = ""

    @property
    def slot(self) -> str:
        """One slot per kind of inspection."""
        return f"inspection:{self.stage}"


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
        return f"supplier_proof:{_digest(self.document, self.supplier, self.document_date, self.sku, self.sha256)}"


class Answer(Record):
    """The answer to one question of a measure's checklist."""

    kind: ClassVar[str] = "answer"

    question: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.]*$", max_length=100)]
    answer: Literal["yes", "no", "not_applicable"]
    note: Text = ""

    @property
    def slot(self) -> str:
        """One slot per question."""
        return f"answer:{self.question}"


class Inquiry(Record):
    """An inquiry to the carrier, and what the carrier answered."""

    kind: ClassVar[str] = "inquiry"

    carrier: Short
    reference: Short = ""
    cause: Text = ""
    answered_at: AwareDatetime | None = None

    @property
    def slot(self) -> str:
        """One slot per inquiry."""
        return f"inquiry:{_digest(self.carrier, self.reference, self.claimed_at)}"


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
        return f"erasure:{_digest(self.claimed_at, *self.erased)}"


RECORD_TYPES: dict[str, type[Record]] = {
    cls.kind: cls
    for cls in (
        Order, Item, Gift, Shipping, Weights, Photo, Declaration, Consent, Message, TrackingImport, Inspection,
        Listing, SupplierProof, Answer, Inquiry, Import, Moved, Erasure,
    )
}  # fmt: skip


def private_fields(cls: type[BaseModel]) -> tuple[str, ...]:
    """Names of the fields of a record type that hold personal data."""
    return tuple(
        name for name, info in cls.model_fields.items() if any(isinstance(m, PrivateField) for m in info.metadata)
    )
