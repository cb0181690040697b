"""Take one raw answer of a tracking service into the ledger: the parcels that were asked for, and only news."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from parcelproof.errors import InputError, ParcelproofError
from parcelproof.imports.index import ShipmentIndex
from parcelproof.imports.live_found import Found
from parcelproof.imports.outcome import Outcome
from parcelproof.imports.tracking import plan_tracking
from parcelproof.ledger.chain import SHOP_CHAIN
from parcelproof.ledger.records import Import, Record, TrackingImport
from parcelproof.ledger.stored import Stored
from parcelproof.messages import _
from parcelproof.pulled import SOURCE
from parcelproof.shop import Shop
from parcelproof.tracking import TrackingFile, read_tracking
from parcelproof.tracking.columns import read_parquet
from parcelproof.tracking.events import Event, Parcel
from parcelproof.tracking.live import Code, Entry, Vendor, plain
from parcelproof.tracking.live.answers import parse


class AnswerTaker:
    """Takes answers of one service into one shop.

    Parameters
    ----------
    shop : Shop
    vendor : Vendor
    """

    def __init__(self, shop: Shop, vendor: Vendor) -> None:
        self._shop = shop
        self._vendor = vendor

    def take(self, body: bytes, sha256: str, numbers: Sequence[str], *, resumed: bool = False) -> dict[str, Found]:
        """Take one answer in; all of it in one transaction.

        Parameters
        ----------
        body : bytes
            The raw answer, kept already.
        sha256 : str
            Its hash.
        numbers : sequence of str
            What was asked. A parcel that nobody asked for is left out.
        resumed : bool
            The run was stopped after this answer was kept. It may be in the ledger already; its scans count as new.

        Returns
        -------
        dict
            Number as asked → what became of it. A number of which the answer does not speak is not there.
        """
        asked = {plain(number): number for number in numbers}
        name = f"{self._vendor.name}/{sha256}.json"
        found, file = self._read(body, name, asked, sha256)
        index = ShipmentIndex(self._shop.ledger)
        chains = _chains_by_spelling(index)
        news: list[Parcel] = []
        for parcel in file.parcels if file else ():
            number = asked.get(plain(parcel.tracking_number), "")
            if number and number not in found:
                found[number], parcels = self._judge(chains.get(plain(number), {}), parcel, sha256, resumed)
                news += parcels
        self._record(index, file, news, found, name, sha256)
        return found

    # -- reading ------------------------------------------------------------------------------

    def _read(
        self, body: bytes, name: str, asked: Mapping[str, str], sha256: str
    ) -> tuple[dict[str, Found], TrackingFile | None]:
        """Return the numbers that are refused, and the parcels that can be read."""
        entries = self._entries(body)
        if entries is None:
            return {number: self._changed("", sha256) for number in asked.values()}, None
        refused = {
            asked[plain(e.number)]: self._changed(e.fault, sha256)
            for e in entries
            if e.fault and plain(e.number) in asked
        }
        if any(not plain(e.number) for e in entries):
            silent = set(asked) - {plain(e.number) for e in entries}
            refused |= {asked[key]: self._changed(_("an entry names no number"), sha256) for key in silent}
        if not entries:
            return refused, None
        try:
            zone = self._shop.settings.zone
            return refused, read_tracking(body, name, system=self._vendor.system, zone=zone)
        except InputError as error:
            rest = {number: Found(Code.REFUSED, error.what, answer=sha256) for number in asked.values()}
            return rest | refused, None

    def _entries(self, body: bytes) -> list[Entry] | None:
        try:
            return self._vendor.entries(parse(body))
        except ValueError:
            return None

    def _changed(self, fault: str, sha256: str) -> Found:
        service = self._vendor.title
        words = _(
            "{service} has changed the form of its answer. Nothing of it was taken in; the answer is kept.",
            service=service,
        )
        if fault:
            words = _(
                "{service} has changed the form of its answer ({fault}). Nothing of it was taken in; the answer is "
                "kept.",
                service=service,
                fault=fault,
            )
        return Found(Code.REFUSED, words, answer=sha256)

    # -- judging ------------------------------------------------------------------------------

    def _judge(
        self, chains: Mapping[str, Sequence[str]], parcel: Parcel, sha256: str, resumed: bool
    ) -> tuple[Found, list[Parcel]]:
        """Say whether a parcel has news for any of its shipments.

        Parameters
        ----------
        chains : mapping
            Each spelling of the number that the shop uses → its shipments.

        Returns
        -------
        Found, list of Parcel
            The parcel under each spelling that has news.
        """
        found: Found | None = None
        news: list[Parcel] = []
        for spelling, ids in chains.items():
            try:
                earlier = [_imports_of(self._shop, chain) for chain in ids]
                own = _without_erased(earlier, _renumbered(parcel, spelling))
                fresh, changed = self._compare(earlier, own, sha256 if resumed else "")
            except ParcelproofError as error:
                return Found(Code.REFUSED, error.what, answer=sha256), []
            if fresh or changed:
                news.append(own)
            one = Found(_code(own, fresh), scans=fresh, answer=sha256)
            found = one if found is None or one.scans > found.scans else found
        return found or Found(Code.NO_NEWS, answer=sha256), news

    def _compare(self, earlier: Iterable[Sequence[Stored]], parcel: Parcel, passed_over: str) -> tuple[int, bool]:
        """Return how many scans are new, and whether what the service says beside them is."""
        fresh, changed = 0, False
        for imports in earlier:
            of_number = [
                r
                for r in (stored.record for stored in imports)
                if isinstance(r, TrackingImport)
                and r.tracking_number == parcel.tracking_number
                and r.file_sha256 != passed_over
            ]
            known = {
                _identity(event)
                for r in of_number
                for event in read_parquet(self._shop.evidence.get(r.events_sha256), parcel.tracking_number)
            }
            fresh = max(fresh, sum(_identity(event) not in known for event in parcel.events))
            same = [r for r in of_number if r.system == parcel.system]
            changed = changed or bool(parcel.events and not (same and _says(same[-1]) == _says(parcel)))
        return fresh, changed

    # -- recording ----------------------------------------------------------------------------

    def _record(
        self,
        index: ShipmentIndex,
        file: TrackingFile | None,
        news: list[Parcel],
        found: Mapping[str, Found],
        name: str,
        sha256: str,
    ) -> None:
        pairs: list[tuple[str, Record]] = []
        if file and news:
            pairs = plan_tracking(self._shop, index, replace(file, parcels=tuple(news)), sha256, Outcome(name))
        refused = sum(f.code == Code.REFUSED for f in found.values())
        note = Import(
            format=self._vendor.system, file_name=name, file_sha256=sha256, rows_read=len(found),
            rows_refused=refused, records_added=len(pairs),
        )  # fmt: skip
        known = {slot for _, slot, _ in self._shop.ledger.lookups("import")}
        if pairs or note.slot not in known:
            self._shop.record_many([*pairs, (SHOP_CHAIN, note)], source=f"{SOURCE}{self._vendor.name}")


def _renumbered(parcel: Parcel, number: str) -> Parcel:
    """Return a parcel under the number as the shop writes it: the service may write it in capitals."""
    if parcel.tracking_number == number:
        return parcel
    events = tuple(e.model_copy(update={"tracking_number": number}) for e in parcel.events)
    return parcel.model_copy(update={"tracking_number": number, "events": events})


def _identity(event: Event) -> tuple[object, ...]:
    # What the scan says, not what we make of it: a better crosswalk is no news of the carrier.
    return (event.time or event.time_raw, event.code, event.detail_code, event.text, event.location)


def _says(said: TrackingImport | Parcel) -> tuple[object, ...]:
    return said.status_raw, said.status_detail_raw, said.set_by_user, said.signed_by


def _code(parcel: Parcel, fresh: int) -> Code:
    if fresh:
        return Code.NEW_SCANS
    return Code.NO_NEWS if parcel.events else Code.NOT_FOUND


def _chains_by_spelling(index: ShipmentIndex) -> dict[str, dict[str, list[str]]]:
    """Return plain number → each spelling of it in the shop → the shipments that carry it."""
    found: dict[str, dict[str, list[str]]] = {}
    for spelling in sorted({s for s in map(index.number, index.ids) if s}):
        if chains := index.of_number(spelling):
            found.setdefault(plain(spelling), {})[spelling] = chains
    return found


def _imports_of(shop: Shop, chain: str) -> list[Stored]:
    return [stored for stored in shop.ledger.read(chain) if isinstance(stored.record, TrackingImport)]


def _without_erased(earlier: Iterable[Sequence[Stored]], parcel: Parcel) -> Parcel:
    """Return the parcel without the name of who signed, if that was erased on request before."""
    erased = any("signed_by" in stored.erased for imports in earlier for stored in imports)
    return parcel.model_copy(update={"signed_by": ""}) if erased else parcel
