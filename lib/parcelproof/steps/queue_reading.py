"""Reading the queue: what changed in the ledger since the last look, and which parcels have a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import islice

from parcelproof.checks import CheckContext
from parcelproof.errors import ParcelproofError
from parcelproof.shipment import Shipment
from parcelproof.shop import Shop
from parcelproof.steps.parcel_facts import ParcelFacts, facts_of
from parcelproof.steps.parcel_index import Known, ParcelIndex, index_of
from parcelproof.steps.queue_case import Case, make_case
from parcelproof.tracked import read_tracked
from parcelproof.tracking.events import Status
from parcelproof.tracking.review.flags import Review
from parcelproof.tracking.review.single import review_shipments

AT_ONCE = 250
"""So many parcels are read and reviewed at once, then the page says how far it is."""
ENDED = frozenset({Status.DELIVERED, Status.CANCELLED})
"""A parcel that stands here and has no flag gets none by waiting."""

Watch = Callable[[int, int], None]
Reviewer = Callable[[Shipment, CheckContext], Review]


class QueueReading:
    """The cases of one shop, as of the last look.

    Parameters
    ----------
    shop : Shop
    review : callable, optional
        Says what needs a person; without it, the rules of the product.
    """

    def __init__(self, shop: Shop, review: Reviewer | None = None) -> None:
        self.shop = shop
        self._review = review
        self._index = ParcelIndex(shop)
        self._heads: dict[str, str] = {}
        self._cases: dict[str, Case] = {}
        self._as_of: datetime | None = None
        self._key = ""
        self.watch: Watch = lambda _done, _all: None
        """Called with how many shipments are read, of how many, whenever some are."""
        self.parcels: dict[str, ParcelFacts] = {}
        """What the charts need of every shipment that could be read."""
        self.unread: dict[str, str] = {}
        """Shipments that cannot be read, and why."""

    # -- reading ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read what changed in the ledger since the last look; on a new day, every parcel that is not settled."""
        now = self.shop.now()
        if self._review is None:
            self._index = index_of(self.shop)
        if self._as_of is None or self._as_of.date() != now.date() or self._key != self._index.key:
            self._heads = {}
        self._as_of, self._key = now, self._index.key
        heads = {name: sealed for name, (_, sealed) in self.shop.ledger.stored_heads().items()}
        ids = self.shop.shipment_ids()
        for gone in (self._heads.keys() | self._cases.keys() | self.unread.keys()) - set(ids):
            self._forget(gone, self._heads)
        changed = [name for name in ids if self._heads.get(name) != heads[name] and not self._settled(name, heads)]
        # One reading for all of them, so that each tracking file is opened once.
        reading, done = read_tracked(self.shop, changed), 0
        while some := list(islice(reading, AT_ONCE)):
            self._take(some, heads)
            self._heads |= {name: heads[name] for name, _ in some}
            done += len(some)
            self.watch(done, len(changed))
        self._index.keep()

    def _settled(self, name: str, heads: Mapping[str, str]) -> bool:
        """Take over what is known of a parcel that needs nobody, today or on any other day."""
        known = self._index.get(name, heads[name])
        if known is None or known.facts is None or not known.settled:
            return False
        self._forget(name)
        self.parcels[name] = known.facts
        self._heads[name] = known.head
        return True

    def _forget(self, name: str, *also: dict[str, str]) -> None:
        for known in (self._cases, self.unread, self.parcels):
            known.pop(name, None)
        for heads in also:
            heads.pop(name, None)

    def _take(self, some: Sequence[tuple[str, Shipment | ParcelproofError]], heads: Mapping[str, str]) -> None:
        shipments: list[Shipment] = []
        for name, read in some:
            self._forget(name)
            if isinstance(read, ParcelproofError):
                self.unread[name] = read.what
            else:
                shipments.append(read)
        for shipment, review in zip(shipments, self._reviews(shipments), strict=True):
            name, facts = shipment.id, facts_of(shipment)
            self.parcels[name] = facts
            self._index.put(name, Known(heads[name], facts, not review.flags and review.status in ENDED))
            case = make_case(shipment, review, self.context)
            if case is not None:
                self._cases[name] = case

    def _reviews(self, shipments: Sequence[Shipment]) -> list[Review]:
        if self._review is None:
            return review_shipments(shipments, self.context)
        return [self._review(shipment, self.context) for shipment in shipments]

    @property
    def context(self) -> CheckContext:
        """Playbook and moment for which the queue speaks."""
        return CheckContext(self.shop.playbook, self.as_of)

    @property
    def as_of(self) -> datetime:
        """The moment of the last look, in the seller's zone."""
        if self._as_of is None:
            self.refresh()
        assert self._as_of is not None
        return self._as_of
