"""What is known of a whole shop at once: all photos, the products, what was sold.

Reading it takes longer than reading a parcel, so a process that forks for every report reads it once: its forks find
it here, as long as nothing was recorded since.
"""

from __future__ import annotations

from parcelproof.catalogue import Catalogue
from parcelproof.evidence.store import EvidenceStore
from parcelproof.ledger.store import Ledger
from parcelproof.photo_twins import PhotoTwins
from parcelproof.sales import Sales


class WholeShop:
    """What is read of all parcels and products of one shop, each when it is first asked for.

    Parameters
    ----------
    ledger : Ledger
    evidence : EvidenceStore
    """

    def __init__(self, ledger: Ledger, evidence: EvidenceStore) -> None:
        self.twins = PhotoTwins(ledger, evidence)
        self.catalogue = Catalogue(ledger)
        self.sales = Sales(ledger)

    def read(self) -> None:
        """Read all of it now."""
        self.twins.read()
        self.catalogue.ids()
        self.sales.sold(())


_held: dict[str, tuple[str, WholeShop]] = {}
"""By the place of the ledger, with the hash of its last entry, which tells all that was recorded."""


def hold(ledger: Ledger, evidence: EvidenceStore) -> None:
    """Read a shop and hold it for the forks of this process; what was held before is dropped."""
    head = ledger.head()[1]
    whole = WholeShop(ledger, evidence)
    whole.read()
    _held.clear()
    _held[ledger.where] = (head, whole)


def whole_shop(ledger: Ledger, evidence: EvidenceStore) -> WholeShop:
    """Return what is held of this shop if nothing was recorded since; else one that reads anew."""
    if ledger.where in _held:
        head, whole = _held[ledger.where]
        if ledger.head()[1] == head:
            return whole
    return WholeShop(ledger, evidence)
