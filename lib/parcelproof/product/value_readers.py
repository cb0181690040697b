"""Find a value inside other words: watt-hours in "Li-ion 37 Wh", a plug in "US plug", the use in a description."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

_NUMBER = r"\d+(?:[.,]\d+)?"
_TO = r"(?:\s*(?:-|–|—|~|to|bis|à|至|/)\s*)"

_PATTERNS: Mapping[str, re.Pattern[str]] = {
    "volts": re.compile(
        rf"(?:usb[\w ./-]{{0,12}}?|[ad]c\s*:?\s*)?(?<![\w.,]){_NUMBER}\s*(?:v(?:ac|dc)?|volts?)?{_TO}?(?:{_NUMBER})?\s*"
        r"(?:v(?:ac|dc)?|volts?|伏)(?![a-z])(?:\s*[~⎓=])?|"
        r"(?:usb|battery|batteries|akku|pile|pilas) (?:powered|only|betrieben)",
        re.I,
    ),
    "hertz": re.compile(rf"(?<![\w.,])\d\d{_TO}?(?:\d\d)?\s*(?:hz|hertz|赫兹)(?![a-z])", re.I),
    "plug": re.compile(
        r"\btype[\s-]?[a-o](?:/[a-o])?\b(?![\s-]*(?:c?able|port))|\btyp[\s-][a-o]\b|\b(?:us|uk|eu|au|cn|jp|in|za|br|ch|it|kr)"
        r"[\s-](?:plug|stecker|prise|fiche|enchufe|spina|stekker|tomada)\b|schuko|europlug|eurostecker|bs ?1363|"
        r"nema ?[15]-15p?|cee ?7/\d+|美规|欧规|英规|国标|澳规",
        re.I,
    ),
    "watts": re.compile(
        rf"(?<![\w.,])(?:{_NUMBER}{_TO})?{_NUMBER}\s*(?:kw|w|watts?|瓦)(?![a-z])|"
        rf"(?<![\w.,]){_NUMBER}\s*v\s*[/,x=⎓]?\s*{_NUMBER}\s*m?a(?![a-z])",
        re.I,
    ),
    "watt_hours": re.compile(rf"(?<![\w.,]){_NUMBER}\s*(?:wh|mah|瓦时|毫安时?)(?![a-z])", re.I),
    "chemistry": re.compile(
        r"\bli(?:thium)?[\s-]?(?:ion|ionen|polym[eè]re?|polímero|polimero|po(?:lymer)?|metal|mangan\w*|iron)\b|"
        r"\blipo\b|\blifepo4\b|\bni[\s-]?(?:mh|cd)\b|\balkalin[ea]?\b|\blithium\b|\blitio\b|\blead[\s-]acid\b|\bcr\d{4}\b|"
        r"锂离子|锂电|锂聚合物|镍氢|碱性|"
        r"\b(?:no|ohne|sans|sin|senza|without) (?:battery|batteries|akku|batterien?|piles?|batería|batteria)\b",
        re.I,
    ),
    "connectors": re.compile(
        r"\busb(?:[\s-]?[abc]\b|[\s-]type[\s-]?c|\s?[234]\.\d)?|\btype[\s-]c\b|\blightning\b|\bhdmi\b|\bdisplayport\b|\bmicro[\s-]?usb\b|"
        r"\b[36][.,][35]\s?mm\b|\bethernet\b|\brj45\b|\baux\b|\bjack\b|\bthunderbolt\b|\bsim\b|\bmicrosd\b",
        re.I,
    ),
    "bands": re.compile(
        r"\bbluetooth(?:\s?[1-6](?:\.\d)?)?|\bble\b|\bwi-?fi(?:\s?[4-7]e?)?\b|\bwlan\b|\b802\.11\w*|\b[345]g\b|\blte\b|\bgsm\b|\bumts\b|"
        r"\bnfc\b|\bzigbee\b|\b(?:2[.,]4|5|5[.,]8|6)\s?ghz\b|\b(?:433|868|915)\s?mhz\b|\bfm\b|\bdab\+?|蓝牙|无线网",
        re.I,
    ),
    "grams": re.compile(
        rf"(?<![\w.,]){_NUMBER}\s*(?:k?g|mg|grams?|gramm|kilos?|lbs?|pounds?|oz|ounces?|克|千克|公斤)(?![a-z])", re.I
    ),
    "lengths": re.compile(
        rf"(?<![\w.,]){_NUMBER}\s*(?:mm|cm|m|in|inch(?:es)?|zoll|pouces?|pulgadas?|pollici|\"|厘米|毫米|英寸)?\s*(?:[x×*]\s*{_NUMBER}"
        r"\s*(?:mm|cm|m|in|inch(?:es)?|zoll|\")?\s*)+(?:mm|cm|m|in|inch(?:es)?|zoll|\"|厘米|毫米)?|"
        rf"(?<![\w.,]){_NUMBER}\s*(?:mm|cm|inch(?:es)?|zoll|pouces?|pulgadas?|pollici|\"|厘米|毫米|英寸)(?![a-z])",
        re.I,
    ),
    "gtin": re.compile(
        r"(?<!\d)(?:\d{8}|\d{12,14})(?!\d)|does not apply|nicht zutreffend|ne s'applique pas|no aplica|non applicabile",
        re.I,
    ),
}  # fmt: skip

_USE = re.compile(
    r"\b(?:press|hold|push|turn|switch|charge|connect|pair|insert|plug|open the app|tap|unplug|remove|attach|"
    r"apply|place|"
    r"drücken|halten|schalten|laden|verbinden|koppeln|einstecken|auftragen|legen|stecken|"
    r"appuyez|maintenez|branchez|chargez|connectez|tournez|appliquez|insérez|"
    r"pulse|presione|mantenga|conecte|cargue|encienda|gire|aplique|inserte|"
    r"premi|premere|tieni|collega|carica|accendi|applica|inserisci)\b|"
    r"按住|长按|按下|连接|充电后|打开|插入|涂抹|开机|配对",
    re.I,
)
_DIGIT = re.compile(r"\d")
_WITH_DIGIT = frozenset({"hertz", "watts", "watt_hours", "grams", "lengths"})
ENOUGH_STEPS = 2
"""So many steps in a text explain a use; one word alone may stand there by chance."""


def read_value(reader: str, text: str) -> str:
    """Return the part of a text that holds such a value, or an empty string.

    Parameters
    ----------
    reader : str
        Kind of value, as profiles name it.
    text : str
        Any words; full-width digits count as digits.
    """
    # Long gaps would make the patterns try every way to share them out.
    plain = " ".join((text if text.isascii() else unicodedata.normalize("NFKC", text)).split())
    if reader in _WITH_DIGIT and not _DIGIT.search(plain):
        return ""
    find = _SPECIAL.get(reader)
    if find is not None:
        return find(plain)
    found = _PATTERNS[reader].search(plain) if reader in _PATTERNS else None
    return found.group().strip() if found else ""


def _use(text: str) -> str:
    """Return the words that say what to do, if there are enough of them."""
    steps = list(dict.fromkeys(step.casefold() for step in _USE.findall(text)))
    return ", ".join(steps) if len(steps) >= ENOUGH_STEPS else ""


_SPECIAL: Mapping[str, Callable[[str], str]] = {"use": _use}
