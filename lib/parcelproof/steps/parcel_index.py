"""What is known of every parcel of a shop, so that it is read again only after its own chain grew.

A large shop keeps it in a file of its folder. The file is no record: it may be thrown away at any time, and a line
counts only while the chain of its parcel ends where it ended then.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC
from typing import Any
from weakref import WeakKeyDictionary

import pyarrow as pa
import pyarrow.parquet as pq

from parcelproof.shop import Shop
from parcelproof.steps.parcel_facts import ParcelFacts
from parcelproof.tracked import taught

FILE = "derived/parcels.parquet"
FORMAT = "1"
MANY = 500
"""From so many parcels on the file is worth it; a small shop is read in a moment."""

_KEY = b"parcelproof"
_MOMENT = pa.timestamp("us", tz="UTC")
_TIMES = ("accepted_at", "delivered_at")
_TEXTS = ("id", "head", "status", "carrier", "service", "destination")
_FIELDS: list[pa.Field[Any]] = [
    *(pa.field(name, pa.string()) for name in _TEXTS),
    pa.field("settled", pa.bool_()),
    *(pa.field(name, _MOMENT) for name in _TIMES),
]
_SCHEMA = pa.schema(_FIELDS)


@dataclass(frozen=True)
class Known:
    """What was read of one parcel.

    Attributes
    ----------
    head : str
        Hash of the last record of its chain.
    facts : ParcelFacts or None
        None if it cannot be read.
    settled : bool
        Nothing about it needs a person, and no passing of time changes that.
    """

    head: str
    facts: ParcelFacts | None
    settled: bool = False


class ParcelIndex:
    """The known parcels of one shop.

    Parameters
    ----------
    shop : Shop
    """

    def __init__(self, shop: Shop) -> None:
        self._path = shop.folder / FILE
        self.key = ""
        """Says under which playbook and teachings the parcels were read."""
        self._known: dict[str, Known] = {}
        self._changed = 0

    def open(self, shop: Shop) -> None:
        """Forget everything if the playbook or a taught wording changed: a scan may mean something else now."""
        taught_now = hashlib.sha256(repr(taught(shop).all).encode()).hexdigest()
        key = f"{FORMAT} {shop.playbook.version} {taught_now}"
        if key != self.key:
            self.key, self._changed = key, 0
            self._known = dict(self._read())

    def get(self, name: str, head: str) -> Known | None:
        """Return what is known of a parcel whose chain ends here."""
        found = self._known.get(name)
        return found if found and found.head == head else None

    def put(self, name: str, known: Known) -> None:
        """Remember what was read of a parcel."""
        if self._known.get(name) != known:
            self._known[name] = known
            self._changed += 1

    def keep(self) -> None:
        """Write the file, if enough is new; where it cannot be written, the next kernel reads again."""
        if self._changed < MANY:
            return
        rows = [
            {"id": name, "head": k.head, "settled": k.settled, **asdict(k.facts)}
            for name, k in self._known.items()
            if k.facts is not None
        ]
        table = pa.Table.from_pylist(rows, schema=_SCHEMA.with_metadata({_KEY: self.key.encode()}))
        draft = self._path.with_suffix(f".{os.getpid()}.tmp")
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(exist_ok=True)
            pq.write_table(table, draft)
            draft.replace(self._path)
            self._changed = 0
        with contextlib.suppress(OSError):
            draft.unlink()

    def _read(self) -> Iterator[tuple[str, Known]]:
        try:
            table = pq.read_table(self._path)
            if (table.schema.metadata or {}).get(_KEY) != self.key.encode() or not table.schema.equals(_SCHEMA):
                return
            rows: list[dict[str, Any]] = table.to_pylist()
        except (OSError, pa.ArrowException):
            return
        for row in rows:
            name, head, settled = row.pop("id"), row.pop("head"), row.pop("settled")
            row |= {time: row[time].astimezone(UTC) for time in _TIMES if row[time]}
            yield name, Known(head, ParcelFacts(**row), settled)


_INDEXES: WeakKeyDictionary[Shop, ParcelIndex] = WeakKeyDictionary()


def index_of(shop: Shop) -> ParcelIndex:
    """Return the index of a shop, the same one for every page of this kernel."""
    index = _INDEXES.setdefault(shop, ParcelIndex(shop))
    index.open(shop)
    return index
