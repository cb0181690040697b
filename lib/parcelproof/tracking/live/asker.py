"""What the clients of the services have in common: their own pace, one wire, and numbers that are added when new."""

from __future__ import annotations

import contextlib
import warnings
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence

from parcelproof.tracking.live.answers import Answer, Entry, Page, Word, plain
from parcelproof.tracking.live.patience import Patience, Timer
from parcelproof.tracking.live.wire import HttpxWire, RequestsWire


class Asker(ABC):
    """Asks one service.

    Every client takes ``key`` (Secret), ``base`` (its address; another one in tests only), ``timer`` (Timer) and
    ``carrier`` (the service's own code of the carrier for new numbers; empty to let the service find it).

    Parameters
    ----------
    service : str
        Name for people.
    per_second : float
        Requests that it allows.
    wire : HttpxWire or RequestsWire
    timer : Timer, optional
    """

    at_once: int

    def __init__(self, service: str, per_second: float, wire: HttpxWire | RequestsWire, timer: Timer | None) -> None:
        self._patience = Patience(service, per_second, timer or Timer())
        self._taken = wire

    @abstractmethod
    def ask(self, numbers: Sequence[str]) -> Iterator[Page | Word]:
        """Ask for at most ``at_once`` numbers; give every page as it comes, and words about numbers without one."""

    def _call(self, call: Callable[[], object]) -> Answer:
        """Call the vendor's client, as often as it helps, and return what came over the wire."""
        return self._patience.ask(lambda: self._send(call))

    def _send(self, call: Callable[[], object]) -> Answer:
        self._taken.clear()
        # A client's errors hold the answer and the request; the wire holds all that is needed of them. A client also
        # uses names of its HTTP library that are on their way out; that is no news for a seller.
        with contextlib.suppress(Exception), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            call()
        return self._taken.answer()


class ListAsker(Asker):
    """Asks a service that lists what it follows, in pages, and takes new numbers one by one."""

    @abstractmethod
    def _pages(self, numbers: Sequence[str]) -> Iterable[Answer]:
        """Give every page of the list."""

    @abstractmethod
    def _add(self, number: str) -> Iterator[Page | Word]:
        """Let the service follow a number."""

    @abstractmethod
    def _entries(self, document: object) -> list[Entry] | None:
        """Return the parcels of an answer by their shape; None if it has another shape."""

    def ask(self, numbers: Sequence[str]) -> Iterator[Page | Word]:
        """Ask for numbers, page by page, and add those that the service does not follow yet."""
        there: set[str] = set()
        for answer in self._pages(numbers):
            found = self._entries(answer.document())
            yield Page(answer.body, tuple(numbers))
            if found is None or any(not e.number for e in found):
                return  # the page is refused where it is kept; adding numbers now would be a guess
            there |= {plain(e.number) for e in found}
        for number in numbers:
            if plain(number) not in there:
                yield from self._add(number)
