"""The chain of proof from the supplier to the buyer: what each platform asks for, and what of it is on record.

Each row of ``playbook/rules/supplier_proof.csv`` is one thing that a platform asks for; its ``kind`` says how to look
for it. Rows of the platform ``any`` are our own proposals and hold for every platform.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from parcelproof.checks import fill, quoted
from parcelproof.ledger.records import SupplierProof
from parcelproof.messages import N_, Wording, _
from parcelproof.playbook import Playbook
from parcelproof.playbook.model import Rule
from parcelproof.product.identifiers import same_serial
from parcelproof.product.papers import coverage, invoices_of, letter_state, letters_of, sale_day
from parcelproof.product.units import packed_serials
from parcelproof.shipment import Shipment

State = Literal["there", "missing", "weak", "unknown", "not_needed"]

TOPIC = "supplier_proof"
ANY = "any"
CARDS = "cards"
"""Shops of one's own: there the card networks decide."""

PLATFORMS = ("amazon", "aliexpress", "ebay", "tiktok_shop", "walmart", "dhgate", CARDS)
"""In the order of a page; a platform of the rules that is not here comes behind them."""

PLATFORM_NAMES: Mapping[str, str] = Wording({
    "amazon": "Amazon", "aliexpress": "AliExpress", "ebay": "eBay", "tiktok_shop": "TikTok Shop", "walmart": "Walmart",
    "dhgate": "DHgate", CARDS: N_("card networks"), ANY: N_("any platform"),
})  # fmt: skip

CODES = (
    "complete", "paper_there", "paper_missing", "letter_for_owner", "nothing_kept", "file_kept", "file_missing",
    "no_invoice", "young", "old", "in_future", "covers_sales", "too_few", "not_stated", "quantity_unknown",
    "supplier_known", "supplier_incomplete", "product_named", "product_not_named", "covers_sale", "expired", "not_yet",
    "other_country", "no_destination", "no_letter", "holder_named", "holder_missing", "serials_listed",
    "serials_differ", "serials_not_listed", "receipt_only", "no_receipt",
)  # fmt: skip
"""Every code of a line."""

_SUPPLIER_FIELDS = {
    "name": "supplier", "address": "supplier_address", "phone": "supplier_phone", "website": "supplier_website",
}  # fmt: skip


@dataclass(frozen=True)
class ProofLine:
    """One thing that a platform asks for.

    Attributes
    ----------
    rule : Rule
        The row that asks; its note says in plain words what is asked.
    state : {'there', 'missing', 'weak', 'unknown', 'not_needed'}
    code : str
        Names the words of the check ``product.authenticity.chain``.
    facts : mapping of str to str
        For these words.
    papers : tuple of SupplierProof
        The papers that were looked at.
    """

    rule: Rule
    state: State
    code: str
    facts: Mapping[str, str] = field(default_factory=dict)
    papers: tuple[SupplierProof, ...] = ()

    def say(self, playbook: Playbook) -> tuple[str, str, str]:
        """Return title, reason and what to do, in the words of the playbook."""
        message = playbook.checks["product.authenticity.chain"].messages[self.code]
        return fill(message.title, self.facts), fill(message.why, self.facts), fill(message.fix, self.facts)


@dataclass(frozen=True)
class ProofChain:
    """What one platform asks for, and what is there."""

    platform: str
    lines: tuple[ProofLine, ...]

    @property
    def missing(self) -> tuple[ProofLine, ...]:
        """What must be found before the platform asks: missing and weak things, and what nobody knows."""
        return tuple(line for line in self.lines if line.state in ("missing", "weak", "unknown"))

    @property
    def complete(self) -> bool:
        """Whether everything that is asked for is on record."""
        return bool(self.lines) and not self.missing


def platform_of(shipment: Shipment) -> str:
    """Return the platform whose rules hold for an order; a shop of one's own is ruled by the card networks."""
    channel = shipment.order.channel if shipment.order else ""
    named = next((name for name in PLATFORMS if channel == name or channel.startswith(f"{name}_")), "")
    return named or (CARDS if channel else "")


def proof_chains(shipment: Shipment, playbook: Playbook, on: date) -> tuple[ProofChain, ...]:
    """Return the chain of every platform that the rules know, in the order of a page."""
    known = {rule.columns["platform"] for rule in _requirements(playbook, on)} - {ANY}
    ordered = [name for name in PLATFORMS if name in known] + sorted(known - set(PLATFORMS))
    return tuple(proof_chain(shipment, playbook, name, on) for name in ordered)


