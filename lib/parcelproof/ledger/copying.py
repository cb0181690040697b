"""Copy a whole ledger to another place: every entry as it stands, every personal value, every head."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select

from parcelproof.errors import ShopError
from parcelproof.ledger.chain import GENESIS
from parcelproof.ledger.schema import heads, private, records
from parcelproof.ledger.store import Ledger
from parcelproof.messages import _

_AT_ONCE = 1000


def copy_ledger(source: Ledger, target: Ledger) -> int:
    """Copy what the target does not have yet, in one transaction.

    Parameters
    ----------
    source, target : Ledger
        The target is empty, or holds the beginning of the source: an earlier copy of it.

    Returns
    -------
    int
        Number of entries that were copied.

    Raises
    ------
    ShopError
        If the target holds anything else.
    """
    position, last = target.head()
    with source.transaction() as reading, target.transaction(write=True) as writing:
        if position and last != _hash_at(reading, position):
            raise ShopError(
                _("There is another ledger in this place already."), where=target.where,
                mend=_("Choose an empty database, or another schema in it."),
            )  # fmt: skip
        query = select(records).where(records.c.position > position).order_by(records.c.position)
        copied = _insert(writing, records, _rows(reading, query))
        # What was erased since an earlier copy must not stay in the new place.
        for table in (private, heads):
            writing.execute(delete(table))
            _insert(writing, table, _rows(reading, select(table)))
    return copied


def _hash_at(connection: Connection, position: int) -> str:
    found = connection.execute(select(records.c.ledger_hash).where(records.c.position == position)).scalar()
    return str(found) if found else GENESIS


def _rows(connection: Connection, query: Any) -> Iterator[dict[str, Any]]:
    for row in connection.execute(query.execution_options(yield_per=_AT_ONCE)):
        yield dict(row._mapping)


def _insert(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> int:
    count, waiting = 0, iter(rows)
    while some := list(islice(waiting, _AT_ONCE)):
        connection.execute(insert(table), some)
        count += len(some)
    return count
