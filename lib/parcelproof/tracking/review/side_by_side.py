"""The scans of one partition, folded side by side: facts per parcel, as columns."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from parcelproof.tracking.attention import needs_person
from parcelproof.tracking.countries import alpha_2
from parcelproof.tracking.events import Status
from parcelproof.tracking.review import automaton as auto
from parcelproof.tracking.review.automaton import Automaton
from parcelproof.tracking.review.cases import CODE_OF, STATUSES
from parcelproof.tracking.review.events_file import Told
from parcelproof.tracking.review.folded import Folded, Ints
from parcelproof.tracking.review.meanings import Meanings
from parcelproof.tracking.review.moments import NONE, Mask, Moments
from parcelproof.tracking.review.one_by_one import fold_alone
from parcelproof.tracking.review.partition import Partition
from parcelproof.tracking.review.scan_rows import ScanRows
from parcelproof.tracking.review.vocabulary import Codes
from parcelproof.tracking.review.words import PARCEL, Words

_DEPARTS, _ARRIVES, _SCANNED = (np.uint8(1 << n) for n in range(3))


class SideBySide:
    """Folds partitions of the same files.

    Parameters
    ----------
    words : Words
    meanings : Meanings
        Of all words.
    automaton : Automaton
        Takes what it learns.
    """

    def __init__(self, words: Words, meanings: Meanings, automaton: Automaton) -> None:
        self._words, self._meanings, self._automaton = words, meanings, automaton
        countries = [alpha_2(words.of["country"].words[row[1]]) for row in words.places.rows]
        number = {name: place for place, name in enumerate(sorted({*countries, ""}))}
        # Which country a place is in, and which one a parcel goes to, in the same numbers; no country is none.
        self._country = np.array([number[name] or -2 for name in countries], np.int32)
        self._target = np.array([number.get(alpha_2(t)) or -1 for t in words.of["destination"].words], np.int32)

    def fold(self, partition: Partition, told: Told) -> Folded:
        """Fold all parcels of a partition."""
        symbol = self._meanings.symbol.take(partition.meaning)
        rows = ScanRows(partition, symbol, self._automaton.stages())
        state, done = self._walk(symbol, rows)
        folded, sure = self._folded(partition, symbol, rows, state, done)
        # The walk has learned which kinds of scans may not be taken twice.
        alone = rows.unsettled(self._meanings.one_by_one, self._automaton.unsafe(), self._meanings.system) | ~sure
        fold_alone(partition, alone, self._words, folded)
        told.one_by_one += int(alone.sum())
        told.parcels += len(alone)
        return folded

    def _walk(self, symbol: Codes, rows: ScanRows) -> tuple[Codes, dict[str, Ints]]:
        """Take the first scan of every parcel, then the second, and so on.

        Returns
        -------
        state, done
            The last state of each parcel, and which row of the partition did what to it, or -1.
        """
        length, count = rows.length, len(rows.length)
        # Parcels with many scans first, so that those still going on are always the first ones.
        by_length = np.argsort(-length, kind="stable")
        begin = rows.start[by_length]
        going = count - np.searchsorted(np.sort(length), np.arange(int(length.max()) if count else 0), side="right")
        state = np.zeros(count, np.int32)
        often = {"decided": auto.DECIDES, "news": auto.IS_NEWS}
        seldom = {
            "delivered": auto.DELIVERS, "hold": auto.HOLDS, "accepted": auto.ACCEPTS,
            "redirected": auto.REDIRECTS, "damaged": auto.DAMAGES, "expired": auto.IS_EXPIRED,
        }  # fmt: skip
        done = {name: np.full(count, -1, np.int64) for name in (*often, *seldom)}
        any_seldom = np.uint8(sum(seldom.values()))
        for step, many in enumerate(going.tolist()):
            at = rows.order[begin[:many] + step]
            state[:many], does = self._automaton.advance(state[:many], symbol[at])
            for name, bit in often.items():
                np.copyto(done[name][:many], at, where=(does & bit) != 0)
            some = np.flatnonzero(does & any_seldom)
            does, at = does[some], at[some]
            for name, bit in seldom.items():
                here = np.flatnonzero(does & bit)
                done[name][some[here]] = at[here]
        back = np.empty(count, np.int64)
        back[by_length] = np.arange(count)
        return state[back], {name: column[back] for name, column in done.items()}

    def _folded(
        self, partition: Partition, symbol: Codes, rows: ScanRows, state: Codes, done: dict[str, Ints]
    ) -> tuple[Folded, Mask]:
        """Return the facts, and where they are sure: something decides the status."""
        automaton, count = self._automaton, len(partition.numbers)
        reasons, reason, ends = automaton.final(state)
        status, own, decided, expired = automaton.statuses()[state], ends["own"], done["decided"], done["expired"]
        given_up = ~ends["decided"] & (expired >= 0)
        if given_up.any():
            # No scan decides, and a monitor has given up: so says the fold (R11).
            reasons = list(dict.fromkeys((*reasons, *(event.reason for event in automaton.symbols))))
            word = np.array([reasons.index(event.reason) for event in automaton.symbols], np.int32)
            wants = np.array([event.action_required for event in automaton.symbols], np.bool_)
            last = symbol[expired]
            status = np.where(given_up, np.int8(CODE_OF[Status.EXPIRED]), status)
            reason, own = np.where(given_up, word[last], reason), np.where(given_up, wants[last], own)
            decided = np.where(given_up, expired, decided)

        def moments(at: Ints) -> Moments:
            if not len(partition.time):
                return Moments.none(count)
            time = np.where(at >= 0, partition.time.take(at), NONE)
            return Moments(time, (partition.offset.take(at) >> 1).astype(np.int64))

        needs = np.array([[needs_person(s, r) for r in reasons] for s in STATUSES], np.bool_)
        words = {name: partition.word(name) for name in PARCEL}
        tells = (automaton.departs() * _DEPARTS | automaton.arrives() * _ARRIVES | automaton.scanned() * _SCANNED).take(
            symbol
        )
        folded = Folded(
            numbers=partition.numbers,
            status=status,
            reason=reason,
            reasons=reasons,
            attention=own | needs[status, reason],
            hold_open=ends["hold_open"],
            departed=_any((tells & _DEPARTS) != 0, partition),
            arrived=_any(self._arrives(partition, tells, words["destination"]), partition),
            is_damaged=done["damaged"] >= 0,
            is_redirected=done["redirected"] >= 0,
            since=moments(decided),
            hold=moments(done["hold"]),
            accepted=moments(done["accepted"]),
            delivered=moments(done["delivered"]),
            last_scan=moments(done["news"]),
            redirected=moments(done["redirected"]),
            damaged=moments(done["damaged"]),
            promised=partition.date("promised_by"),
            shipped=partition.date("shipped_at"),
            **words,
        )
        return folded, ends["decided"] | (expired >= 0)

    def _arrives(self, partition: Partition, tells: npt.NDArray[np.uint8], destination: Codes) -> Mask:
        """Say for each row whether it tells of the country of the buyer."""
        here = self._country.take(partition.place) == self._target.take(destination).take(partition.group)
        mask: Mask = (tells & np.where(here, _ARRIVES | _SCANNED, _ARRIVES)) != 0
        return mask


def _any(rows: Mask, partition: Partition) -> Mask:
    mask = np.zeros(len(partition.numbers), np.bool_)
    mask[partition.group[np.flatnonzero(rows)]] = True
    return mask
