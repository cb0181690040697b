"""From what a person pastes to the bare number: separators, case, full-width forms, words and web addresses go."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from parcelproof.messages import _
from parcelproof.orders.identifiers import EXPORT_AGAIN, is_scientific

MAX_INPUT = 500
MAX_NUMBER = 40

_DASHES = re.compile(r"[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_SEPARATORS = re.compile(r"[\s.\-_'’*]+")
_QUOTES = "\"'“”„‘’`()[]{}<>*=#:.,; \t"
_LIST = re.compile(r"[,;|/\n\r，；、]+|(?<=\d[A-Z]{2})\s+(?=[A-Z]{2}\d{9}[A-Z]{2}\b)")
_POSTAL = re.compile(r"[A-Z]{2}[0-9]{9}[A-Z]{2}")
_NUMBER = re.compile(r"[A-Z0-9]{4,40}")
_LABEL = re.compile(
    r"^(?:(?:TRACK(?:ING)?|TRACE|SHIPMENT|SHIPPING|PARCEL|PACKAGE|CONSIGNMENT|WAYBILL|AWB|AIRWAYBILL|ORDER|LABEL|BARCODE"
    r"|SENDUNGS?NUMMER|SENDUNGSNR|SENDUNG|PAKETNUMMER|PAKET|NUMERO|NÚMERO|NUMÉRO|SUIVI|SEGUIMIENTO|COLIS|CODICE|SPEDIZIONE"
    r"|UPS|USPS|DHL|FEDEX|DPD|GLS|EMS|TNT|HERMES|EVRI|YODEL|POSTNL|BPOST|ROYAL|MAIL|EXPRESS|POST|YUNEXPRESS|YANWEN|CAINIAO"
    r"|NUMBERS?|NUMMER|NUM|CODE|REF|ID|NO|NR|N[°º]|DE|DU|THE|MY|IS)\s*[.:#№]*\s+"
    r"|(?:TRACKING|TRACK|AWB|SENDUNGSNUMMER|NUMBER|NO|NR|ID|REF)\s*[.:#№]+\s*)"
)
_WORDS_BEFORE_COLON = re.compile(r"^[^0-9:：]{1,60}[:：]\s*(?=\S*\d)")
_FOREIGN_WORDS = re.compile(r"^[^\x00-\x7f]+\s*|\s*[^\x00-\x7f]+$")
_REMARK = re.compile(r"(?<=\d|[A-Z])\s*[(\[][^()\[\]]{1,60}[)\]]?\s*$")
_PARAMETERS = (
    "tracknumbers", "tracknumber", "tracknum", "trknbr", "tracknums", "trackingnumber", "tracking_number",
    "tracking-id", "qtc_tlabels1", "tlabels", "awb", "awbnumber", "piececode", "match", "parcelnumber", "nums",
    "number", "code", "id", "barcode", "itemcode", "searchfor", "query", "postnumber",
)  # fmt: skip


@dataclass(frozen=True)
class Cleaned:
    """A number without what stood around it.

    Attributes
    ----------
    text : str
        Capital letters and digits; empty if ``problem`` says why.
    problem : str
        A sentence with what is wrong and how to mend it, or empty.
    """

    text: str
    problem: str = ""


def clean(text: str) -> Cleaned:
    """Take a tracking number out of what surrounds it; nothing of the number itself is guessed."""
    if len(text) > MAX_INPUT:
        return Cleaned("", _("This text is too long for a tracking number. Give only the number."))
    plain = _plain(text)
    if is_scientific(plain.strip(_QUOTES)):
        return Cleaned(
            "", _("A spreadsheet program shortened this number and lost its digits. {mend}", mend=_(EXPORT_AGAIN))
        )
    plain = _without_words(_from_address(plain).upper())
    number = _bare(plain)
    if not number:
        return Cleaned("", _("There is no tracking number in this text. Write only the number."))
    strange = next((char for char in number if not char.isascii()), "")
    if strange:
        name = unicodedata.name(strange, _("a sign without a name")).capitalize()
        words = _(
            "“{sign}” is no Latin letter or digit ({name}). Type the number again from the label.",
            sign=strange,
            name=name,
        )
        return Cleaned("", words)
    if len(_parts(plain)) > 1:
        return Cleaned("", _("There are several numbers in this text. Give one at a time."))
    if not _NUMBER.fullmatch(number) or not any(char.isdigit() for char in number):
        return Cleaned("", _("This is no tracking number. Write only the number, in letters and digits."))
    return Cleaned(number)


def _plain(text: str) -> str:
    """Return the text with plain letters, digits, dashes and blanks, and without invisible characters."""
    normal = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    kept: list[str] = []
    for char in normal:
        kind = unicodedata.category(char)
        if kind == "Nd":
            kept.append(str(unicodedata.decimal(char)))
        elif kind == "Zs":
            kept.append(" ")
        elif kind not in ("Cf", "Cc", "Mn", "Me") or char in "\t\n\r":
            kept.append(char)
    return "".join(kept).strip()


def _from_address(text: str) -> str:
    """Return the number inside a web address, or the text as it is."""
    if "://" not in text:
        return text
    start = text.index("://")
    begin = max(text.rfind(" ", 0, start), -1) + 1
    try:
        address = urlsplit(text[begin:].split()[0])
    except ValueError:
        return text
    asked = {
        name.casefold(): value for name, value in parse_qsl(address.query + "&" + address.fragment.rpartition("?")[2])
    }
    for name in _PARAMETERS:
        if any(char.isdigit() for char in asked.get(name, "")):
            return asked[name]
    path = unquote(f"{address.path}/{address.fragment}")
    parts = [part for part in re.split(r"[/=?&]", path) if sum(char.isdigit() for char in part) >= 6]
    return parts[-1] if parts else text


def _without_words(text: str) -> str:
    """Drop labels such as "Tracking No.:" and words in other alphabets at either end."""
    text = text.strip(_QUOTES.replace(")", "").replace("]", ""))
    remark = _REMARK.sub("", text)
    text = (remark if any(char.isdigit() for char in remark) else text).strip(_QUOTES)
    for _turn in range(8):
        before = text
        for shorten in (_before_colon, _label, _foreign):
            if _POSTAL.fullmatch(_bare(text)):
                # The first two letters of "DE 123 456 785 FR" are no word.
                return text
            text = shorten(text)
        if text == before:
            break
    return text


def _before_colon(text: str) -> str:
    return _WORDS_BEFORE_COLON.sub("", text)


def _label(text: str) -> str:
    return _LABEL.sub("", text).strip(_QUOTES)


def _foreign(text: str) -> str:
    # A word of another alphabet is a label; a single look-alike letter inside the number is a mistake to tell.
    for found in _FOREIGN_WORDS.finditer(text):
        if len(found[0].strip()) >= 2 and any(char.isdigit() for char in text.replace(found[0], "")):
            return text.replace(found[0], "", 1).strip(_QUOTES)
    return text


def _bare(text: str) -> str:
    return _SEPARATORS.sub("", text.replace("/", "").replace("#", "").strip(_QUOTES)).strip(_QUOTES)


def _parts(text: str) -> list[str]:
    parts = [_bare(part) for part in _LIST.split(text)]
    return [part for part in parts if _NUMBER.fullmatch(part) and sum(char.isdigit() for char in part) >= 6]
