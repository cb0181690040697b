"""The fold of scans as a table of transitions, so that a million parcels can be folded side by side.

Nothing is decided here: each entry of the table is what `parcelproof.tracking.fold.step` makes of one kind of scan
in one state. Entries are made when they are first met.
"""

from __future__ import annotations

from dataclasses import replace
from threading import Lock

import numpy as np
import numpy.typing as npt

from parcelproof.tracking import wording
from parcelproof.tracking.events import Event, Status
from parcelproof.tracking.fold import State, is_parcel_news, is_physical, step
from parcelproof.tracking.review.cases import CODE_OF, DAMAGED, NOT_SCANNED, REDIRECTED, tells_arrival
from parcelproof.tracking.review.moments import Mask
from parcelproof.tracking.scan_order import is_release, stage

# What one scan does, as bits.
DECIDES, DELIVERS, HOLDS, ACCEPTS, REDIRECTS, DAMAGES, IS_NEWS, IS_EXPIRED = (1 << n for n in range(8))

_Key = tuple[Status, str, bool, bool, bool, bool, bool]
_StateKey = tuple[Status, str, bool, str, bool, bool, bool, frozenset[str]]


class Automaton:
    """States, symbols and transitions, as far as they were met.

    Attributes
    ----------
    symbols : list of Event
        One scan for each kind of scan that the fold tells apart.
    """

    def __init__(self) -> None:
        self.symbols: list[Event] = []
        self._of_key: dict[_Key, int] = {}
        self._states: list[tuple[State, frozenset[str]]] = []
        self._of_state: dict[_StateKey, int] = {}
        self._tables = np.full((64, 64), -1, np.int32), np.zeros((64, 64), np.uint8)
        self._lock = Lock()
        self._unsafe = np.zeros(64, np.bool_)
        self._state(State(), frozenset())

    def symbol(self, event: Event) -> int:
        """Return the number of the kind of scan that this one is."""
        names = event.status is Status.DELIVERED and wording.names_consignee(event.text)
        key = (
            event.status, event.reason, is_release(event), names, event.action_required, is_parcel_news(event),
            is_physical(event),
        )  # fmt: skip
        number = self._of_key.setdefault(key, len(self.symbols))
        if number == len(self.symbols):
            self.symbols.append(event)
            self._grow()
        return number

    def stages(self) -> npt.NDArray[np.int64]:
        """Return twice the stage of each symbol (R7), as whole numbers."""
        return np.array([round(stage(event) * 2) for event in self.symbols], np.int64)

    def arrives(self) -> Mask:
        """Say for each symbol whether it alone tells of the country of the buyer."""
        return np.array([tells_arrival(e.status, e.reason, "", "") for e in self.symbols], np.bool_)

    def scanned(self) -> Mask:
        """Say for each symbol whether its country tells where the parcel is."""
        return np.array([e.status not in NOT_SCANNED for e in self.symbols], np.bool_)

    def departs(self) -> Mask:
        """Say for each symbol whether it tells that the parcel left its country."""
        return np.array([e.reason == "departed_origin" for e in self.symbols], np.bool_)

    def unsafe(self) -> Mask:
        """Say for each symbol whether taking it twice was seen to differ from taking it once."""
        return self._unsafe[: len(self.symbols)]

    def advance(
        self, states: npt.NDArray[np.int32], symbols: npt.NDArray[np.int32]
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8]]:
        """Take one scan for each of n parcels.

        Returns
        -------
        tuple of two ndarrays, shape (n,)
            New states, and what the scan did.
        """
        while True:
            # Partitions run side by side, and another one may make the table larger meanwhile.
            following, does = self._tables
            width = following.shape[1]
            entry = states * np.int32(width) + symbols
            found = following.ravel()[entry]
            missing = found < 0
            if not missing.any():
                return found, does.ravel()[entry]
            with self._lock:
                for pair in np.unique(entry[missing]).tolist():
                    self._learn(*divmod(pair, width))

    def final(self, states: npt.NDArray[np.int32]) -> tuple[list[str], npt.NDArray[np.int32], dict[str, Mask]]:
        """Return the reasons (words, and the number of each parcel's word) and what holds for each end state."""
        words = sorted({state.reason for state, _ in self._states})
        number = np.array([words.index(state.reason) for state, _ in self._states], np.int32)
        ends = [state for state, _ in self._states]
        facts = {
            "hold_open": np.array([s.hold_open for s in ends], np.bool_)[states],
            "decided": np.array([s.event is not None for s in ends], np.bool_)[states],
            "own": np.array([_own(s) for s in ends], np.bool_)[states],
        }
        return words, number[states], facts

    def statuses(self) -> npt.NDArray[np.int8]:
        """Return the status of each state, by its place in ``cases.STATUSES``."""
        return np.array([CODE_OF[state.status] for state, _ in self._states], np.int8)

    def _learn(self, number: int, symbol: int) -> None:
        state, seen = self._states[number]
        event = self.symbols[symbol]
        after, news, does = _stepped(state, seen, event)
        target = self._state(after, news)
        again, more, _ = _stepped(after, news, event)
        if _state_key(again, more) != _state_key(after, news):
            self._unsafe[symbol] = True
        table, effects = self._tables
        # What a scan does stands before the way to it is open.
        effects[number, symbol] = does
        table[number, symbol] = target

    def _state(self, state: State, seen: frozenset[str]) -> int:
        number = self._of_state.setdefault(_state_key(state, seen), len(self._states))
        if number == len(self._states):
            self._states.append((state, seen))
            self._grow()
        return number

    def _grow(self) -> None:
        table, effects = self._tables
        rows, columns = table.shape
        if len(self._states) < rows and len(self.symbols) < columns:
            return
        size = (rows * (1 + (len(self._states) >= rows)), columns * (1 + (len(self.symbols) >= columns)))
        following, does = np.full(size, -1, np.int32), np.zeros(size, np.uint8)
        following[:rows, :columns], does[:rows, :columns] = table, effects
        self._tables = following, does
        self._unsafe = np.concatenate([self._unsafe, np.zeros(size[1] - columns, np.bool_)])


def _own(state: State) -> bool:
    return state.event is not None and state.event.status is state.status and state.event.action_required


def _state_key(state: State, seen: frozenset[str]) -> _StateKey:
    return (
        state.status, state.reason, state.hold_open, state.hold.reason if state.hold and state.hold_open else "",
        state.delivered is not None, state.event is not None, _own(state), seen,
    )  # fmt: skip


def _stepped(state: State, seen: frozenset[str], event: Event) -> tuple[State, frozenset[str], int]:
    """Take one scan with the fold's own step, and say what it did."""
    # A scan of its own identity, so that "is this the scan that decided" can be asked.
    scan = event.model_copy()
    after = replace(state)
    step(after, scan)
    does = DECIDES * (after.event is scan) | DELIVERS * (after.delivered is scan) | HOLDS * (after.hold is scan)
    does |= IS_NEWS * is_parcel_news(scan) | IS_EXPIRED * (scan.status is Status.EXPIRED)
    news = set(seen)
    firsts = {ACCEPTS: is_physical(scan), REDIRECTS: scan.reason == REDIRECTED, DAMAGES: scan.reason == DAMAGED}
    for bit, here in firsts.items():
        if here and str(bit) not in seen:
            does |= bit
            news.add(str(bit))
    return after, frozenset(news), does
