"""One module per service; each knows the shape of its answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from parcelproof.tracking.readers import (
    aftership,
    easypost,
    karrio,
    seventeen,
    seventeen_legacy,
    ship24,
    shippo,
)
from parcelproof.tracking.readers.source import Batch, Source


@dataclass(frozen=True)
class Reader:
    """How one service is recognised and read.

    Attributes
    ----------
    system : str
        Its name in the crosswalk.
    recognises : callable
        Says by the shape of a JSON document whether this reader reads it.
    read : callable
        Reads what it recognises.
    """

    system: str
    recognises: Callable[[object], bool]
    read: Callable[[object, Source], Batch]


# The order matters only where one shape is a special case of another: narrow shapes first.
JSON_READERS: tuple[Reader, ...] = (
    Reader(seventeen_legacy.SYSTEM, seventeen_legacy.recognises, seventeen_legacy.read),
    Reader(seventeen.SYSTEM, seventeen.recognises, seventeen.read),
    Reader(easypost.SYSTEM, easypost.recognises, easypost.read),
    Reader(ship24.SYSTEM, ship24.recognises, ship24.read),
    Reader(shippo.SYSTEM, shippo.recognises, shippo.read),
    Reader(karrio.SYSTEM, karrio.recognises, karrio.read),
    Reader(aftership.SYSTEM, aftership.recognises, aftership.read),
)
