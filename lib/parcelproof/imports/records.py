"""Read what the pages ask, from a file: one record per line.

JSON Lines: ``{"record": "weights", "shipment": "<order number, tracking number or id>", "packed": "412 g"}``.
What belongs to a product names it in place of a parcel: ``"product": "<SKU or listing number>"``.
CSV: the columns ``record`` and ``shipment`` or ``product``, then the fields; the rows of one declaration are its lines.
Fields are those of `parcelproof.ledger.records`.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from parcelproof.errors import InputError, ParcelproofError, nearest
from parcelproof.evidence.store import EvidenceStore
from parcelproof.imports.outcome import Refusal
from parcelproof.imports.product_names import ProductFinder
from parcelproof.ledger.records import RECORD_TYPES, DeclarationLine, Record, SupplierProof
from parcelproof.messages import _
from parcelproof.tables import Table
from parcelproof.units import Money, parse_weight

WRITABLE = tuple(
    sorted(
        RECORD_TYPES.keys()
        - {
            "order",
            "item",
            "photo",
            "tracking_import",
            "import",
            "moved",
            "draft",
            "confirmation",
            "erasure",
            "review_answer",
            "wording",
        }
    )
)
"""Kinds that a person may write in a file; the others come from order, tracking and photo files, and from pages."""

OF_PRODUCTS = ("answer", "listing", "product", "supplier_proof", "unit")
"""Kinds that can stand with a product; `product` and `unit` stand only there."""

MONEY = ("insured", "cost", "value", "unit_price", "price", "reference_price")
WEIGHT = ("net", "tare", "packed", "declared", "scanned", "billed", "net_weight", "total_weight", "packed_weight")
LISTS = ("serials", "imei")
NAMES = ("in_the_box", "missing_parts", "listing_ids")
"""Lists whose parts may hold a comma: only ``;`` parts them."""
MAX_LINE = 1_000_000
MAX_FILE = 25_000_000
MEDIA = {
    b"%PDF-": "application/pdf",
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"<": "text/html",
}


@dataclass(frozen=True)
class Line:
    """One raw record: where it stands and what it says."""

    where: str
    data: dict[str, Any]


def is_records_json(data: bytes) -> bool:
    """Tell whether a file is JSON Lines of records."""
    first = next((line for line in data[:MAX_LINE].split(b"\n") if line.strip()), b"")
    try:
        value = json.loads(first)
    except ValueError:
        return False
    return isinstance(value, dict) and "record" in value


def is_records_table(table: Table) -> bool:
    """Tell whether a table holds records."""
    names = {name.strip().lower() for name in table.header}
    return "record" in names and bool(names & {"shipment", "product"})


def json_lines(data: bytes) -> tuple[list[Line], list[Refusal]]:
    """Split JSON Lines; a line that is no JSON object is refused."""
    lines, refused = [], []
    # Only a line feed ends a line: a buyer's text may hold the other separators that `splitlines` knows.
    for number, raw in enumerate(data.decode("utf-8-sig", "replace").split("\n"), 1):
        if not raw.strip():
            continue
        try:
            value = json.loads(raw, parse_float=str) if len(raw) <= MAX_LINE else None
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict):
            lines.append(Line(_("line {number}", number=number), value))
        else:
            refused.append(
                Refusal(
                    _("line {number}", number=number),
                    _("This line is no JSON object."),
                    _("Write one record per line."),
                )
            )
    return lines, refused


def table_lines(table: Table) -> list[Line]:
    """Turn table rows into raw records; rows of one declaration become its lines."""
    lines: list[Line] = []
    declarations: dict[str, dict[str, Any]] = {}
    for row in table.rows:
        data = {k.strip().lower(): v.strip() for k, v in row.cells.items() if v.strip()}
        if not data:
            continue
        if data.get("record") != "declaration":
            lines.append(Line(_("row {row}", row=row.number), data))
            continue
        key = data.get("shipment", "")
        if key not in declarations:
            declarations[key] = {"record": "declaration", "shipment": key, "lines": []}
            lines.append(Line(_("row {row}", row=row.number), declarations[key]))
        article = {name: data.pop(name) for name in DeclarationLine.model_fields if name in data}
        declarations[key]["lines"].append(article)
        declarations[key].update(data)
    return lines


class RecordReader:
    """Builds typed records; keeps the files that they name.

    Parameters
    ----------
    folder : Path
        Folder of the records file; files that a record names lie in it or below.
    store : EvidenceStore
    questions : collection of str
        Ids of the questions that can be answered.
    """

    def __init__(self, folder: Path, store: EvidenceStore, questions: Collection[str]) -> None:
        self._questions = questions
        self._folder = folder.resolve()
        self._store = store
        self._parts: dict[tuple[str, str], int] = defaultdict(int)

    def read(
        self, lines: list[Line], find: Callable[[str], list[str]], products: ProductFinder | None = None
    ) -> Iterator[tuple[str, Record] | Refusal]:
        """Yield (shipment id or product chain, record), or a refusal that says why not."""
        for line in lines:
            try:
                yield self._one(line, find, products)
            except ValidationError as error:
                yield Refusal(line.where, _explain(error), _("Correct this line, then import again."))
            except ParcelproofError as error:
                yield Refusal(line.where, error.what + (f" ({error.where})" if error.where else ""), error.mend)

    def _one(self, line: Line, find: Callable[[str], list[str]], products: ProductFinder | None) -> tuple[str, Record]:
        data = dict(line.data)
        kind, reference = str(data.pop("record", "")), str(data.pop("shipment", ""))
        product = str(data.pop("product", "")).strip()
        if kind not in WRITABLE:
            raise InputError(
                _("This kind of record is not known.") if kind not in RECORD_TYPES
                else _("Records of this kind come from order, tracking and photo files."),
                where=kind[:60], mend=nearest(kind, WRITABLE) or _("Known kinds: {names}.", names=", ".join(WRITABLE)),
            )  # fmt: skip
        if product and not reference and products is not None:
            return self._of_product(kind, product, data, products)
        if kind in ("product", "unit"):
            raise InputError(
                _("This record belongs to a product, but the line names none."), where=kind,
                mend=_('Name its SKU in the field "product", and leave "shipment" out.'),
            )  # fmt: skip
        chains = find(reference)
        if len(chains) != 1:
            raise InputError(
                _("No shipment has this id, order number or tracking number.") if not chains
                else _("Several parcels have this number: {names}.", names=", ".join(chains)),
                where=reference[:80],
                mend=_("Import the order first.") if not chains else _("Name one of them by its id."),
            )  # fmt: skip
        return chains[0], self._build(kind, data, chains[0])

    def _of_product(
        self, kind: str, reference: str, data: dict[str, Any], products: ProductFinder
    ) -> tuple[str, Record]:
        if kind not in OF_PRODUCTS:
            raise InputError(
                _("A record of this kind belongs to a parcel and not to a product."), where=kind,
                mend=_('Name the order or the parcel in the field "shipment".'),
            )  # fmt: skip
        if kind == "product":
            chain, known = products.chain_for(reference)
            given = self._build(kind, {"sku": known.sku if known else reference} | data, chain)
            record = (
                known.model_copy(update={name: getattr(given, name) for name in given.model_fields_set})
                if (known)
                else given
            )
            products.remember(chain, reference, record)
            return chain, record
        chain = products.find(reference)
        if not chain:
            raise InputError(
                _("No product has this SKU or listing number."), where=reference[:80],
                mend=_('Import its listing first, or write a line with "record": "product" above this one.'),
            )  # fmt: skip
        return chain, self._build(kind, data, chain)

    def _build(self, kind: str, data: dict[str, Any], chain: str) -> Record:
        cls = RECORD_TYPES[kind]
        if "file" in data:
            data |= self._keep(str(data.pop("file")), cls)
        for test in data.get("tests") or () if kind == "unit" else ():
            if isinstance(test, dict) and "file" in test:
                kept = self._keep(str(test.pop("file")), SupplierProof)["sha256"]
                test["evidence"] = [*test.get("evidence", ()), kept]
        data = _prepare(data)
        question = str(data.get("question", ""))
        if kind == "answer" and question not in self._questions:
            raise InputError(
                _("The playbook has no such question."), where=question[:100], mend=nearest(question, self._questions)
            )
        if kind == "message":
            instant = f"{chain} {data.get('claimed_at')} {data.get('direction')} {data.get('channel')}"
            key = (kind, instant)
            data.setdefault("part", self._parts[key])
            self._parts[key] += 1
        return cls.model_validate(data)

    def _keep(self, name: str, cls: type[Record]) -> dict[str, Any]:
        path = (self._folder / name).resolve()
        if self._folder not in path.parents or not path.is_file():
            raise InputError(_("The file that this record names is not in this folder."), where=name[:120])
        if path.stat().st_size > MAX_FILE:
            raise InputError(_("The file that this record names is larger than 25 MB."), where=name[:120])
        content = path.read_bytes()
        fields = {
            "sha256": hashlib.sha256(content).hexdigest(),
            "bytes": len(content),
            "media_type": next((m for start, m in MEDIA.items() if content.lstrip().startswith(start)), "text/plain"),
        }
        self._store.put(content)
        return {k: v for k, v in fields.items() if k in cls.model_fields}


def _prepare(value: Any, name: str = "") -> Any:
    """Turn the short texts ``USD 12.50``, ``412 g`` and ``A1;A2`` into typed values."""
    if isinstance(value, dict):
        # What a page says about weight or price stays as it is written there.
        return {k: v if k == "attributes" else _prepare(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [_prepare(v) for v in value]
    if isinstance(value, str) and name in MONEY:
        currency, _, amount = value.strip().partition(" ")
        return Money.model_validate({"amount": amount.strip(), "currency": currency.upper()})
    if isinstance(value, str) and name in WEIGHT:
        return parse_weight(value, field=name)
    if isinstance(value, str) and name in NAMES:
        return [part.strip() for part in value.split(";") if part.strip()]
    if isinstance(value, str) and name in LISTS:
        return [part.strip() for part in value.replace(",", ";").split(";") if part.strip()]
    return value


def _explain(error: ValidationError) -> str:
    parts = []
    for problem in error.errors()[:3]:
        field = ".".join(str(p) for p in problem["loc"])
        if problem["type"] == "extra_forbidden":
            parts.append(_("The field '{field}' is not known here.", field=field[:60]))
        elif problem["type"] == "missing":
            parts.append(_("The field '{field}' is missing.", field=field))
        else:
            parts.append(f"{field}: {problem['msg'].removeprefix('Value error, ')}.")
    return " ".join(parts)
