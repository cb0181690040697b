"""What a reader of order files hands on."""

from __future__ import annotations

from dataclasses import dataclass

from parcelproof.errors import InputError
from parcelproof.ledger.records import Item, Order, Shipping, Weights
from parcelproof.messages import _


@dataclass(frozen=True)
class OrderBundle:
    """One order with everything that its file says.

    Attributes
    ----------
    order : Order
    items : tuple of Item
        One per order line; empty if the file has no lines (Etsy sold orders).
    shippings : tuple of Shipping
        One per distinct tracking number; one without a number if the file only says carrier, service or
        dispatch date; empty if it says nothing.
    weights : Weights or None
    rows : tuple of int
        Rows of the file that tell of this order.
    """

    order: Order
    items: tuple[Item, ...]
    shippings: tuple[Shipping, ...]
    weights: Weights | None
    rows: tuple[int, ...]


@dataclass(frozen=True)
class TrackingJoin:
    """A tracking number for an order that another file holds."""

    order_id: str
    shipping: Shipping
    rows: tuple[int, ...]


@dataclass(frozen=True)
class RefusedRow:
    """A row, or one value of a row, that was not taken in.

    ``what`` says whether the order was still taken in; it never repeats the value.
    """

    row: int
    column: str
    what: str
    mend: str


@dataclass(frozen=True)
class OrdersFile:
    """One order file, read.

    Attributes
    ----------
    format : str
        Name of the format, or ``mapped``.
    channel : str
    bundles : tuple of OrderBundle
    joins : tuple of TrackingJoin
        For a format that does both (ShipStation): if the order is known already, use the join; if not, the bundle.
    refused : tuple of RefusedRow
    rows_read : int
        Rows below the header, without blank rows, footer and description row.
    notes : tuple of str
        What was assumed, in plain sentences.
    """

    format: str
    channel: str
    bundles: tuple[OrderBundle, ...]
    joins: tuple[TrackingJoin, ...]
    refused: tuple[RefusedRow, ...]
    rows_read: int
    notes: tuple[str, ...]


class UnmappedFileError(InputError):
    """No known format, and no column mapping was given.

    Attributes
    ----------
    header : tuple of str
        The columns of the file, so that a person can be asked what they mean.
    """

    def __init__(self, header: tuple[str, ...], *, where: str) -> None:
        super().__init__(
            _("This file is no export that Parcelproof knows."),
            where=where,
            mend=_("Say once which column holds what; the answer is kept for all files with these columns."),
        )
        self.header = header


class BadValue(Exception):
    """One cell cannot be taken as it is; the reader adds row and column."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what, mend)
        self.what = what
        self.mend = mend


def order_key(order_id: str) -> str:
    """Return the form in which order numbers of different files are compared.

    Shopify writes ``#1001`` where ShipStation writes ``1001``.
    """
    return order_id.strip().lstrip("#").strip().casefold()
