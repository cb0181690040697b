"""Move a shop out of its folder, into a database and a bucket, so that many machines can work on it.

Everything is copied and recomputed before the settings name the new places. What was in the folder stays there.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from parcelproof.errors import ShopError
from parcelproof.ledger.copying import copy_ledger
from parcelproof.ledger.store import Ledger
from parcelproof.ledger.verify import Problem
from parcelproof.messages import _
from parcelproof.shelf import Shelf
from parcelproof.shop import Shop, evidence_store, ledger_place
from parcelproof.shop_settings import SETTINGS_FILE, ShopSettings, write_settings
from parcelproof.verify import verify_shop

SIDE_BY_SIDE = 16
IN_HAND = 64
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Moved:
    """What was moved.

    Attributes
    ----------
    entries, files : int
        Of the ledger; of the evidence. What an earlier try had copied already is counted too.
    """

    entries: int
    files: int


def move_shop(shop: Shop, places: ShopSettings, *, told: Told = lambda _done, _total: None) -> Moved:
    """Copy ledger and evidence to new places, verify them there, and make them the places of the shop.

    Parameters
    ----------
    shop : Shop
    places : ShopSettings
        The settings of the shop with its new places.
    told : callable
        Is told how many of how many files are copied.

    Raises
    ------
    ShopError
        If the shop does not verify before or after, or somebody wrote meanwhile; then the shop is where it was, and
        doing it again goes on.
    """
    _refuse(shop.verify(), _("The shop has problems; what is altered is not moved."))
    target = evidence_store(shop.folder, places)
    target.check()
    if places.reports:
        Shelf.at(places.reports, places.storage).bucket.check()
    ledger = Ledger(ledger_place(shop.folder, places), create=True) if places.ledger else shop.ledger
    if places.evidence and places.evidence != shop.settings.evidence:
        _copy_files(shop, target.put, told)
    if places.ledger and places.ledger != shop.settings.ledger:
        copy_ledger(shop.ledger, ledger)
    found = verify_shop(ledger, target, shop.folder)
    _refuse(found.problems, _("The copy is not the same as the shop."))
    if ledger.head() != shop.ledger.head():
        raise ShopError(
            _("Somebody wrote into the shop while it was moved."), where=shop.ledger.where,
            mend=_("Close all pages and stop all imports, then do the same again; it goes on."),
        )  # fmt: skip
    write_settings(shop.folder / SETTINGS_FILE, places)
    return Moved(found.entries, found.files)


def _copy_files(shop: Shop, put: Callable[[bytes], str], told: Told) -> None:
    names = list(shop.evidence.paths())
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        for start in range(0, len(names), IN_HAND):  # the content of all files would not fit into memory
            some = names[start : start + IN_HAND]
            for _digest in pool.map(lambda sha256: put(shop.evidence.get(sha256)), some):
                pass
            told(start + len(some), len(names))


def _refuse(problems: list[Problem], what: str) -> None:
    if problems:
        first = problems[0]
        raise ShopError(
            _("{what} ({count}; the first: {first})", what=what, count=len(problems), first=first.what),
            where=first.where,
            mend=_("Run: parcelproof verify"),
        )