def proof_chain(shipment: Shipment, playbook: Playbook, platform: str, on: date) -> ProofChain:
    """Say what one platform asks for and what of it is on record.

    Parameters
    ----------
    shipment : Shipment
        A parcel, or a product on the shelf.
    playbook : Playbook
    platform : str
        As the rules name it; for an unknown one only the rules for any platform hold.
    on : date
        The day of the notice, or today: from it the age of an invoice is counted.
    """
    asked = [r for r in _requirements(playbook, on) if r.columns["platform"] == platform]
    kinds = {rule.columns["kind"] for rule in asked}
    asked += [r for r in _requirements(playbook, on) if r.columns["platform"] == ANY and r.columns["kind"] not in kinds]
    return ProofChain(platform, tuple(_LOOK[rule.columns["kind"]](rule, shipment, on) for rule in asked))


def of_sku(shipment: Shipment, sku: str) -> Shipment:
    """Return what is on record about one SKU of a parcel: the papers of another product prove nothing for it."""
    if len({item.sku.strip() for item in shipment.items}) < 2:
        return shipment
    return replace(
        shipment,
        items=tuple(item for item in shipment.items if item.sku.strip() == sku),
        products=tuple(file for file in shipment.products if file.sku.strip() == sku),
        supplier_proofs=tuple(p for p in shipment.supplier_proofs if p.sku.strip() in ("", sku)),
        inspections=(),  # their serial numbers do not say to which product they belong
    )


def _requirements(playbook: Playbook, on: date) -> list[Rule]:
    return [rule for rule in playbook.rules_for(TOPIC, on=on) if rule.columns["kind"] in _LOOK]


def _document(rule: Rule, shipment: Shipment, on: date) -> ProofLine:
    wanted = [name.strip() for name in rule.value.split(";")]
    papers = tuple(p for p in shipment.supplier_proofs if p.document in wanted)
    facts = {"wanted": _(" or ").join(_NAMES.get(name, name) for name in wanted), "papers": str(len(papers))}
    return ProofLine(
        rule, "there" if papers else "missing", "paper_there" if papers else "paper_missing", facts, papers
    )


_NAMES = Wording({"invoice": N_("an invoice"), "authorisation": N_("an authorisation"),
                  "certificate": N_("a certificate"), "receipt": N_("a receipt")})  # fmt: skip


def _brand_owner(rule: Rule, shipment: Shipment, on: date) -> ProofLine:
    line = _document(rule, shipment, on)
    # Asked for only when the owner of the brand complains; a buyer's complaint is answered by the invoice.
    return line if line.state == "there" else ProofLine(rule, "not_needed", "letter_for_owner", line.facts)


def _file(rule: Rule, shipment: Shipment, on: date) -> ProofLine:
    bare = tuple(p for p in shipment.supplier_proofs if p.sha256 is None)
    kept = tuple(p for p in shipment.supplier_proofs if p.sha256 is not None)
    facts = {"kept": str(len(kept)), "bare": str(len(bare))}
    if not shipment.supplier_proofs:
        return ProofLine(rule, "missing", "nothing_kept", facts)
    return ProofLine(rule, "missing" if bare else "there", "file_missing" if bare else "file_kept", facts, bare or kept)


def _age(rule: Rule, shipment: Shipment, on: date) -> ProofLine:
    invoices = invoices_of(shipment)
    if not invoices:
        return ProofLine(rule, "missing", "no_invoice", {})
    newest = max(invoices, key=lambda paper: paper.document_date)
    days = (on - newest.document_date).days
    facts = {"dated": newest.document_date.isoformat(), "days": str(days), "limit": rule.value}
    if days < 0:
        return ProofLine(rule, "missing", "in_future", facts, (newest,))
    young = days <= rule.number
    return ProofLine(rule, "there" if young else "missing", "young" if young else "old", facts, (newest,))


def _quantity(rule: Rule, shipment: Shipment, on: date) -> ProofLine:
    invoices = invoices_of(shipment)
    if not invoices:
        return ProofLine(rule, "missing", "no_invoice", {})
    found = coverage(shipment)
    if not found:
        return ProofLine(rule, "unknown", "quantity_unknown", {}, invoices)
    # The worst first: too few is certain, not stated may still be enough.
    worst = min(found, key=lambda c: ("too_few", "not_stated", "enough").index(c.state))
    facts = {
        "sku": quoted(worst.sku) or _("these goods"), "sold": str(worst.sold), "bought": str(worst.bought),
        "scope": _("in the whole shop") if worst.whole_shop else _("in this order"),
    }  # fmt: skip
    states: dict[str, tuple[State, str]] = {
        "enough": ("there", "covers_sales"), "too_few": ("missing", "too_few"), "not_stated": ("unknown", "not_stated"),
    }  # fmt: skip
    state, code = states[worst.state]
    return ProofLine(rule, state, code, facts, invoices)


