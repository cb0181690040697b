"""The four ticks of the rule on product safety: manufacturer, responsible person, identification, warnings.

Each looks only at what the offer shows. Whether an address is true, or a picture right, no text can prove.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parcelproof.delivery.border import EU
from parcelproof.messages import N_, _
from parcelproof.product.language_guess import guess_language
from parcelproof.product.offer import Offer, State
from parcelproof.product.phrases import folded, tokens

LONGEST_VALUE = 2_000

_ELECTRONIC = re.compile(
    r"[^\s@]+@[^\s@]+\.[^\s@]{2,}|\bhttps?://|\bwww\.|\b[\w-]+\.(?:com|eu|de|fr|es|it|nl|pl|cn|net|org|shop|example)\b",
    re.I,
)
_NAMES = (
    "austria osterreich autriche belgium belgien belgique belgie bulgaria bulgarien croatia kroatien cyprus "
    "czechia czech denmark danmark danemark estonia finland suomi france frankreich francia germany deutschland "
    "allemagne alemania germania greece griechenland hungary ungarn ireland irland italy italien italie italia "
    "latvia lithuania luxembourg luxemburg malta netherlands niederlande nederland poland polen polska pologne "
    "polonia portugal romania rumanien slovakia slovenia spain spanien espana espagne spagna sweden schweden "
    "sverige suede "
)
_COUNTRIES = frozenset(_NAMES.split())
_UNSPACED = ("德国", "法国", "西班牙", "意大利", "波兰", "荷兰", "比利时", "奥地利", "爱尔兰", "瑞典", "捷克")
_CODE = re.compile(rf"\b(?:{'|'.join(sorted(EU))})(?:[- ]\d{{4,5}}\b|\s*[,;)]|\s*$)")


def manufacturer(offer: Offer) -> tuple[State, str]:
    """Judge the manufacturer: name, postal and electronic address."""
    value = offer.values.get("manufacturer", "")
    return (
        _addresses(value, N_("The manufacturer is named without {what}."))
        if value
        else ("missing", _("The manufacturer is not named."))
    )


def responsible_person(offer: Offer) -> tuple[State, str]:
    """Judge the responsible person, who is asked for if the manufacturer sits outside the Union."""
    value = offer.values.get("responsible_person", "")
    if value:
        return _addresses(value, N_("The responsible person is named without {what}."))
    maker = offer.values.get("manufacturer", "")
    if maker and in_the_union(maker):
        return "not_due", _("The manufacturer gives an address in the Union.")
    if not maker:
        return "missing", _("Neither a responsible person in the Union nor a manufacturer there is named.")
    return "missing", _("The manufacturer gives no address in the Union, and no responsible person there is named.")


def identification(offer: Offer) -> tuple[State, str]:
    """Judge type and picture."""
    if not (offer.identified or {"model", "gtin"} & set(offer.values)):
        return "missing", _("Neither model nor number says which product it is.")
    if not offer.pictures:
        return "unknown", _("Model or number is there. A text cannot prove the picture: look yourself.")
    return "stated", ""


def warnings(offer: Offer, languages: Sequence[str]) -> tuple[State, str]:
    """Judge the warnings, and if they are in a language of the buyers."""
    value = offer.values.get("warnings", "")
    if not value:
        return "missing", _("The page names no warnings.")
    wanted = _(" or ").join(languages)
    spoken = guess_language(value)
    if not languages or not spoken:
        if not wanted:
            return "unknown", _("Warnings are there, and their language is not certain.")
        return "unknown", _(
            "Warnings are there, and their language is not certain. Buyers there read {languages}.", languages=wanted
        )
    if spoken not in languages:
        return "incomplete", _(
            "The warnings seem to be in {language}. Buyers there read {languages}.", language=spoken, languages=wanted
        )
    return "stated", ""


def _addresses(value: str, sentence: str) -> tuple[State, str]:
    value = value[:LONGEST_VALUE]
    lacks = []
    if not re.search(r"\d", value) or len(tokens(folded(value))) < 4:
        lacks.append(_("postal address"))
    if not _ELECTRONIC.search(value):
        lacks.append(_("electronic address (email or website)"))
    return ("incomplete", _(sentence, what=_(" and ").join(lacks))) if lacks else ("stated", "")


def in_the_union(address: str) -> bool:
    """Whether an address names a member state, by name or by the code before a postcode or at its end."""
    words = folded(address)
    return (
        not _COUNTRIES.isdisjoint(tokens(words))
        or any(name in address for name in _UNSPACED)
        or _CODE.search(address) is not None
    )
