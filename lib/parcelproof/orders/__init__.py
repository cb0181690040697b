"""Readers for order exports, and for files that join tracking numbers to orders."""

from parcelproof.orders.fields import MAPPABLE_FIELDS, OrderField
from parcelproof.orders.formats import Format, detect_format, get_format, load_formats
from parcelproof.orders.mapping import ColumnMapping
from parcelproof.orders.model import (
    OrderBundle,
    OrdersFile,
    RefusedRow,
    TrackingJoin,
    UnmappedFileError,
    order_key,
)
from parcelproof.orders.read import read_orders

__all__ = [
    "MAPPABLE_FIELDS",
    "ColumnMapping",
    "Format",
    "OrderBundle",
    "OrderField",
    "OrdersFile",
    "RefusedRow",
    "TrackingJoin",
    "UnmappedFileError",
    "detect_format",
    "get_format",
    "load_formats",
    "order_key",
    "read_orders",
]
