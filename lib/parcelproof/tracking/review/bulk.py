"""The review of a file of scans of any size: the same rules and answers as for one shipment, one row per parcel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute

from parcelproof.checks import CheckContext
from parcelproof.messages import _
from parcelproof.playbook import Playbook
from parcelproof.tracking.review.arrow import stamps, texts, to_arrow, to_numpy
from parcelproof.tracking.review.automaton import Automaton
from parcelproof.tracking.review.bulk_claims import ClaimDates
from parcelproof.tracking.review.bulk_rows import rows_of
from parcelproof.tracking.review.cases import STATUSES, Cases, is_economy
from parcelproof.tracking.review.events_file import EventsFile, Told, open_events
from parcelproof.tracking.review.flags import FlagCode
from parcelproof.tracking.review.folded import Folded
from parcelproof.tracking.review.meanings import Meanings
from parcelproof.tracking.review.moments import NONE, Moments, ticks
from parcelproof.tracking.review.pairs import side_by_side
from parcelproof.tracking.review.partition import Partition
from parcelproof.tracking.review.rules import Raised, limits_of, review
from parcelproof.tracking.review.side_by_side import SideBySide
from parcelproof.tracking.review.spill import Chunk, Spill, partition_count, spill_file
from parcelproof.tracking.review.words import DATES, Words

pc: Any = pyarrow.compute

Progress = Callable[[int, int], None]
_CODES = tuple(FlagCode)
_LAST = np.iinfo(np.int64).max


def review_events(
    paths: Path | Iterable[Path],
    *,
    as_of: datetime,
    playbook: Playbook,
    progress: Progress | None = None,
    told: Told | None = None,
) -> Iterator[pa.Table]:
    """Review files of scans.

    Parameters
    ----------
    paths : Path or iterable of Path
        CSV or Parquet, of any size; the scans of one parcel may stand in several of them, in any order.
    as_of : datetime
        The moment for which is judged, with offset.
    playbook : Playbook
    progress : callable, optional
        Called with the rows read so far and how many there are; for CSV that is an estimate.
    told : Told, optional
        Takes counts, and the rows that were left out.

    Yields
    ------
    pyarrow.Table
        Some parcels each, one row per parcel: ``tracking_number, status, reason, since, flags, act_by,
        accepted_at, delivered_at, last_scan_at, carrier, service, destination``. Times are in UTC; ``flags``
        are joined by ``;``, most urgent first.

    Raises
    ------
    InputError
        If a file is no list of scans, or breaks off.
    """
    told = Told() if told is None else told
    files = [open_events(path) for path in ([paths] if isinstance(paths, Path) else paths)]
    dates = tuple(name for name in DATES if any(name in file.columns for file in files))
    with TemporaryDirectory(prefix="parcelproof-review-", ignore_cleanup_errors=True) as folder:
        words = Words()
        spill = Spill(Path(folder), partition_count(files), dates)
        _read(files, words, spill, told, progress)
        automaton = Automaton()
        meanings = Meanings(words, automaton)
        meanings.judge()
        folds = SideBySide(words, meanings, automaton)
        answers = _Answers(words, CheckContext(playbook=playbook, as_of=as_of))

        def answer(take: Callable[[], list[Chunk]]) -> tuple[pa.Table, Told]:
            mine = Told()
            return answers.table(folds.fold(Partition(take()), mine)), mine

        for table, own in side_by_side(answer, spill.partitions()):
            told.add(own)
            if table.num_rows:
                yield table


def review_file(path: Path, as_of: datetime, playbook: Playbook, told: Told | None = None) -> Iterator[dict[str, Any]]:
    """Review a file for the shell: one dict per parcel, then one per row that was left out.

    Yields
    ------
    dict
        ``tracking_number, status, reason, since, flags, act_by``; times as text with offset, flags as a list.
        A row that was left out gives ``row, error, mend``.
    """
    told = Told() if told is None else told
    for table in review_events(path, as_of=as_of, playbook=playbook, told=told):
        yield from rows_of(table)
    for entry in told.refused:
        yield {"row": entry.where, "error": entry.what, "mend": entry.mend}
    if told.refused_count > len(told.refused):
        error = _("{count} rows were left out; these are the first.", count=told.refused_count)
        yield {"row": path.name, "error": error, "mend": ""}


def _read(files: list[EventsFile], words: Words, spill: Spill, told: Told, progress: Progress | None) -> None:
    total = sum(file.rows for file in files)
    for file in files:
        for rows in spill_file(file, words, spill, told):
            told.rows += rows
            if progress:
                progress(told.rows, max(total, told.rows))


class _Answers:
    """The rules, over the facts of one partition after another."""

    def __init__(self, words: Words, context: CheckContext) -> None:
        self._words, self._context = words, context
        self._limits = limits_of(context)
        self._claims = ClaimDates(words, context)
        self._slow = np.array([is_economy(word) for word in words.of["service"].words], np.bool_)

    def table(self, folded: Folded) -> pa.Table:
        """Return one row per parcel."""
        count = len(folded.numbers)
        raised = review(self._cases(folded), self._limits, self._context.as_of)
        words = self._words.of
        return pa.table(
            {
                "tracking_number": folded.numbers,
                "status": _words_of([s.value for s in STATUSES], folded.status),
                "reason": _words_of(folded.reasons, folded.reason),
                "since": _stamps(folded.since),
                "flags": _flags(raised, count),
                "act_by": _act_by(raised, count),
                "accepted_at": _stamps(folded.accepted),
                "delivered_at": _stamps(folded.delivered),
                "last_scan_at": _stamps(folded.last_scan),
                "carrier": _words_of(words["carrier"].words, folded.carrier),
                "service": _words_of(words["service"].words, folded.service),
                "destination": _words_of(words["destination"].words, folded.destination),
            }
        )

    def _cases(self, folded: Folded) -> Cases:
        sent = folded.accepted.where(folded.accepted.known, folded.shipped)
        sent = sent.only(sent.at <= ticks(self._context.as_of))
        return Cases(
            status=folded.status,
            attention=folded.attention,
            since=folded.since,
            hold=folded.hold,
            hold_open=folded.hold_open,
            accepted=folded.accepted,
            last_scan=folded.last_scan,
            sent=sent,
            redirected=folded.redirected,
            damaged=folded.damaged,
            is_damaged=folded.is_damaged,
            is_redirected=folded.is_redirected,
            departed=folded.departed,
            arrived=folded.arrived,
            economy=self._slow[folded.service],
            asked=np.zeros(len(folded.numbers), np.bool_),
            promised=folded.promised,
            claim_closes=self._claims.close(folded, sent),
        )


def _words_of(words: list[str], codes: npt.NDArray[Any]) -> pa.Array[Any]:
    indices = to_arrow(codes.astype(np.int32, copy=False))
    return pa.DictionaryArray.from_arrays(indices, texts(words))


def _stamps(moments: Moments) -> Any:
    return stamps(moments.at, moments.known)


def _act_by(raised: list[Raised], count: int) -> Any:
    """Return until when a person should act on the most urgent flag."""
    first = np.full(count, _LAST)
    for kind in raised:
        rows = np.flatnonzero(kind.where & kind.act_by.known)
        first[rows] = np.minimum(first[rows], kind.act_by.at[rows])
    return stamps(first, first != _LAST)


def _flags(raised: list[Raised], count: int) -> pa.Array[Any]:
    """Join the flags of each parcel, most urgent first."""
    number = np.zeros(count, np.int64)
    many = np.zeros(count, np.int8)
    for kind in raised:
        many += kind.where
        number[kind.where] = _CODES.index(kind.code) + 1
    several = np.flatnonzero(many > 1)
    if len(several):
        number[several] = _joined(raised, several)
    found = pc.dictionary_encode(to_arrow(number))
    return _words_of([_spelled(key) for key in found.dictionary.to_pylist()], to_numpy(found.indices))


def _joined(raised: list[Raised], rows: npt.NDArray[np.intp]) -> npt.NDArray[np.int64]:
    """Number the flags of some parcels in their order, in base 32, the first one in the highest place."""
    ranked = sorted(raised, key=lambda kind: _CODES.index(kind.code))
    where = np.stack([kind.where[rows] for kind in ranked])
    at = np.stack([kind.act_by.at[rows] for kind in ranked])
    at = np.where(where, np.where(at == NONE, _LAST - 1, at), _LAST)
    order = np.argsort(at, axis=0, kind="stable")
    own = np.array([_CODES.index(kind.code) + 1 for kind in ranked], np.int64)
    key = np.zeros(len(rows), np.int64)
    for place in order:
        here = where[place, np.arange(len(rows))]
        key = np.where(here, key * 32 + own[place], key)
    return key


def _spelled(key: int) -> str:
    codes = []
    while key:
        key, code = divmod(key, 32)
        codes.append(_CODES[code - 1].value)
    return ";".join(reversed(codes))
