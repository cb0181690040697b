"""Make a report of a shop whose ledger, evidence or reports are not in its folder.

The report is made as ever, in the shop's folder on this machine. Before, the files that it shows are fetched side by
side; after, it is published in the bucket, and goes from this machine.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from parcelproof.batch.engine.client import executor
from parcelproof.batch.engine.system import AVAILABLE
from parcelproof.batch.job import FILES, KEY_FILE, PORTFOLIO, Job, Outcome
from parcelproof.batch.lease import Leases
from parcelproof.batch.once import covers, modules_of, published_of
from parcelproof.ids import is_shipment_id
from parcelproof.language import speak
from parcelproof.ledger.records import Photo, Record, TrackingImport
from parcelproof.ledger.store import Ledger
from parcelproof.shelf import Shelf, read_key
from parcelproof.shop import Shop
from parcelproof.shop_settings import SETTINGS_FILE


class LedgerLeases:
    """Leases in the database of the ledger, which all machines share.

    Parameters
    ----------
    ledger : Ledger
        On PostgreSQL.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @contextmanager
    def hold(self, name: str, *, wait: float = 0.0) -> Iterator[bool]:
        """Hold the lease on one report while the block runs; see `Leases`."""
        with self._ledger.hold(name, wait=wait) as mine:
            yield mine


def make_shared(job: Job, leases: Leases) -> Outcome:
    """Make one report and publish it in the bucket, unless another run makes it, or made it meanwhile.

    Raises
    ------
    ParcelproofError
        In plain words; nothing half-made is published.
    """
    from parcelproof.batch.make import make_report  # papermill takes a second to load: only where it is needed

    shop = opened(job.shop)
    speak(shop.language.code)  # this machine may work for several shops
    with leases.hold(job.name) as mine:
        if not mine:
            return Outcome.BUSY
        if shop.shelf and not job.again and covers(published_of(shop, [job.name])[job.name], job.key):
            return Outcome.BY_ANOTHER_RUN
        _bring_near(shop, job.name)
        if AVAILABLE:
            executor().start(modules_of(job.shop))
        make_report(job)
        if shop.shelf:
            _shelve(shop.shelf, job)
    return Outcome.MADE


def opened(folder: Path) -> Shop:
    """Return the shop of a folder, opened once per process and state of its settings."""
    return _opened(folder, (folder / SETTINGS_FILE).stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _opened(folder: Path, _settings_of: int) -> Shop:
    return Shop(folder)


def _bring_near(shop: Shop, name: str) -> None:
    if not is_shipment_id(name):
        return
    shop.evidence.bring_near({h for stored in shop.ledger.read(name) for h in _shown(stored.record)})


def _shown(record: Record) -> tuple[str, ...]:
    """Return the evidence files that a report reads of one record."""
    if isinstance(record, Photo):
        return (record.thumbnail.sha256,)
    return (record.events_sha256,) if isinstance(record, TrackingImport) else ()


def _shelve(shelf: Shelf, job: Job) -> None:
    reports = job.shop / "reports"
    if job.name == PORTFOLIO:
        names, folder, key_file = FILES[PORTFOLIO], reports, f"{PORTFOLIO}.{KEY_FILE}"
    else:
        names, folder, key_file = FILES[""], reports / job.name, KEY_FILE
    key, as_of = read_key(folder / key_file)
    shelf.publish(job.name, {name: folder / name for name in names}, key=key, as_of=as_of)
    if job.name != PORTFOLIO:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for name in (*names, key_file):
        (folder / name).unlink(missing_ok=True)
