"""Tax numbers of sender and importer: form and check digits, without asking any register.

A number with right check digits may still belong to somebody else, or to nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from stdnum.eu import oss, vat
from stdnum.exceptions import ValidationError
from stdnum.gb import vat as gb_vat

from parcelproof.delivery.border import EU
from parcelproof.messages import _, sentences

TaxKind = Literal["ioss", "eu_vat", "gb_vat", "eori", "other"]
TaxState = Literal["valid", "not_valid", "form_only"]

_SEPARATORS = re.compile(r"[\s.\-/]")
_EORI = re.compile(r"[A-Z]{2}[A-Z0-9]{1,15}")
_GB_EORI = re.compile(r"(?:GB|XI)\d{12}")
_VAT_PART = slice(2, 11)


@dataclass(frozen=True)
class TaxAnswer:
    """What can be said about a number without a register.

    Attributes
    ----------
    kind : TaxKind
    state : {'valid', 'not_valid', 'form_only'}
        ``valid``: the check digits are right. ``form_only``: the form is right, and there are no public check digits.
    number : str
        In capitals, without blanks and dots.
    words : str
        For people.
    """

    kind: TaxKind
    state: TaxState
    number: str
    words: str


def compact(number: str) -> str:
    """Return a number in capitals, without blanks, dots, dashes and slashes."""
    return _SEPARATORS.sub("", number.strip()).upper()


def check_ioss(number: str) -> TaxAnswer:
    """Check an IOSS number: IM, the member state in three digits, seven digits more."""
    bare = compact(number)
    if bare.startswith("IN"):
        return TaxAnswer(
            "ioss", "not_valid", bare, _("This number is of an intermediary. The form needs the one with IM.")
        )
    if bare.startswith("IM") and oss.is_valid(bare):
        return TaxAnswer("ioss", "form_only", bare, _("The form is right. How its check digit is made is not public."))
    return TaxAnswer("ioss", "not_valid", bare, _("An IOSS number is IM and ten digits, three for the member state."))


def check_vat(number: str) -> TaxAnswer:
    """Check a VAT number of a member state of the European Union, of Northern Ireland or of Great Britain."""
    bare = compact(number)
    if bare.startswith(("GB", "XI")):
        return _answer("gb_vat", bare, gb_vat.is_valid(bare[2:]))
    try:
        vat.validate(bare)
    except ValidationError:
        return _answer("eu_vat", bare, right=False)
    return _answer("eu_vat", bare, right=True)


def _answer(kind: TaxKind, bare: str, right: bool) -> TaxAnswer:
    said = _("The check digits are right. Whether it is registered was not asked.") if right else (
        _("This is no VAT number: the country, the length or the check digits are wrong.")
    )  # fmt: skip
    return TaxAnswer(kind, "valid" if right else "not_valid", bare, said)


def check_eori(number: str) -> TaxAnswer:
    """Check an EORI number: a country and up to 15 letters or digits; for Great Britain twelve digits.

    A British number of a business with VAT is its VAT number and 000, so its check digits can be looked at.
    """
    bare = compact(number)
    if bare.startswith(("GB", "XI")):
        if not _GB_EORI.fullmatch(bare):
            return TaxAnswer("eori", "not_valid", bare, _("A British EORI number is GB or XI and twelve digits."))
        if bare.endswith("000") and gb_vat.is_valid(bare[_VAT_PART]):
            return TaxAnswer("eori", "valid", bare, _("It holds a VAT number with right check digits."))
    elif not _EORI.fullmatch(bare) or bare[:2] not in EU:
        return TaxAnswer("eori", "not_valid", bare, _("An EORI number is a country and up to 15 letters or digits."))
    return TaxAnswer("eori", "form_only", bare, _("The form is right. An EORI number has no check digit of its own."))


def check_tax_number(number: str) -> TaxAnswer:
    """Check a number of which nobody said what it is: IOSS, VAT or EORI, the surest answer first."""
    bare = compact(number)
    if re.fullmatch(r"I[MN]\d+", bare):
        return check_ioss(bare)
    as_vat, as_eori = check_vat(bare), check_eori(bare)
    if _GB_EORI.fullmatch(bare) or (as_vat.state == "not_valid" and as_eori.state != "not_valid"):
        said = (
            as_eori.words if as_eori.state == "valid" else sentences(as_eori.words, _("As a VAT number it is wrong."))
        )
        return replace(as_eori, words=said)
    if as_vat.state == "valid":
        return as_vat
    if bare[:2].isalpha() and bare[:2] in EU | {"GB", "XI"}:
        return as_vat
    return TaxAnswer("other", "form_only", bare, _("Numbers of this country are not checked here."))
