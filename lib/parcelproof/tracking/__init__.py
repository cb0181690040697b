"""From any tracking export to canonical scans, and from scans to where a parcel stands."""

from __future__ import annotations

from parcelproof.tracking.crosswalk import classify, load_crosswalk
from parcelproof.tracking.files import TrackingFile, read_tracking
from parcelproof.tracking.fold import fold
from parcelproof.tracking.readers.source import RefusedEntry
from parcelproof.tracking.readers.table import is_tracking_table

__all__ = ["RefusedEntry", "TrackingFile", "classify", "fold", "is_tracking_table", "load_crosswalk", "read_tracking"]
