"""Times in text of the common forms, many at once: ``2026-11-22T14:02:00.250+08:00``, ``2026/11/22 14:02``.

What is read here means the same as `parcelproof.tracking.times.parse_time` says; what is not is left to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from parcelproof.tracking.review.moments import DAY, Mask, Numbers

SHORTEST, LONGEST = 16, 35
_Bytes = npt.NDArray[np.uint8]
_TO_MINUTES, _TO_SECONDS = 16, 19
_MOST_DIGITS = 9  # of a second; six of them count
# So many rows stay in the cache of the processor while their letters are looked at one after another.
_ROWS = 1 << 14
_ONE_SECOND = 1_000_000


@dataclass(frozen=True)
class Written:
    """Times of n texts.

    Attributes
    ----------
    local : ndarray of int64
        Microseconds since 1970 on the clock of the place.
    offset : ndarray of int64
        Seconds that this clock is ahead of UTC; zero where none is written.
    zoned : ndarray of bool
        An offset is written.
    good : ndarray of bool
        The text is a time of a common form; elsewhere the other columns say nothing.
    """

    local: Numbers
    offset: Numbers
    zoned: Mask
    good: Mask


def read_written(texts: Any, length: int) -> Written:
    """Read texts of one length.

    Parameters
    ----------
    texts : pyarrow.Array of string
        Without nulls, each of ``length`` bytes.
    length : int
        From `SHORTEST` to `LONGEST`.
    """
    count = len(texts)
    found = Written(*np.zeros((2, count), np.int64), *np.zeros((2, count), np.bool_))
    _, ends, data = texts.buffers()
    first = int(np.frombuffer(ends, np.int32)[texts.offset]) if count else 0
    letters = np.frombuffer(data, np.uint8)[first : first + count * length].reshape(count, length)
    for begin in range(0, count, _ROWS):
        part = slice(begin, begin + _ROWS)
        _read(letters[part], Written(found.local[part], found.offset[part], found.zoned[part], found.good[part]))
    return found


def _read(letters: _Bytes, into: Written) -> None:
    """Read some rows, one kind of ending after another."""
    length = letters.shape[1]
    seconds = letters[:, _TO_MINUTES] == ord(":") if length >= _TO_SECONDS else np.zeros(len(letters), np.bool_)
    zulu = letters[:, -1] == ord("Z")
    sign = letters[:, -6]
    shifted = ((sign == ord("+")) | (sign == ord("-"))) & (letters[:, -3] == ord(":"))
    for body, has_body in ((_TO_MINUTES, ~seconds), (_TO_SECONDS, seconds)):
        for ending, has_ending in ((0, ~zulu & ~shifted), (1, zulu), (6, shifted)):
            rows = np.flatnonzero(has_body & has_ending)
            fraction = length - body - ending
            if len(rows) and fraction >= 0:
                _read_kind(letters if len(rows) == len(letters) else letters[rows], body, fraction, ending, rows, into)


def _read_kind(
    letters: _Bytes, body: int, fraction: int, ending: int, rows: npt.NDArray[np.intp], into: Written
) -> None:
    """Read rows that are made alike: so many bytes of date and clock, of parts of a second, of offset."""
    digits = letters - np.uint8(ord("0"))
    places = [0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, *((17, 18) if body == _TO_SECONDS else ())]
    slashed = letters[:, 4] == ord("/")
    good = (slashed | (letters[:, 4] == ord("-"))) & (letters[:, 7] == letters[:, 4]) & (letters[:, 13] == ord(":"))
    good &= (letters[:, 10] == ord(" ")) | ((letters[:, 10] == ord("T")) & ~slashed)
    if fraction or ending:
        good &= ~slashed
    micros = np.zeros(len(letters), np.int64)
    if fraction:
        if body != _TO_SECONDS or not 2 <= fraction <= _MOST_DIGITS + 1:
            return
        good &= letters[:, body] == ord(".")
        places += range(body + 1, body + fraction)
        counting = min(fraction - 1, 6)
        micros = _number(digits, body + 1, counting) * 10 ** (6 - counting)
    offset = np.zeros(len(letters), np.int64)
    if ending == 6:
        start = body + fraction
        places += [start + 1, start + 2, start + 4, start + 5]
        hours, minutes = _number(digits, start + 1, 2), _number(digits, start + 4, 2)
        good &= (hours < 24) & (minutes < 60)
        offset = np.where(letters[:, start] == ord("-"), -1, 1) * (hours * 3600 + minutes * 60)
    for place in places:
        good &= digits[:, place] < 10
    days, real = _days(_number(digits, 0, 4), _number(digits, 5, 2), _number(digits, 8, 2))
    hour, minute = _number(digits, 11, 2), _number(digits, 14, 2)
    second = _number(digits, 17, 2) if body == _TO_SECONDS else np.zeros(len(letters), np.int64)
    good &= real & (hour < 24) & (minute < 60) & (second < 60)
    into.local[rows] = days * DAY + (hour * 3600 + minute * 60 + second) * _ONE_SECOND + micros
    into.offset[rows], into.zoned[rows], into.good[rows] = offset, ending > 0, good


def _number(digits: _Bytes, place: int, many: int) -> Numbers:
    value = digits[:, place].astype(np.int64)
    for following in range(place + 1, place + many):
        value = value * 10 + digits[:, following]
    return value


def _days(year: Numbers, month: Numbers, day: Numbers) -> tuple[Numbers, Mask]:
    """Return days since 1970, and which dates are real."""
    months = (year - 1970) * 12 + month - 1
    start = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    end = (months + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    real: Mask = (year >= 1) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= end - start)
    return start + day - 1, real