def _supplier(rule: Rule, shipment: Shipment, on: date) -> ProofLine:
    invoices = invoices_of(shipment)
    if not invoices:
        return ProofLine(rule, "missing", "no_invoice", {})
    wanted = [name.strip() for name in rule.value.split(";") if name.strip() in _SUPPLIER_FIELDS]
    gaps = {p.slot: [n for n in wanted if not str(getattr(p, _SUPPLIER_FIELDS[n])).strip()] for p in invoices}
    # One invoice whose supplier can be called is enough to begin with; the best one is told.
    best = min(invoices, key=lambda paper: len(gaps[paper.slot]))
    absent = gaps[best.slot]
    facts = {"supplier": quoted(best.supplier), "absent": ", ".join(absent)}
    return ProofLine(
        rule, "missing" if absent else "there", "supplier_incomplete" if absent else "supplier_known", facts, (best,)
    )


def _product(rule: Rule, shipment: Shipment, on: date) -> ProofLine:
    invoices = invoices_of(shipment)
    if not invoices:
        return ProofLine(rule, "missing", "no_invoice", {})
    named = tuple(p for p in invoices if p.sku.strip() or p.brand.strip())
    if not named:
        return ProofLine(rule, "unknown", "product_not_named", {}, invoices)
    return ProofLine(rule, "there", "product_named", {"product": quoted(named[0].sku or named[0].brand)}, named)


def _territory(rule: Rule, shipment: Shipment, on: date) -> ProofLine:
    letters = letters_of(shipment)
    if not letters:
        return ProofLine(rule, "not_needed", "no_letter", {})
    destination = shipment.order.destination if shipment.order else None
    code, facts = letter_state(letters, sale_day(shipment) or on, destination)
    state: State = "there" if code == "covers_sale" else "unknown" if code == "no_destination" else "missing"
    return ProofLine(rule, state, code, facts, letters)


def _holder(rule: Rule, shipment: Shipment, on: date) -> ProofLine:
    letters = letters_of(shipment)
    if not letters:
        return ProofLine(rule, "not_needed", "no_letter", {})
    named = tuple(p for p in letters if p.holder.strip())
    if not named:
        return ProofLine(rule, "missing", "holder_missing", {"supplier": quoted(letters[0].supplier)}, letters)
    return ProofLine(rule, "there", "holder_named", {"holder": quoted(named[0].holder)}, named)


def _serials(rule: Rule, shipment: Shipment, on: date) -> ProofLine:
    listing = tuple(p for p in shipment.supplier_proofs if any(s.strip() for s in p.serials))
    shipped = sorted(packed_serials(shipment))
    if not listing or not shipped:
        return ProofLine(rule, "not_needed", "serials_not_listed", {})
    listed = [serial for paper in listing for serial in paper.serials]
    strange = [serial for serial in shipped if not any(same_serial(serial, one) for one in listed)]
    # Invoices of other deliveries may list none, so a number that is not found is missed and not proven wrong.
    facts = {"shipped": str(len(shipped)), "strange": str(len(strange)), "first": quoted(strange[0]) if strange else ""}
    return ProofLine(rule, "missing" if strange else "there", "serials_differ" if strange else "serials_listed", facts,
                     listing)  # fmt: skip


def _weak(rule: Rule, shipment: Shipment, on: date) -> ProofLine:
    papers = shipment.supplier_proofs
    receipts = tuple(p for p in papers if p.document == rule.value)
    only = bool(receipts) and len(receipts) == len(papers)
    facts = {"receipts": str(len(receipts))}
    return ProofLine(rule, "weak" if only else "not_needed", "receipt_only" if only else "no_receipt", facts, receipts)


_LOOK: Mapping[str, Callable[[Rule, Shipment, date], ProofLine]] = {
    "document": _document, "invoice": _document, "brand_owner": _brand_owner, "file": _file, "age": _age,
    "quantity": _quantity, "supplier": _supplier, "product": _product, "territory": _territory, "holder": _holder,
    "serials": _serials, "weak": _weak,
}  # fmt: skip
