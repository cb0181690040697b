"""How to read files, and what is said when one cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from parcelproof.imports.listings import Progress
from parcelproof.ledger.records import PhotoRole
from parcelproof.messages import _
from parcelproof.orders import ColumnMapping, UnmappedFileError

Ask = Callable[[UnmappedFileError], ColumnMapping | None]


@dataclass
class Options:
    """How to read files.

    Attributes
    ----------
    format : str
        Format to read tables and JSON as; empty to recognise it.
    shipment, role : str
        For photos: where they belong; empty to find out.
    product : str
        For a saved product page: the SKU of the product; empty to find out.
    again : bool
        Read a file even if the same one was imported before.
    ask : callable, optional
        Called once for an unknown table; returns the column mapping, or None.
    progress : callable, optional
        Told how far a large file of listings is: what, done, total.
    """

    format: str = ""
    shipment: str = ""
    role: PhotoRole | None = None
    again: bool = False
    ask: Ask | None = None
    product: str = ""
    progress: Progress | None = None


def unforeseen(error: Exception) -> str:
    """Say that a file could not be read for a reason that nobody foresaw."""
    # Only the kind of the error is told: its text may hold a buyer's data.
    return _(
        "Parcelproof could not read this file ({error}). Nothing of it was taken in.\n"
        "What to do: please send the file's first lines, with names removed, to the makers of Parcelproof.",
        error=type(error).__name__,
    )
