"""Pull tracking into a shop: asked in which order, and how a run goes on after it was stopped."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping, Sequence

from parcelproof.imports.index import ShipmentIndex
from parcelproof.imports.live_answer import AnswerTaker
from parcelproof.imports.live_choice import each_once
from parcelproof.imports.live_found import Found
from parcelproof.imports.live_journal import Journal, Unfinished
from parcelproof.imports.live_told import WORDS, Pulled
from parcelproof.messages import _
from parcelproof.shop import Shop
from parcelproof.tracking.live import (
    Client,
    Code,
    KeyRefusedError,
    Page,
    RejectedError,
    Secret,
    UnreachableError,
    Vendor,
    plain,
)

MOST_FAILURES = 2
"""So many groups without an answer, one after the other, and the rest is not asked any more."""

ABOUT_A_NUMBER = frozenset({200, 400, 413, 414, 422})
"""Refusals that can come from one number among many; any other is about the service or the way we ask."""

_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{3,49}")


class Pull:
    """Asks one service for parcels of one shop, and takes the answers in.

    Parameters
    ----------
    shop : Shop
    vendor : Vendor
    client : Client
    key : Secret
        Only to make sure that no answer that repeats it is kept.
    """

    def __init__(self, shop: Shop, vendor: Vendor, client: Client, key: Secret) -> None:
        self._shop = shop
        self._vendor = vendor
        self._client = client
        self._key = key
        self._journal = Journal(shop.folder, vendor.name)
        self._taker = AnswerTaker(shop, vendor)
        self._chains: dict[str, list[tuple[str, str]]] = {}

    def run(self, numbers: Sequence[str]) -> Generator[Pulled, None, None]:
        """Ask for parcels; yield what became of each as soon as it is known.

        A run that was stopped within the last hour is finished first: what it settled is told, not asked again.

        Raises
        ------
        KeyRefusedError
            If the service does not accept the key. What was taken in before stays.
        ShopError
            If another process pulls from this service into this shop.
        """
        with self._journal.alone():
            self._chains = self._owners()
            left = self._journal.read()
            begun = self._take_up(left)
            settled = {n: Found.from_json(f) for n, f in left.settled.items()} if left.fresh else {}
            wanted = each_once([*(left.numbers if left.fresh else ()), *numbers])
            if not (left.fresh and set(wanted) == set(left.numbers)):
                self._journal.begin(wanted)
                self._journal.settle({n: f.as_json() for n, f in settled.items()})
            for number, found in settled.items():
                yield from self._told(number, found)
            missing = False
            for one in self._ask_all([n for n in wanted if n not in settled], begun, bool(left.kept)):
                missing = missing or one.code == Code.NOT_REACHED
                yield one
            if not missing:
                self._journal.end()

    def _owners(self) -> dict[str, list[tuple[str, str]]]:
        index = ShipmentIndex(self._shop.ledger)
        owners: dict[str, list[tuple[str, str]]] = {}
        for chain in self._shop.shipment_ids():
            if number := index.number(chain):
                owners.setdefault(plain(number), []).append((chain, number))
        return owners

    # -- a run that was stopped ---------------------------------------------------------------

    def _take_up(self, left: Unfinished) -> dict[str, Found]:
        """Take in what a stopped run kept; return what it found out about numbers that it did not settle."""
        begun: dict[str, Found] = {}
        for sha256, numbers in left.kept.items():
            open_numbers = [n for n in numbers if n not in left.settled]
            body = self._journal.answer(sha256)
            # An answer in the ledger is read again if its group was not settled: its outcome was not told yet.
            if body is None or (sha256 in left.taken and not open_numbers):
                continue
            for number, found in self._taker.take(body, sha256, numbers, resumed=True).items():
                begun[number] = found.joined(begun.get(number))
        return begun

    # -- asking -------------------------------------------------------------------------------

    def _ask_all(self, numbers: list[str], begun: Mapping[str, Found], anything_kept: bool) -> Iterator[Pulled]:
        failures = 0
        fit = [n for n in numbers if _NUMBER.fullmatch(n.strip())]
        unfit = Found(Code.REFUSED, _("No service can look for this number: it has signs that no tracking number has."))
        yield from self._settle({n: unfit for n in numbers if n not in set(fit)})
        for start in range(0, len(fit), self._client.at_once):
            group = fit[start : start + self._client.at_once]
            if failures >= MOST_FAILURES:
                yield from self._not_reached(
                    fit[start:], begun, _("The service did not answer before. Run this again later.")
                )
                return
            found: dict[str, Found] = {n: begun[n] for n in group if n in begun}
            try:
                yield from self._settle(self._ask(group, found))
                failures = 0
            except UnreachableError as error:
                failures += 1
                yield from self._not_reached(group, found, error.what)
            except KeyRefusedError:
                if not start and not anything_kept:
                    self._journal.end()
                raise

    def _ask(self, group: Sequence[str], found: dict[str, Found]) -> dict[str, Found]:
        """Ask for one group; ``found`` is filled as answers come, so that a later failure leaves what is known."""
        try:
            for said in self._client.ask(group):
                if isinstance(said, Page):
                    news = self._keep(said)
                else:
                    news = {said.number: Found(said.code, said.text)}
                for number, one in news.items():
                    found[number] = one.joined(found.get(number))
        except RejectedError as error:
            if error.answer.status not in ABOUT_A_NUMBER:
                raise UnreachableError(
                    error.what, mend=_("Run this again later, or look for a newer Parcelproof.")
                ) from None
            if len(group) == 1:
                found.setdefault(group[0], Found(Code.REFUSED, error.what))
            else:
                # One bad number must not keep the others from being asked.
                half = len(group) // 2
                self._ask(group[:half], found)
                self._ask(group[half:], found)
        silent = Found(
            Code.REFUSED, _("{service} answered, but said nothing about this number.", service=self._vendor.title)
        )
        return {number: found.get(number, silent) for number in group}

    def _keep(self, page: Page) -> dict[str, Found]:
        if self._key.is_in(page.body):
            words = _("The answer of {service} repeats your key. It was not kept.", service=self._vendor.title)
            return dict.fromkeys(page.numbers, Found(Code.REFUSED, words))
        sha256 = self._journal.keep(page.body, page.numbers)
        found = self._taker.take(page.body, sha256, page.numbers)
        self._journal.took(sha256)
        return found

    # -- telling ------------------------------------------------------------------------------

    def _settle(self, found: Mapping[str, Found]) -> Iterator[Pulled]:
        self._journal.settle({number: one.as_json() for number, one in found.items()})
        for number, one in found.items():
            yield from self._told(number, one)

    def _not_reached(self, numbers: Sequence[str], found: Mapping[str, Found], why: str) -> Iterator[Pulled]:
        # Not settled: the next run asks these again.
        for number in numbers:
            missing = Found(Code.NOT_REACHED, why)
            known = found.get(number)
            yield from self._told(number, missing if known is None else known)

    def _told(self, number: str, found: Found) -> Iterator[Pulled]:
        answer = self._journal.path_of(found.answer).relative_to(self._shop.folder).as_posix() if found.answer else ""
        words = self._key.scrub(found.text) or WORDS.get(found.code, "")
        for chain, own in self._chains.get(plain(number), ()):
            yield Pulled(chain, own, found.code, found.scans, words, answer)
