"""The words that findings put in for short names of records and rules: units of time, reasons, people."""

from __future__ import annotations

from parcelproof.messages import N_, Wording, _

WORDS = Wording({
    # units of the rules
    "days": N_("days"), "business days": N_("business days"), "working days": N_("working days"),
    "calendar days": N_("calendar days"), "hours": N_("hours"), "months": N_("months"),
    # how fragile goods are
    "extremely_fragile": N_("extremely fragile"), "very_fragile": N_("very fragile"), "fragile": N_("fragile"),
    "normal": N_("normal"), "robust": N_("robust"), "very_robust": N_("very robust"),
    # why a declared value is lower
    "seller_discount": N_("seller discount"), "bundle_split": N_("bundle split"), "replacement": N_("replacement"),
    "seller_coupon": N_("seller coupon"),
    # two units taken for each other
    "pounds_read_as_kilograms": N_("pounds read as kilograms"),
    "kilograms_read_as_pounds": N_("kilograms read as pounds"),
    # who asked
    "buyer": N_("buyer"), "seller": N_("seller"),
    # the form on which goods are declared
    "commercial_invoice": N_("commercial invoice"),
    # how sure a rule is
    "confirmed": N_("confirmed"), "second-hand": N_("second-hand"), "inference": N_("inference"),
    "unknown": N_("unknown"),
})  # fmt: skip


def said(name: str) -> str:
    """Return the words for a short name such as ``seller_discount``; a name that is not known as it is written."""
    return WORDS.get(name) or name.replace("_", " ")


def amount(value: str, unit: str) -> str:
    """Write how much a rule allows, such as ``2 business days``."""
    return _("{value} {unit}", value=value, unit=said(unit))
