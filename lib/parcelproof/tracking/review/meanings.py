"""What the codes and words of a file mean, each combination judged once."""

from __future__ import annotations

import numpy as np

from parcelproof.tracking.countries import alpha_2
from parcelproof.tracking.crosswalk import load_crosswalk
from parcelproof.tracking.readers.source import Scan
from parcelproof.tracking.readers.table import SYSTEM, parcel_of, told_by_user
from parcelproof.tracking.review.automaton import Automaton
from parcelproof.tracking.review.moments import Moments
from parcelproof.tracking.review.words import MEANING, Words
from parcelproof.tracking.times import SourceTime

_PLACE_MATTERS = "gs1_epcis_cbv"


class Meanings:
    """What each combination of codes and words of a file means, judged once."""

    def __init__(self, words: Words, automaton: Automaton) -> None:
        self._words, self._automaton = words, automaton
        self.symbol = np.zeros(0, np.int32)
        self.one_by_one = np.zeros(0, np.bool_)
        self.refused = np.zeros(0, np.bool_)
        self.system = np.zeros(0, np.int64)
        self.empty = np.zeros(0, np.bool_)

    def judge(self) -> None:
        """Judge all combinations; each gives one scan through the reader of tables itself."""
        known = {*load_crosswalk().systems, SYSTEM}
        cells = [self._words.row(row, MEANING) for row in self._words.meanings.rows]
        self.refused = np.array([c["system"] not in known for c in cells], np.bool_)
        self.one_by_one = np.array(
            [told_by_user(c["set_by_user"]) or c["system"] == _PLACE_MATTERS for c in cells], np.bool_
        )
        self.empty = np.array([not any(v for k, v in c.items() if k != "system") for c in cells], np.bool_)
        self.system = np.array([row[0] for row in self._words.meanings.rows], np.int64)
        self.symbol = np.array(
            [0 if bad else self._symbol(c) for c, bad in zip(cells, self.refused.tolist(), strict=True)], np.int32
        )

    def _symbol(self, cells: dict[str, str]) -> int:
        # A scan without code, words and time is none; its time is known here.
        scan = scan_of(cells, {}, SourceTime(_SOME_TIME), "")
        parcel = parcel_of("1", cells["system"], [scan], {"carrier": cells["carrier"]})
        return self._automaton.symbol(parcel.events[0])


_SOME_TIME = Moments(np.zeros(1, np.int64), np.zeros(1, np.int64)).one(0)


def scan_of(cells: dict[str, str], place: dict[str, str], time: SourceTime, raw: str) -> Scan:
    """Make one scan of the words of a row."""
    code, status = cells["code"], cells["status"]
    return Scan(
        time=time,
        time_raw=raw,
        code=code or status,
        detail_code=cells["detail_code"],
        text=cells["text"] or (status if code else ""),
        location=place.get("location", ""),
        country=alpha_2(place.get("country", "")),
        carrier=cells["carrier"],
        set_by_user=told_by_user(cells["set_by_user"]),
    )
