"""Live pull: ask a tracking service for parcels. Knows nothing of shops; `parcelproof.imports.live` does."""

from parcelproof.tracking.live.answers import (
    Code,
    Entry,
    KeyRefusedError,
    LiveError,
    Page,
    RejectedError,
    UnreachableError,
    Word,
    plain,
)
from parcelproof.tracking.live.keys import Secret, checked, find_key, store_key
from parcelproof.tracking.live.patience import Timer
from parcelproof.tracking.live.vendors import VENDORS, Client, Vendor, vendor

__all__ = [
    "VENDORS",
    "Client",
    "Code",
    "Entry",
    "KeyRefusedError",
    "LiveError",
    "Page",
    "RejectedError",
    "Secret",
    "Timer",
    "UnreachableError",
    "Vendor",
    "Word",
    "checked",
    "find_key",
    "plain",
    "store_key",
    "vendor",
]
