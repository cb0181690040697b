"""The typed records that the eleven measures leave behind.

A record is immutable. Its ``slot`` says what it is about: a later record in the same slot
corrects an earlier one, and both stay in the ledger. Fields marked `PRIVATE` hold personal data:
the chain holds only a salted HMAC of them, so that a buyer can be erased and the chain still verifies.
"""

from parcelproof.ledger.records.base import (
    PRIVATE,
    Country,
    HsCode,
    PrivateField,
    PrivateText,
    Record,
    Sha256,
    Short,
    Text,
    private_fields,
)
from parcelproof.ledger.records.contact import Answer, Consent, Inquiry, Message
from parcelproof.ledger.records.goods import Listing, SupplierProof
from parcelproof.ledger.records.ledger import Confirmation, Draft, Erasure, Import, Moved, TrackingImport
from parcelproof.ledger.records.order import Address, Gift, Item, Order
from parcelproof.ledger.records.parcel import (
    Battery,
    Declaration,
    DeclarationLine,
    Derived,
    Inspection,
    Packing,
    Photo,
    PhotoRole,
    Shipping,
    Weights,
)
from parcelproof.ledger.records.product import Product, UnitInspection, UnitTest
from parcelproof.ledger.records.review import ReviewAnswer, TaughtWording

RECORD_TYPES: dict[str, type[Record]] = {
    cls.kind: cls
    for cls in (
        Order, Item, Gift, Shipping, Weights, Packing, Photo, Declaration, Consent, Message, TrackingImport, Inspection,
        Listing, SupplierProof, Answer, Inquiry, Import, Moved, Draft, Confirmation, Erasure,
        ReviewAnswer, TaughtWording, Product, UnitInspection,
    )
}  # fmt: skip

__all__ = [
    "PRIVATE",
    "RECORD_TYPES",
    "Address",
    "Answer",
    "Battery",
    "Confirmation",
    "Consent",
    "Country",
    "Declaration",
    "DeclarationLine",
    "Derived",
    "Draft",
    "Erasure",
    "Gift",
    "HsCode",
    "Import",
    "Inquiry",
    "Inspection",
    "Item",
    "Listing",
    "Message",
    "Moved",
    "Order",
    "Packing",
    "Photo",
    "PhotoRole",
    "PrivateField",
    "PrivateText",
    "Product",
    "Record",
    "ReviewAnswer",
    "Sha256",
    "Shipping",
    "Short",
    "SupplierProof",
    "TaughtWording",
    "Text",
    "TrackingImport",
    "UnitInspection",
    "UnitTest",
    "Weights",
    "private_fields",
]
