"""Ask a tracking service from a page: which services have a key, and what came of asking.

The rules are those of ``parcelproof pull``: every answer is kept byte for byte before it is read, a stopped run goes
on, nothing is doubled, and the key shows nowhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, field

from parcelproof.errors import InputError
from parcelproof.imports.live import Pull
from parcelproof.imports.live_choice import choose_open
from parcelproof.imports.live_told import NAMES, Pulled
from parcelproof.messages import _, ngettext, sentences
from parcelproof.shop import Shop
from parcelproof.tracking.live import VENDORS, Code, Vendor, find_key, vendor

LISTED = 20
"""A page names at most so many parcels."""

_FAILED = (Code.REFUSED, Code.NOT_REACHED)


@dataclass(frozen=True)
class Service:
    """One tracking service, as a page offers it.

    Attributes
    ----------
    name, title : str
    problem : str
        Why it cannot be asked now and what to do; empty if it can.
    """

    name: str
    title: str
    problem: str = ""


@dataclass
class Asked:
    """How far a run is.

    Attributes
    ----------
    of : int
        Parcels to ask for.
    told : list of Pulled
        What became of each parcel so far.
    """

    of: int = 0
    told: list[Pulled] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The sum in one sentence."""
        if not self.told:
            return _("No parcel is on its way: there is nothing to ask for.") if not self.of else _("Asking …")
        counts = Counter(one.code for one in self.told)
        parts = [_("{count} {outcome}", count=counts[code], outcome=NAMES[code]) for code in NAMES if counts[code]]
        return ngettext(
            "{count} parcel: {outcomes}.", "{count} parcels: {outcomes}.", len(self.told), outcomes=", ".join(parts)
        )

    @property
    def trouble(self) -> list[str]:
        """What went wrong, a line per parcel."""
        return [f"{one.shipment}: {one.words}" for one in self.told if one.code in _FAILED][:LISTED]

    @property
    def unfinished(self) -> bool:
        """Whether asking again later goes on where this run stopped."""
        return any(one.code is Code.NOT_REACHED for one in self.told)


def services() -> list[Service]:
    """Return every service that can be asked, those with a key first; a key itself is never returned."""
    found = [Service(one.name, one.title, _problem(one)) for one in VENDORS.values()]
    return sorted(found, key=lambda one: bool(one.problem))


def ask(shop: Shop, name: str) -> Generator[Asked, None, None]:
    """Ask a service for every parcel that is on its way; give the state after each parcel.

    Parameters
    ----------
    shop : Shop
    name : str
        Of the service.

    Yields
    ------
    Asked
        The same object each time, further each time. Whoever stops here stops the run; the next one goes on.

    Raises
    ------
    InputError
        If there is no such service, or no key for it.
    KeyRefusedError, ShopError
        As `Pull.run` does. What came before is in the ledger.
    """
    service = vendor(name)
    key = find_key(service.name, service=service.title, get_one=service.get_one)
    chosen = choose_open(shop)
    asked = Asked(len(chosen.numbers) + len(chosen.broken), list(chosen.broken))
    yield asked
    client = service.client(key)
    try:
        with closing(Pull(shop, service, client, key).run(chosen.numbers)) as run:
            for one in run:
                asked.told.append(one)
                yield asked
    finally:
        client.close()


def _problem(service: Vendor) -> str:
    try:
        find_key(service.name, service=service.title, get_one=service.get_one)
    except InputError as error:
        return sentences(error.what, error.mend)
    return ""
