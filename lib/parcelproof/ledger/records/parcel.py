"""The parcel: shipping choice, weights, photos, customs declaration, inspection."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from parcelproof.ledger.records.base import PRIVATE, Country, HsCode, PrivateText, Record, Sha256, Short, Text
from parcelproof.units import ExactDecimal, Money, Weight

PhotoRole = Literal[
    "item_front", "item_back", "serial", "function_test", "all_parts", "before_packing", "cushioning",
    "after_packing", "on_scale", "label", "drop_off_receipt", "returned_parcel", "other",
]  # fmt: skip


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
    ``sharpness`` is a hundred times the re-blur ratio; 0 if the picture shows too little to tell, None if it was
    not measured.
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
    sharpness: Annotated[int, Field(ge=0)] | None = None
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


class Battery(BaseModel):
    """The lithium battery in the parcel, as its case and test summary say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    chemistry: Literal["ion", "metal"]
    configuration: Literal["alone", "with", "in"]
    count: Annotated[int, Field(ge=1, le=10_000)]
    wh_cell: ExactDecimal | None = None
    wh_battery: ExactDecimal | None = None
    lithium_g: ExactDecimal | None = None
    un38_3_summary: bool | None = None


class Packing(Record):
    """How the parcel was packed. Sizes are outer ones, in millimetres."""

    kind: ClassVar[str] = "packing"

    length_mm: Annotated[int, Field(ge=1, le=5_000)]
    width_mm: Annotated[int, Field(ge=1, le=5_000)]
    height_mm: Annotated[int, Field(ge=1, le=5_000)]
    fragility: Literal["very_fragile", "fragile", "normal", "robust"]
    cushion_mm: Annotated[int, Field(ge=0, le=1_000)]
    box: Short = ""
    contents: tuple[Literal["electronics", "liquid", "glass", "battery"], ...] = ()
    shake_test_passed: bool | None = None
    battery: Battery | None = None
