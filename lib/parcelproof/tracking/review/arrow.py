"""From numpy to Arrow and back, without a copy.

Arrow's own ways load pandas, which takes longer than the review of a small file, and more memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute

pc: Any = pyarrow.compute
_buffer: Any = pa.py_buffer


def to_numpy(array: Any) -> npt.NDArray[Any]:
    """Return whole numbers or truth values as numpy has them.

    Parameters
    ----------
    array : pyarrow.Array
        Without nulls.
    """
    if pa.types.is_boolean(array.type):
        return np.from_dlpack(array.cast(pa.uint8())).view(np.bool_)
    return np.from_dlpack(array)


def to_arrow(numbers: npt.NDArray[Any]) -> Any:
    """Return whole numbers as Arrow has them."""
    whole = np.ascontiguousarray(numbers)
    return pa.Array.from_buffers(pa.from_numpy_dtype(whole.dtype), len(whole), [None, _buffer(whole)])


def stamps(at: npt.NDArray[np.int64], known: npt.NDArray[np.bool_]) -> Any:
    """Return microseconds since 1970 as times in UTC, null where none is known."""
    mask = _buffer(np.packbits(known, bitorder="little"))
    return pa.Array.from_buffers(pa.timestamp("us", tz="UTC"), len(at), [mask, _buffer(np.ascontiguousarray(at))])


def texts(words: Sequence[str]) -> Any:
    """Return texts as Arrow has them."""
    raw = [word.encode() for word in words]
    ends = np.fromiter(accumulate(map(len, raw), initial=0), np.int32, len(raw) + 1)
    return pa.Array.from_buffers(pa.string(), len(raw), [None, _buffer(ends), _buffer(b"".join(raw))])


def positions(array: Any) -> npt.NDArray[np.intp]:
    """Return where an Arrow column of truth values holds."""
    return np.flatnonzero(to_numpy(array))


def filled(array: Any, value: str | int) -> Any:
    """Put a value in place of nulls."""
    return pc.fill_null(array, one(value).cast(array.type)) if array.null_count else array


def one(value: str | int) -> Any:
    """Return one value as Arrow has it."""
    return (texts([value]) if isinstance(value, str) else to_arrow(np.array([value], np.int64)))[0]
