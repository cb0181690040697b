"""Words of a large file, each kept once, and rows as numbers of words."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute

from parcelproof.tracking.readers.source import text_of

pc: Any = pyarrow.compute
Codes = npt.NDArray[np.int32]
_SMALL, _MOST = 1 << 31, 1 << 62


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

    def codes(self, column: Any) -> Codes:
        """Turn a column of texts into numbers; null is the empty text, and each text is cleaned.

        Parameters
        ----------
        column : pyarrow.Array
            Of any type; what is no text is written as one.
        """
        if not pa.types.is_dictionary(column.type):
            column = pc.dictionary_encode(column)
        listed = [text_of(value if isinstance(value, int) else _text(value)) for value in _listed(column)]
        with self._lock:
            local = np.array([*map(self.number, listed), 0], np.int32)
        indices = column.indices
        if indices.null_count:
            indices = pc.fill_null(indices.cast(pa.int32()), len(listed))
        codes: Codes = local[np.asarray(indices)]
        return codes


def _listed(column: Any) -> list[Any]:
    listed: list[Any] = column.dictionary.to_pylist()
    return listed


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


class Combinations:
    """Distinct rows of several columns of numbers."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, ...]] = []
        self._number: dict[tuple[int, ...], int] = {}
        self._lock = Lock()

    def codes(self, columns: Sequence[tuple[Codes, int]], count: int) -> npt.NDArray[np.int32]:
        """Number the combinations of each row.

        Parameters
        ----------
        columns : sequence of (ndarray, int)
            Numbers from 0 on, and how many different ones there are.
        count : int
            Number of rows.
        """
        key: npt.NDArray[Any] = np.zeros(count, np.int32)
        size = 1
        for codes, many in columns:
            if many == 1:
                continue
            if size == 1:
                key, size = codes, many
                continue
            if size * many > _MOST:
                key, size = _packed(key)
            if size * many >= _SMALL:
                key = key.astype(np.int64)
            key, size = key * key.dtype.type(many) + codes, size * many
        found = pc.dictionary_encode(pa.array(key))
        indices = np.asarray(found.indices)
        first = np.zeros(len(found.dictionary), np.int64)
        first[indices[::-1]] = np.arange(count - 1, -1, -1)
        combinations = [tuple(int(codes[row]) for codes, _ in columns) for row in first.tolist()]
        with self._lock:
            local = np.array([self._take(combination) for combination in combinations], np.int32)
        numbers: Codes = local[indices]
        return numbers

    def _take(self, combination: tuple[int, ...]) -> int:
        number = self._number.setdefault(combination, len(self.rows))
        if number == len(self.rows):
            self.rows.append(combination)
        return number


def _packed(key: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], int]:
    found = pc.dictionary_encode(pa.array(key))
    return np.asarray(found.indices, np.int64), len(found.dictionary)
