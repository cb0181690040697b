"""The services that can be asked, by name. A vendor's client is loaded only when it is used."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from parcelproof.errors import InputError, nearest
from parcelproof.messages import _
from parcelproof.tracking.live.answers import Entry, Page, Word
from parcelproof.tracking.live.keys import Secret
from parcelproof.tracking.live.patience import Timer


class Client(Protocol):
    """What every vendor's client does."""

    at_once: int

    def ask(self, numbers: Sequence[str]) -> Iterator[Page | Word]:
        """Ask for at most ``at_once`` numbers; give every page as it comes, and words about numbers without one."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...


@dataclass(frozen=True)
class Vendor:
    """One service.

    Attributes
    ----------
    name : str
        As it is written on the command line and in variables.
    title : str
        For people.
    system : str
        Its name in the crosswalk.
    get_one : str
        Where a person gets a key.
    """

    name: str
    title: str
    system: str
    get_one: str
    module: str
    kind: str

    @property
    def variable(self) -> str:
        """Environment variable for another address, for tests."""
        return f"PARCELPROOF_{self.name.upper()}_URL"

    def entries(self, document: object) -> list[Entry] | None:
        """Return the parcels of an answer by their shape; None if the answer has another shape."""
        look = cast(Callable[[object], list[Entry] | None], self._loaded().entries)
        return look(document)

    def client(self, key: Secret, *, base: str = "", timer: Timer | None = None, carrier: str = "") -> Client:
        """Return a client of this service.

        Raises
        ------
        InputError
            If another address was named that is neither https nor this computer.
        """
        from parcelproof.tracking.live.wire import check_base  # brings HTTP libraries: only where something is asked

        given = base or os.environ.get(self.variable, "")
        address = check_base(given or self._loaded().BASE, field=self.variable if given else self.name)
        make = getattr(self._loaded(), self.kind)
        return cast(Client, make(key, base=address, timer=timer, carrier=carrier))

    def _loaded(self) -> Any:
        return importlib.import_module(f"parcelproof.tracking.live.{self.module}")


VENDORS: Mapping[str, Vendor] = {
    v.name: v
    for v in (
        Vendor("17track", "17TRACK", "17track_v2", "api.17track.net, Settings, Security, Access key", "seventeen",
               "SeventeenTrack"),
        Vendor("aftership", "AfterShip", "aftership", "admin.aftership.com, Settings, API keys", "aftership",
               "AfterShip"),
        Vendor("easypost", "EasyPost", "easypost", "easypost.com, Account settings, API keys; take the production key",
               "easypost", "EasyPost"),
    )
}  # fmt: skip


def vendor(name: str) -> Vendor:
    """Return a service by name.

    Raises
    ------
    InputError
        If it is not known.
    """
    found = VENDORS.get(name.strip().lower())
    if found is None:
        raise InputError(
            _("This tracking service cannot be asked."),
            where=f"--from {name}"[:80],
            mend=nearest(name, VENDORS) or _("Known: {names}", names=", ".join(VENDORS)),
        )
    return found
