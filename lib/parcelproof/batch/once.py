"""Make a report once, however many runs want it: under its lease, and only if no other run was quicker."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from parcelproof.batch.engine.server_settings import POSTGRES
from parcelproof.batch.history import FOLDER
from parcelproof.batch.job import FILES, KEY_FILE, PORTFOLIO, Job, Key, Outcome
from parcelproof.batch.lease import FileLeases, Leases
from parcelproof.shop import Shop
from parcelproof.shop_settings import SETTINGS_FILE, read_settings

WAIT = 2.0
"""Seconds that a job waits for another run before it is put back, so that a run can be stopped meanwhile."""


def make_once(job: Job) -> Outcome:
    """Make and publish one report, unless another run makes it, or made it meanwhile.

    Raises
    ------
    ReportError
        In plain words; nothing half-made is published.
    """
    if kept_elsewhere(job.shop):
        from parcelproof.batch.shared import make_shared

        return make_shared(job, leases_of(job.shop))
    from parcelproof.batch.make import make_report  # papermill takes a second to load: only where it is needed

    with leases_of(job.shop).hold(job.name) as mine:
        if not mine:
            return Outcome.BUSY
        if not job.again and covers(published(job.shop / "reports", job.name), job.key):
            return Outcome.BY_ANOTHER_RUN
        make_report(job)
    return Outcome.MADE


def wait_and_make(job: Job) -> Outcome:
    """Wait a moment for another run that makes this report, then do as `make_once` does."""
    with leases_of(job.shop).hold(job.name, wait=WAIT):
        pass
    return make_once(job)


def leases_of(shop: Path) -> Leases:
    """Return where the leases of a shop are kept: in its folder, or in the database that all machines share."""
    if kept_elsewhere(shop):
        from parcelproof.batch.shared import LedgerLeases, opened

        if (target := opened(shop)).settings.ledger:
            return LedgerLeases(target.ledger)
    return FileLeases(shop / FOLDER)


def modules_of(shop: Path) -> Sequence[str]:
    """Return what must be loaded for the reports of a shop beside what all reports need."""
    return POSTGRES if read_settings(shop / SETTINGS_FILE).ledger else ()


def kept_elsewhere(shop: Path) -> bool:
    """Tell whether something of a shop is kept outside its folder."""
    said = read_settings(shop / SETTINGS_FILE)
    return bool(said.ledger or said.evidence or said.reports)


def published_of(shop: Shop, names: Sequence[str]) -> dict[str, str]:
    """Return the key of each report that is published whole; empty where there is none."""
    if shop.shelf is None:
        return {name: published(shop.reports_folder, name) for name in names}
    marks = shop.shelf.marks(names)
    return {name: marks[name].key if name in marks else "" for name in names}


def published(reports: Path, name: str) -> str:
    """Return the key of the report that is published whole; empty if there is none, or one of its files is gone."""
    portfolio = name == PORTFOLIO
    folder = reports if portfolio else reports / name
    try:
        if not {*FILES[PORTFOLIO if portfolio else ""]} <= {path.name for path in folder.iterdir()}:
            return ""
        said = (folder / (f"{PORTFOLIO}.{KEY_FILE}" if portfolio else KEY_FILE)).read_text(encoding="utf-8")
        return str(json.loads(said)["key"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def covers(made: str, wanted: str) -> bool:
    """Tell whether a published report is what a job would make; both as keys."""
    one, two = Key.read(made), Key.read(wanted)
    return one is not None and two is not None and one.covers(two)
