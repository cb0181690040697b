"""The scans of one partition, folded side by side: facts per parcel, as columns.

Parcels whose order of scans the columns cannot settle (scans without a time, a status set by hand, contradicting
scans of one instant from several sources) go one by one through the fold itself.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute

from parcelproof.tracking.attention import needs_person
from parcelproof.tracking.countries import alpha_2
from parcelproof.tracking.events import Status, Tracking
from parcelproof.tracking.fold import fold
from parcelproof.tracking.readers.source import RefusedEntry, Scan, clean_number
from parcelproof.tracking.readers.table import parcel_of
from parcelproof.tracking.review import automaton as auto
from parcelproof.tracking.review.automaton import Automaton
from parcelproof.tracking.review.cases import CODE_OF, STATUSES
from parcelproof.tracking.review.events_file import Told
from parcelproof.tracking.review.folded import Folded, Ints, put
from parcelproof.tracking.review.meanings import Meanings, scan_of
from parcelproof.tracking.review.moments import NONE, Mask, Moments
from parcelproof.tracking.review.spill import MEANING, PARCEL, PLACE, Words
from parcelproof.tracking.times import SourceTime

pc: Any = pyarrow.compute

_SURE_NUMBER = r"^[A-Za-z]{0,6}[0-9]{5,40}[A-Za-z]{0,4}$"


class Partition:
    """One partition: its rows in the order of the files.

    Parameters
    ----------
    table : pyarrow.Table
        From `Spill`.
    """

    def __init__(self, table: pa.Table, words: Words, meanings: Meanings, automaton: Automaton, told: Told) -> None:
        self._words, self._meanings, self._automaton, self._told = words, meanings, automaton, told
        table = self._known(table)
        self.numbers, self.group, rows = self._numbered(table)
        self._columns = {name: np.asarray(table.column(name)) for name in table.column_names if name != "number"}
        if rows is not None:
            self._columns = {name: column[rows] for name, column in self._columns.items()}
        self.time = self._columns["time"]
        self.offset = (self._columns["offset"] >> 1).astype(np.int64)
        self.symbol = meanings.symbol[self._columns["meaning"]]
        # The last to be written stays: the first row of each parcel.
        self._first = np.zeros(len(self.numbers), np.int64)
        self._first[self.group[::-1]] = np.arange(len(self.group) - 1, -1, -1)

    def fold(self) -> Folded:
        """Fold all parcels."""
        count = len(self.numbers)
        folded = self._side_by_side(count)
        alone = np.flatnonzero(self._alone)
        self._told.one_by_one += len(alone)
        self._told.parcels += count
        if len(alone):
            self._one_by_one(folded, alone)
        return folded

    def _known(self, table: pa.Table) -> pa.Table:
        """Leave out rows of a system that nobody knows."""
        bad = self._meanings.refused[np.asarray(table.column("meaning"))]
        if bad.any():
            self._refuse(table, bad, "This row names a system that Parcelproof does not know.", "Correct the name.")
            table = table.filter(pa.array(~bad))
        return table

    def _numbered(self, table: pa.Table) -> tuple[Any, Ints, Ints | None]:
        """Number the parcels; leave out rows without a usable tracking number.

        Returns
        -------
        numbers, group, rows
            Distinct tracking numbers, the place of each row's number in them, and which rows are kept (None: all).
        """
        found = pc.dictionary_encode(table.column("number").combine_chunks())
        numbers, group = found.dictionary, np.asarray(found.indices).astype(np.int64)
        doubtful = np.flatnonzero(np.asarray(pc.invert(pc.match_substring_regex(numbers, _SURE_NUMBER))))
        bad = np.zeros(len(numbers), np.bool_)
        for place in doubtful.tolist():
            text = numbers[place].as_py()
            refused = clean_number(text, "")
            if isinstance(refused, str) and any(mark in refused for mark in ",;|/"):
                refused = RefusedEntry("", "This cell holds several tracking numbers.", "Write one number per row.")
            if isinstance(refused, RefusedEntry):
                bad[place], here = True, group == place
                if not text:  # an empty row is no mistake
                    here &= ~(self._meanings.empty[np.asarray(table.column("meaning"))] & _no_time(table))
                self._refuse(table, here, refused.what, refused.mend)
        if not bad.any():
            return numbers, group, None
        rows = np.flatnonzero(~bad[group])
        new = np.cumsum(~bad) - 1
        return numbers.filter(pa.array(~bad)), new[group[rows]], rows

    def _refuse(self, table: pa.Table, bad: Mask, what: str, mend: str) -> None:
        rows = np.asarray(table.column("row"))[bad].tolist()
        for row in rows[:1_000]:
            # The first line names the columns.
            self._told.refuse(RefusedEntry(f"row {row + 2}", what, mend))
        self._told.refused_count += len(rows[1_000:])

    def _sorted(self) -> npt.NDArray[np.intp]:
        """Return the rows by parcel, time, stage, place in the file."""
        stages = self._automaton.stages()[self.symbol]
        known = self.time[self.time != NONE]
        low = int(known.min()) if len(known) else 0
        time = np.where(self.time == NONE, 0, self.time - low)
        if not (time % 1_000_000).any():
            time //= 1_000_000
        bits = int(time.max()).bit_length() if len(time) else 1
        if bits + 5 + len(self.numbers).bit_length() < 63:
            return _stable((((self.group << bits) | time) << 5) | stages)
        return np.lexsort((stages, time, self.group))

    def _side_by_side(self, count: int) -> Folded:
        order = self._sorted()
        group, symbol = self.group[order], self.symbol[order]
        length = np.bincount(group, minlength=count)
        start = np.cumsum(length) - length
        self._alone = self._unsettled(order, group, symbol, start, length)
        state, done = self._walk(symbol, start, length)
        decided, expired = done["decided"], done["expired"]
        reasons, reason, ends = self._automaton.final(state)
        status = self._automaton.statuses()[state]
        given_up = ~ends["decided"] & (expired >= 0)
        self._alone |= ~ends["decided"] & (expired < 0)
        if given_up.any():
            status, reason, reasons, ends["own"] = self._given_up(
                given_up, symbol[expired], status, reason, reasons, ends["own"]
            )
            decided = np.where(given_up, expired, decided)
        time, offset = self.time[order], self.offset[order]

        def moments(at: Ints) -> Moments:
            return Moments(np.where(at >= 0, time[at], NONE), offset[at]) if len(time) else Moments.none(count)

        facts = self._facts(count)
        needs = np.array([[needs_person(s, r) for r in reasons] for s in STATUSES], np.bool_)
        return Folded(
            numbers=self.numbers,
            status=status,
            reason=reason,
            reasons=reasons,
            attention=ends["own"] | needs[status, reason],
            hold_open=ends["hold_open"],
            departed=self._any(self._automaton.departs()[self.symbol], count),
            arrived=self._any(self._arrives(facts["destination"]), count),
            is_damaged=done["damaged"] >= 0,
            is_redirected=done["redirected"] >= 0,
            since=moments(decided),
            hold=moments(done["hold"]),
            accepted=moments(done["accepted"]),
            delivered=moments(done["delivered"]),
            last_scan=moments(done["news"]),
            redirected=moments(done["redirected"]),
            damaged=moments(done["damaged"]),
            promised=self._date("promised_by", count),
            shipped=self._date("shipped_at", count),
            **facts,
        )

    def _given_up(
        self,
        where: Mask,
        last: npt.NDArray[np.int32],
        status: npt.NDArray[np.int8],
        reason: npt.NDArray[np.int32],
        reasons: list[str],
        own: Mask,
    ) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int32], list[str], Mask]:
        """No scan decides, and a monitor has given up: so says the fold (R11)."""
        reasons = list(reasons)
        said = self._automaton.symbols
        for event in said:
            if event.reason not in reasons:
                reasons.append(event.reason)
        words = np.array([reasons.index(event.reason) for event in said], np.int32)
        wants = np.array([event.action_required for event in said], np.bool_)
        return (
            np.where(where, np.int8(CODE_OF[Status.EXPIRED]), status),
            np.where(where, words[last], reason),
            reasons,
            np.where(where, wants[last], own),
        )

    def _unsettled(
        self, order: npt.NDArray[np.intp], group: Ints, symbol: npt.NDArray[np.int32], start: Ints, length: Ints
    ) -> Mask:
        """Say which parcels must go one by one."""
        meaning = self._columns["meaning"]
        alone = np.zeros(len(length), np.bool_)
        alone[self.group[(self.time == NONE) | self._meanings.one_by_one[meaning]]] = True
        # Scans of one instant and stage: equal ones may stand twice, different ones need an order.
        time = self.time[order]
        stages = self._automaton.stages()
        tie = np.flatnonzero((group[1:] == group[:-1]) & (time[1:] == time[:-1]))
        tie = tie[stages[symbol[tie]] == stages[symbol[tie + 1]]]
        if not len(tie):
            return alone
        same = (symbol[tie] == symbol[tie + 1]) & (
            self._columns["offset"][order[tie]] == self._columns["offset"][order[tie + 1]]
        )
        unsafe = same & self._automaton.unsafe()[symbol[tie]]
        differ = tie[~same]
        alone[group[tie[unsafe]]] = True
        # Rows run oldest first, from one source, and no scan stands twice: then the place in the file is the order.
        hard = np.zeros(len(length), np.bool_)
        hard[group[tie[same]]] = True
        system = self._meanings.system[meaning[order]]
        rows = order
        for number in np.unique(group[differ]).tolist():
            first, end = int(start[number]), int(start[number] + length[number])
            mine = np.argsort(rows[first:end])
            times = time[first:end][mine]
            newest_first = bool((times[1:] <= times[:-1]).all())
            several = bool((system[first:end] != system[first]).any())
            repeated = (
                len({(int(t), int(s)) for t, s in zip(times, symbol[first:end][mine], strict=True)}) < end - first
            )
            alone[number] |= newest_first or several or repeated or bool(hard[number])
        return alone

    def _walk(
        self, symbol: npt.NDArray[np.int32], start: Ints, length: Ints
    ) -> tuple[npt.NDArray[np.int32], dict[str, Ints]]:
        """Take the first scan of every parcel, then the second, and so on."""
        count = len(length)
        # Parcels with many scans first, so that those still going on are always the first ones.
        by_length = np.argsort(-length, kind="stable")
        begin = start[by_length]
        going = count - np.searchsorted(np.sort(length), np.arange(int(length.max()) if count else 0), side="right")
        state = np.zeros(count, np.int32)
        names = ("decided", "delivered", "hold", "accepted", "redirected", "damaged", "news", "expired")
        done = {name: np.full(count, -1, np.int64) for name in names}
        bits = {
            "delivered": auto.DELIVERS, "hold": auto.HOLDS, "accepted": auto.ACCEPTS,
            "redirected": auto.REDIRECTS, "damaged": auto.DAMAGES, "expired": auto.IS_EXPIRED,
        }  # fmt: skip
        for step, many in enumerate(going.tolist()):
            at = begin[:many] + step
            state[:many], does = self._automaton.advance(state[:many], symbol[at])
            np.copyto(done["decided"][:many], at, where=(does & auto.DECIDES) != 0)
            np.copyto(done["news"][:many], at, where=(does & auto.IS_NEWS) != 0)
            for name, bit in bits.items():
                here = np.flatnonzero(does & bit)
                done[name][here] = at[here]
        back = np.empty(count, np.int64)
        back[by_length] = np.arange(count)
        return state[back], {name: column[back] for name, column in done.items()}

    def _any(self, rows: Mask, count: int) -> Mask:
        mask = np.zeros(count, np.bool_)
        mask[self.group[rows]] = True
        return mask

    def _arrives(self, destination: Ints) -> Mask:
        """Say for each row whether it tells of the country of the buyer."""
        automaton, words = self._automaton, self._words
        rows: Mask = automaton.arrives()[self.symbol]
        countries = [alpha_2(words.of["country"].words[row[1]]) for row in words.places.rows]
        number = {name: place for place, name in enumerate(sorted({*countries, ""}))}
        target = np.array([number.get(alpha_2(text), -1) for text in words.of["destination"].words], np.int64)
        target[target == 0] = -1
        here = np.array([number[name] for name in countries], np.int64)[self._columns["place"]]
        rows |= automaton.scanned()[self.symbol] & (here == target[destination][self.group])
        return rows

    def _facts(self, count: int) -> dict[str, Ints]:
        """Return carrier, service and destination of each parcel: the first row that names one."""
        fact = self._columns["fact"]
        rows = np.array(self._words.facts.rows, np.int64).reshape(-1, len(PARCEL))
        found = {}
        for place, name in enumerate(PARCEL):
            found[name] = rows[:, place][fact[self._first]]
            if (found[name] == 0).any() and rows[:, place].any():
                number = rows[:, place][fact]
                named = np.flatnonzero(number)[::-1]
                found[name][self.group[named]] = number[named]
        return found

    def _date(self, name: str, count: int) -> Moments:
        if name not in self._columns:
            return Moments.none(count)
        column, offset = self._columns[name], self._columns[f"{name}_o"].astype(np.int64)
        found = Moments(column[self._first], offset[self._first])
        if not found.known.all():
            known = np.flatnonzero(column != NONE)[::-1]
            found.at[self.group[known]] = column[known]
            found.offset[self.group[known]] = offset[known]
        return found

    def _one_by_one(self, folded: Folded, alone: Ints) -> None:
        """Fold some parcels through the fold itself."""
        wanted = np.zeros(len(self.numbers), np.bool_)
        wanted[alone] = True
        rows: dict[int, list[int]] = defaultdict(list)
        for row in np.flatnonzero(wanted[self.group]).tolist():
            rows[int(self.group[row])].append(row)
        for number, mine in rows.items():
            destination = alpha_2(self._words.of["destination"].words[int(folded.destination[number])])
            put(folded, number, self._tracking(self.numbers[number].as_py(), mine), destination)

    def _tracking(self, number: str, rows: list[int]) -> Tracking:
        scans: dict[str, list[Scan]] = defaultdict(list)
        facts: dict[str, dict[str, str]] = defaultdict(lambda: dict.fromkeys(("carrier", "destination"), ""))
        for row in rows:
            cells = self._words.row(self._words.meanings.rows[int(self._columns["meaning"][row])], MEANING)
            place = self._words.row(self._words.places.rows[int(self._columns["place"][row])], PLACE)
            moment = Moments(self.time[row : row + 1], self.offset[row : row + 1]).one(0)
            time = SourceTime(moment, bool(self._columns["offset"][row] & 1))
            raw = self._words.raw_times.words[int(self._columns["raw"][row])]
            scans[cells["system"]].append(scan_of(cells, place, time, raw))
            facts[cells["system"]]["carrier"] = facts[cells["system"]]["carrier"] or cells["carrier"]
        return fold(parcel_of(number, system, listed, facts[system]) for system, listed in scans.items())


def _stable(key: Ints) -> npt.NDArray[np.intp]:
    """Sort stably: a fast sort, then the few runs of equal keys once more."""
    order = np.argsort(key)
    ranked = key[order]
    tie = np.flatnonzero(ranked[1:] == ranked[:-1])
    if len(tie):
        rows = np.unique(np.concatenate([tie, tie + 1]))
        some = order[rows]
        order[rows] = some[np.lexsort((some, key[some]))]
    return order


def _no_time(table: pa.Table) -> Mask:
    mask: Mask = np.asarray(table.column("time")) == NONE
    return mask
