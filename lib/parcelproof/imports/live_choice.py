"""Which parcels to ask a tracking service for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parcelproof.errors import InputError, ParcelproofError
from parcelproof.imports.index import ShipmentIndex
from parcelproof.imports.live_told import Pulled
from parcelproof.messages import _
from parcelproof.shop import Shop
from parcelproof.tracked import read_tracked
from parcelproof.tracking.events import Status
from parcelproof.tracking.live import Code, plain

FINISHED = frozenset({Status.DELIVERED, Status.RETURNED, Status.CANCELLED})


@dataclass(frozen=True)
class Selection:
    """Which parcels to ask for.

    Attributes
    ----------
    numbers : tuple of str
        Each number once, in the order of the shipments.
    broken : tuple of Pulled
        Shipments whose records cannot be read.
    """

    numbers: tuple[str, ...]
    broken: tuple[Pulled, ...] = ()


def choose_open(shop: Shop) -> Selection:
    """Choose every parcel that has a number and is not delivered, returned or cancelled."""
    index = ShipmentIndex(shop.ledger)
    numbers: list[str] = []
    broken: list[Pulled] = []
    for chain, read in read_tracked(shop, [c for c in shop.shipment_ids() if index.number(c)]):
        if isinstance(read, ParcelproofError):
            broken.append(Pulled(chain, index.number(chain), Code.REFUSED, 0, read.what))
        elif read.tracking.status not in FINISHED:
            numbers.append(index.number(chain))
    return Selection(each_once(numbers), tuple(broken))


def choose_named(shop: Shop, shipments: Iterable[str]) -> Selection:
    """Choose the parcels that a person names, finished or not.

    Raises
    ------
    InputError
        If there is no such parcel, or it has no tracking number.
    """
    index = ShipmentIndex(shop.ledger)
    numbers: list[str] = []
    for given in shipments:
        found = shop.find(given)
        if not found:
            raise InputError(_("No shipment has this id, order number or tracking number."), where=given[:80],
                             mend=_("See the ids with: parcelproof status"))  # fmt: skip
        with_number = [index.number(chain) for chain in found if index.number(chain)]
        if not with_number:
            raise InputError(
                _("This parcel has no tracking number yet."),
                where=given[:80],
                mend=_("Enter the number on the page of the shipping choice, then pull again."),
            )
        numbers += with_number
    return Selection(each_once(numbers))


def each_once(numbers: Iterable[str]) -> tuple[str, ...]:
    """Return each number once, as it is spelled first."""
    return tuple({plain(n): n for n in reversed(list(numbers))}.values())[::-1]
