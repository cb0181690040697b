"""The tracking numbers of one batch of rows: which there are, where each stands first, and which are none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute

from parcelproof.messages import _
from parcelproof.tracking.readers.source import RefusedEntry, clean_number
from parcelproof.tracking.review.arrow import filled, positions, texts, to_arrow, to_numpy
from parcelproof.tracking.review.vocabulary import Codes

pc: Any = pyarrow.compute

_SURE = r"^[A-Za-z]{0,6}[0-9]{5,40}[A-Za-z]{0,4}$"


@dataclass(frozen=True)
class Parcels:
    """The m parcels of n rows.

    Attributes
    ----------
    numbers : pyarrow.Array of string, shape (m,)
        Distinct, without white space.
    place : ndarray of int32, shape (n,)
        Place of each row's number.
    first : ndarray of int64, shape (m,)
        The first row of each.
    """

    numbers: Any
    place: Codes
    first: npt.NDArray[np.int64]

    def mistakes(self) -> dict[int, RefusedEntry]:
        """Say which numbers cannot be used, by their place."""
        doubtful = positions(pc.invert(pc.match_substring_regex(self.numbers, _SURE)))
        found = {}
        for place in doubtful.tolist():
            cleaned = clean_number(self.numbers[place].as_py(), "")
            if isinstance(cleaned, str) and any(mark in cleaned for mark in ",;|/"):
                cleaned = RefusedEntry(
                    "", _("This cell holds several tracking numbers."), _("Write one number per row.")
                )
            if isinstance(cleaned, RefusedEntry):
                found[place] = cleaned
        return found


def parcels_of(column: Any) -> Parcels:
    """Number the parcels of a column of tracking numbers.

    Parameters
    ----------
    column : pyarrow.Array
        Text, or what can be written as text; null is the empty text.
    """
    numbers, place = _numbered(column)
    first = np.full(len(numbers), -1, np.int64)
    # The last to be written stays: the first row of each parcel.
    first[place[::-1]] = np.arange(len(place) - 1, -1, -1)
    used = np.flatnonzero(first >= 0)
    if len(used) == len(first):
        return Parcels(numbers, place, first)
    new = np.zeros(len(first), np.int32)
    new[used] = np.arange(len(used))
    return Parcels(numbers.take(to_arrow(used)), new.take(place), first[used])


def _numbered(column: Any) -> tuple[Any, Codes]:
    if not pa.types.is_dictionary(column.type):
        column = pc.dictionary_encode(column.cast(pa.string()))
    numbers, places = column.dictionary.cast(pa.string()), column.indices.cast(pa.int32())
    if places.null_count or numbers.null_count:
        places = filled(places, len(numbers))
        numbers = pa.concat_arrays([filled(numbers, ""), texts([""])])
    elif not _has_space(numbers):
        return numbers, to_numpy(places)
    found = pc.dictionary_encode(texts(["".join(text.split()) for text in numbers.to_pylist()]))
    return found.dictionary, to_numpy(found.indices).take(to_numpy(places))


def _has_space(numbers: Any) -> bool:
    """Say whether there may be white space in these texts."""
    letters = _letters(numbers)
    return len(letters) > 0 and not (letters.min() > 32 and letters.max() < 127)


def in_capitals(numbers: Any) -> Any:
    """Return tracking numbers as they are compared: a carrier does not tell ``rr1cn`` from ``RR1CN``.

    Returns
    -------
    pyarrow.Array of string
        The same object if nothing is to be changed.
    """
    letters = _letters(numbers)
    if not len(letters) or letters.max() < ord("a"):
        return numbers
    return pc.ascii_upper(numbers) if letters.max() < 128 else texts([text.upper() for text in numbers.to_pylist()])


def _letters(numbers: Any) -> npt.NDArray[np.uint8]:
    data = numbers.buffers()[2]
    return np.frombuffer(data, np.uint8) if data else np.zeros(0, np.uint8)
