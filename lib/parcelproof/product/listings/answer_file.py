"""``check listing FILE``: every listing of a file reviewed, however it comes, with the review of a single one.

A table whose columns are ``category`` and attributes is answered row by row like single values; an export, a page and
a JSON file are read as listings first. Rows are shared out to processes, for a hundred thousand products take long.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from parcelproof.clock import now
from parcelproof.errors import InputError, ParcelproofError
from parcelproof.language import current_language, speaking
from parcelproof.messages import _
from parcelproof.playbook import Playbook, load_playbook
from parcelproof.product.listing_facts import ListingFacts
from parcelproof.product.listing_review import answer_listing, destination_of, review_answer, review_listing
from parcelproof.product.listings.exports import listing_table
from parcelproof.product.listings.formats import load_formats
from parcelproof.product.listings.read import is_page, open_listings
from parcelproof.product.listings.row import ListingRow, said_place
from parcelproof.tables import Table, read_table

MAX_BYTES = 200_000_000
CHUNK = 1_000
ALONE = 4_000
"""So many rows are done before further processes have started."""

Progress = Callable[[int, int], None]
Job = tuple[str, ListingFacts | Mapping[str, str] | None, dict[str, str]]


def answer_listing_file(
    path: Path, given: Mapping[str, str], *, progress: Progress | None = None
) -> Iterator[dict[str, Any]]:
    """Review every listing of a file.

    Parameters
    ----------
    path : Path
        A CSV, TSV or XLSX with the column ``category`` and attributes, an export of a platform, JSON, or a saved page.
    given : mapping
        ``destination``, ``date``, ``language`` and ``profile`` for rows that name none; ``currency`` of amounts
        without one.
    progress : callable, optional
        Told (done, total) now and then.

    Yields
    ------
    dict
        The columns of the row but its description, or what names the listing; then the review, or ``error``,
        ``where``, ``mend`` for a row that cannot be read.

    Raises
    ------
    InputError
        If the file cannot be read, or holds no listings.
    """
    if not path.is_file():
        raise InputError(_("There is no such file."), where=str(path), mend=_("Check the name."))
    if path.stat().st_size > MAX_BYTES:
        raise InputError(
            _("This file is larger than 200 MB."), where=path.name, mend=_("Export fewer products at a time.")
        )
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(_("The file cannot be read: {why}.", why=error.strerror), where=str(path)) from error
    shared = {name: given[name] for name in ("destination", "date", "language", "profile") if given.get(name)}
    destination_of(shared)  # a wrong country is one error, and not one per row
    _day(shared)
    total, jobs = _jobs(data, path.name, given.get("currency", "").upper())
    done = 0
    for answers in _shared_out(jobs, shared, total):
        yield from answers
        done += len(answers)
        if progress:
            progress(done, max(done, total))


# -- what is asked ------------------------------------------------------------------------------


def _jobs(data: bytes, name: str, currency: str) -> tuple[int, Iterator[Job]]:
    if not is_page(data) and data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"[", b"<"):
        table = read_table(data, name, header_hint=("category", "title"))
        table, format = listing_table(table, data, name)
        columns = {column.strip().lower() for column in table.header}
        # The form of the shell: a column "category", and names as `answer_listing` reads them.
        if "category" in columns and (not format or load_formats()[format].fallback):
            return len(table.rows), _rows(table)
        file = open_listings(data, name, format=format, currency=currency, table=table)
    else:
        file = open_listings(data, name, currency=currency)
    return file.count, _listings(file.rows)


def _rows(table: Table) -> Iterator[Job]:
    names = {column: column.strip().lower() for column in table.header}
    known = {"category", "title", "name", "text", "description", "sku", "listing_id", "url", "language", "destination",
             "date", "profile"}  # fmt: skip
    plain = {column: name if name in known else column for column, name in names.items()}
    for row in table.rows:
        where = f"row {row.number}"
        if row.problem:
            yield (
                where,
                None,
                {"error": row.problem, "where": said_place(where), "mend": _("Correct this row, and try again.")},
            )
            continue
        cells = {plain[column]: cell.strip() for column, cell in row.cells.items() if cell.strip()}
        # A description is not repeated: the answers would be larger than the file.
        yield where, cells, {name: cell for name, cell in cells.items() if name not in ("text", "description")}


def _listings(rows: Iterable[Any]) -> Iterator[Job]:
    for row in rows:
        if isinstance(row, ListingRow):
            facts = row.facts
            told = {"sku": facts.sku, "listing_id": facts.listing_id, "category": facts.category, "title": facts.title}
            yield row.where, facts, {name: value for name, value in told.items() if value}
        else:
            yield row.where, None, {"error": row.what, "where": row.where, "mend": row.mend}


# -- the answers --------------------------------------------------------------------------------


def _shared_out(jobs: Iterator[Job], shared: dict[str, str], total: int) -> Iterator[list[dict[str, Any]]]:
    """Yield answers in order, chunk by chunk."""
    workers, language = min(os.cpu_count() or 1, 8), current_language().code
    if total <= ALONE or workers < 2:
        while chunk := list(islice(jobs, CHUNK)):
            yield _answer_many(chunk, shared, language)
        return
    # Never a fork: a notebook holds threads and locks.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting: list[Any] = []
        for chunk in iter(lambda: list(islice(jobs, CHUNK)), []):
            waiting.append(pool.submit(_answer_many, chunk, shared, language))
            if len(waiting) > 3 * workers:  # so that a large file is never in memory twice
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()


def _answer_many(jobs: Sequence[Job], shared: dict[str, str], language: str) -> list[dict[str, Any]]:
    # A process of the pool does not know which language the shop speaks.
    with speaking(language):
        return [_answer(job, shared) for job in jobs]


def _answer(job: Job, shared: dict[str, str]) -> dict[str, Any]:
    where, asked, told = job
    if asked is None:
        return dict(told)
    try:
        if isinstance(asked, ListingFacts):
            review = review_listing(asked, _playbook(), destination=destination_of(shared), on=_day(shared),
                                    profile=shared.get("profile", ""))  # fmt: skip
            return {**told, **review_answer(review)}
        return {**told, **answer_listing({**shared, **asked})}
    except ParcelproofError as error:
        place = said_place(where)
        place = f"{place}, {error.where}" if error.where else place
        return {**told, "error": error.what, "where": place, "mend": error.mend}


@cache
def _playbook() -> Playbook:
    # Looking for changed files at every listing would take longer than the reviews.
    return load_playbook()


def _day(shared: Mapping[str, str]) -> date:
    text = shared.get("date", "").strip()
    try:
        return date.fromisoformat(text) if text else now().date()
    except ValueError:
        raise InputError(
            _("This date cannot be read."), where=_("date: {text}", text=text[:40]), mend=_("Write it like 2026-10-02.")
        ) from None
