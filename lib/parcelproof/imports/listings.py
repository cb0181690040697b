"""Put listings into the ledger: a dated snapshot on the chain of each product, and what the seller states about it.

The file is kept byte for byte. A row of an export becomes a file of its own, so that one listing can be shown to a
stranger without all the others: canonical JSON of what the row says, with the SHA-256 of the export that it came from.
A listing that says what its last snapshot said adds nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from parcelproof.errors import InputError
from parcelproof.ids import PRODUCT, product_chain
from parcelproof.imports.outcome import Outcome, Refusal
from parcelproof.imports.pictures import keep_pictures
from parcelproof.ledger.records import Listing, Product, Record
from parcelproof.messages import N_, _
from parcelproof.product.listing_facts import ListingFacts
from parcelproof.product.listings import ListingRow, ListingsFile
from parcelproof.product.listings.row import said_place
from parcelproof.product.profiles import match_attributes, profile_for
from parcelproof.shop import Shop

CHUNK = 2_000
TIME_OF_FILE = N_("The file does not say when it was made; the time of the file is taken, which is no proof.")
"""A note that is void where a person says when the page was seen."""
_SNAPSHOT_ONLY = {"sha256", "media_type", "bytes", "claimed_at", "time_source"}
Pair = tuple[str, Record]
Progress = Callable[[str, int, int], None]


@dataclass
class _Known:
    """What is on record about one product, and what this file adds to it."""

    product: Product | None
    listings: list[Listing]


class ListingImporter:
    """Turns the rows of one file into records of the right products.

    Parameters
    ----------
    shop : Shop
    product : str
        SKU or listing number that the person names for a page; empty to find out.
    progress : callable, optional
        Told (what, done, total) now and then.
    """

    def __init__(self, shop: Shop, *, product: str = "", progress: Progress | None = None) -> None:
        self._shop = shop
        self._named = product.strip()
        self._progress = progress or (lambda _what, _done, _total: None)
        self._chains = set(shop.ledger.heads(PRODUCT))
        self._known: dict[str, _Known] = {}

    def plan(self, file: ListingsFile, data: bytes, path: Path, outcome: Outcome) -> list[Pair]:
        """Return the records of one file; what cannot be placed is added to ``outcome.refused``.

        Raises
        ------
        InputError
            If a name was given for a file of several listings.
        """
        if self._named and file.count > 1 and not file.page:
            raise InputError(_("This file holds several products, so no single name fits."), where=path.name,
                             mend=_("Leave the name out: each row names its own product."))  # fmt: skip
        export = self._shop.evidence.put(data)
        when, source = _captured(file, path)
        outcome.rows = file.count
        pairs: list[Pair] = []
        same = done = 0
        rows = iter(file.rows)
        while chunk := list(islice(rows, CHUNK)):
            ready = []
            for row in chunk:
                if isinstance(row, ListingRow):
                    chain = self._chain(row, outcome)
                    if chain:
                        ready.append((chain, row))
                else:
                    outcome.refused.append(Refusal(row.where, row.what, row.mend))
            bodies = [data if _is_whole(file) else _own_file(file, row, export) for _, row in ready]
            pages = [self._listing(row.facts, body, file, when, source, path) for (_, row), body in
                     zip(ready, bodies, strict=True)]  # fmt: skip
            fresh = []
            for (chain, row), page, body in zip(ready, pages, bodies, strict=True):
                new, is_same = self._place(chain, row.facts, page)
                pairs += [(chain, record) for record in new]
                same += is_same
                fresh += [] if is_same else [body]
            self._shop.evidence.put_many(fresh)
            done += len(chunk)
            self._progress(_("Reading"), done, max(done, file.count))
        outcome.products |= {chain for chain, _ in pairs}
        if same:
            outcome.notes.append(
                _("{count} listings say what their last snapshot said; it stays the newest.", count=f"{same:,}")
            )
        if file.page and file.page.cut:
            outcome.notes.append(
                _("This page is very large or badly made: some of it was not read. The whole file is kept.")
            )
        if source == "file" and pairs:
            outcome.notes.append(_(TIME_OF_FILE))
        return pairs

    # -- where --------------------------------------------------------------------------------

    def _chain(self, row: ListingRow, outcome: Outcome) -> str:
        facts = row.facts
        if not facts.title:
            outcome.refused.append(
                Refusal(said_place(row.where), _("This listing has no title."), _("Fill in the title."))
            )
            return ""
        if self._named:
            return self._shop.find_product(self._named) or product_chain(self._named)
        if facts.sku and (own := product_chain(facts.sku)) and (facts.source != "page" or own in self._chains):
            return own
        if facts.listing_id and (known := self._shop.find_product(facts.listing_id)):
            return known
        if facts.sku or facts.listing_id:
            return product_chain(facts.sku or facts.listing_id)
        outcome.refused.append(
            Refusal(
                said_place(row.where),
                _("This listing names neither a SKU nor its own number."),
                _("Name the product: parcelproof import FILE --product SKU"),
            )
        )
        return ""

    def _about(self, chain: str) -> _Known:
        if chain not in self._known:
            listings: dict[str, Listing] = {}
            product = None
            for stored in self._shop.ledger.read(chain) if chain in self._chains else ():
                if isinstance(stored.record, Listing):
                    listings[stored.record.slot] = stored.record
                elif isinstance(stored.record, Product):
                    product = stored.record
            self._known[chain] = _Known(product, list(listings.values()))
        return self._known[chain]

    # -- what ---------------------------------------------------------------------------------

    def _listing(
        self, facts: ListingFacts, body: bytes, file: ListingsFile, when: datetime, source: Any, path: Path
    ) -> Listing:
        media = "text/html" if file.page else "text/plain" if file.format == "pasted" else "application/json"
        pictures = keep_pictures(facts.pictures, path.parent, self._shop.evidence) if file.page else ()
        return Listing(
            claimed_at=when, time_source=source, sha256=hashlib.sha256(body).hexdigest(), media_type=media,
            bytes=len(body), title=facts.title[:20_000], listing_id=facts.listing_id[:500], source=facts.source,
            attributes=_short(_with_own_fields(facts)), url=facts.url[:500], language=facts.language[:35],
            category=facts.category[:500], price=facts.price, text=facts.text[:100_000], pictures=pictures,
        )  # fmt: skip

    def _place(self, chain: str, facts: ListingFacts, page: Listing) -> tuple[list[Record], bool]:
        about = self._about(chain)
        before = [old for old in about.listings if (old.listing_id, old.source) == (page.listing_id, page.source)]
        same = any(old.sha256 == page.sha256 for old in about.listings) or bool(
            before and page.source != "page" and _says(before[-1]) == _says(page)
        )
        last = about.listings[-1] if about.listings else None
        product = self._product(facts, about.product, last)
        records: list[Record] = [] if product == about.product else [product]
        about.product = product
        if not same:
            records.append(page)
            about.listings.append(page)
        return records, same

    def _product(self, facts: ListingFacts, known: Product | None, last: Listing | None) -> Product:
        playbook = self._shop.playbook
        category = known.profile or known.category if known else ""
        profile = profile_for(category or facts.category, facts.title, playbook)
        old_attributes = dict(known.attributes) if known else {}
        said = match_attributes(facts.attributes, profile)
        before = match_attributes(last.attributes, profile) if last else {}
        # What a person wrote stays; what was taken from the last snapshot follows the new one.
        kept = {name: value for name, value in old_attributes.items() if before.get(name) != value}
        new = Product(
            sku=(facts.sku or self._named)[:500], title=facts.title[:20_000], profile=profile.id,
            category=facts.category[:500], brand_field=facts.brand_field[:500], mpn=facts.mpn[:500],
            gtin=facts.gtin[:500], price=facts.price, attributes=_short({**said, **kept}),
            listing_ids=(facts.listing_id[:500],) if facts.listing_id else (),
        )  # fmt: skip
        if known is None:
            return new
        update: dict[str, Any] = {"attributes": new.attributes}
        for name in ("title", "price", "category"):
            stale = last is not None and getattr(known, name) == getattr(last, name)
            if getattr(new, name) and (stale or not getattr(known, name)):
                update[name] = getattr(new, name)
        for name in ("sku", "profile", "brand_field", "mpn", "gtin"):
            if getattr(new, name) and not getattr(known, name):
                update[name] = getattr(new, name)
        update["listing_ids"] = tuple(dict.fromkeys([*known.listing_ids, *new.listing_ids]))
        return known.model_copy(update=update)


def _captured(file: ListingsFile, path: Path) -> tuple[datetime, Literal["page", "file"]]:
    """Return when the file was captured, and who says so."""
    if file.page and file.page.captured_at:
        return file.page.captured_at, "page"
    return datetime.fromtimestamp(int(path.stat().st_mtime), UTC), "file"


def _is_whole(file: ListingsFile) -> bool:
    return file.page is not None or file.format == "pasted"


def _own_file(file: ListingsFile, row: ListingRow, export: str) -> bytes:
    """Return the snapshot of one row: canonical JSON, with the hash of the export."""
    body = {"export_sha256": export, "format": file.format, "where": row.where, "says": row.raw}
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # A lone surrogate, which a hostile JSON file can hold, is written as JSON writes it.
    return text.encode("utf-8", "backslashreplace")


def _says(page: Listing) -> dict[str, Any]:
    return page.model_dump(exclude=_SNAPSHOT_ONLY)


def _with_own_fields(facts: ListingFacts) -> dict[str, str]:
    """Return the attributes with brand and numbers that stand in fields of their own: the buyer reads them as well."""
    own = {"Brand": facts.brand_field, "MPN": facts.mpn, "GTIN": facts.gtin}
    named = {name.casefold() for name in facts.attributes}
    return {**{n: v for n, v in own.items() if v and n.casefold() not in named}, **facts.attributes}


def _short(attributes: Any) -> dict[str, str]:
    return {str(name)[:500]: str(value)[:20_000] for name, value in attributes.items() if str(name).strip()}


def watched(pairs: list[Pair], progress: Progress | None) -> Iterator[Pair]:
    """Yield pairs, and tell how many were written."""
    for done, pair in enumerate(pairs, 1):
        yield pair
        if progress and (done % 200 == 0 or done == len(pairs)) and len(pairs) > 1_000:
            progress(_("Writing"), done, len(pairs))
