"""Words of a large file, each kept once, and rows as numbers of words."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute

from parcelproof.tracking.readers.source import text_of
from parcelproof.tracking.review.arrow import filled, to_arrow, to_numpy

pc: Any = pyarrow.compute
Codes = npt.NDArray[np.int32]
_MOST, _SMALL = 1 << 62, 1 << 16


class Column(NamedTuple):
    """The words of n rows: ``numbers[places]``, worked out only where it is asked for.

    Attributes
    ----------
    places : ndarray of integers, shape (n,)
    numbers : ndarray of int32
        Number of the word at each place.
    """

    places: npt.NDArray[Any]
    numbers: Codes

    @classmethod
    def constant(cls, count: int, number: int = 0) -> Column:
        """Return the same word for all rows."""
        return cls(np.broadcast_to(np.int32(0), count), np.array([number], np.int32))

    def at(self, rows: npt.NDArray[Any] | slice) -> Codes:
        """Return the numbers of some rows."""
        numbers: Codes = self.numbers[self.places[rows]]
        return numbers


class Vocabulary:
    """Distinct texts in the order in which they were met; the first is the empty one."""

    def __init__(self) -> None:
        self.words: list[str] = [""]
        self._number: dict[str, int] = {"": 0}
        self._lock = Lock()

    def number(self, word: str) -> int:
        """Return the number of a word, a new one if it was not met before."""
        number = self._number.setdefault(word, len(self.words))
        if number == len(self.words):
            self.words.append(word)
        return number

    def column(self, values: Any) -> Column:
        """Turn a column of texts into numbers; null is the empty text, and each text is cleaned.

        Parameters
        ----------
        values : pyarrow.Array
            Of any type; what is no text is written as one.
        """
        if not pa.types.is_dictionary(values.type):
            values = pc.dictionary_encode(values)
        listed = [text_of(value if isinstance(value, int) else _text(value)) for value in values.dictionary.to_pylist()]
        with self._lock:
            numbers = [*map(self.number, listed)]
        places = values.indices
        if places.null_count:
            places = filled(places.cast(pa.int32()), len(numbers))
            numbers.append(0)
        return Column(to_numpy(places), np.array(numbers, np.int32))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


class Combinations:
    """Distinct rows of several columns of words."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, ...]] = []
        self._number: dict[tuple[int, ...], int] = {}
        self._lock = Lock()

    def codes(self, columns: Sequence[Column], count: int) -> Codes:
        """Number the combinations of each row.

        Parameters
        ----------
        columns : sequence of Column
        count : int
            Number of rows.
        """
        if not count:
            return np.zeros(0, np.int32)
        key, size = _keys(columns, count)
        if size == 1:
            number = self._numbered(columns, np.zeros(1, np.int64))
            return np.broadcast_to(number[0], count)
        if size <= max(4 * count, _SMALL):
            # A table of all keys is faster than a hash of each row; whichever row of a key stands there will do.
            table = np.full(size, -1, np.int32)
            table[key] = np.arange(count, dtype=np.int32)
            met = np.flatnonzero(table >= 0)
            table[met] = self._numbered(columns, table[met])
            return table.take(key)
        found = pc.dictionary_encode(to_arrow(key))
        places = to_numpy(found.indices)
        row = np.empty(len(found.dictionary), np.int64)
        row[places] = np.arange(count)
        return self._numbered(columns, row).take(places)

    def _numbered(self, columns: Sequence[Column], rows: npt.NDArray[Any]) -> Codes:
        cells = [column.at(rows).tolist() for column in columns]
        with self._lock:
            return np.array([self._take(combination) for combination in zip(*cells, strict=True)], np.int32)

    def _take(self, combination: tuple[int, ...]) -> int:
        number = self._number.setdefault(combination, len(self.rows))
        if number == len(self.rows):
            self.rows.append(combination)
        return number


def _keys(columns: Sequence[Column], count: int) -> tuple[npt.NDArray[Any], int]:
    """Return one number per row that stands for its places in all columns, and how many such numbers there are."""
    key: npt.NDArray[Any] = np.zeros(0, np.int32)
    size = 1
    for places, numbers in columns:
        many = len(numbers)
        if many < 2:
            continue
        if size == 1:
            key, size = places.astype(np.int32), many
            continue
        if size * many > _MOST:
            found = pc.dictionary_encode(to_arrow(key))
            key, size = to_numpy(found.indices).astype(np.int64), len(found.dictionary)
        if size * many > np.iinfo(key.dtype).max:
            key = key.astype(np.int64)
        key *= key.dtype.type(many)
        key += places.astype(key.dtype, copy=False)
        size *= many
    return key, size
