"""What a sign looks like to a reader: its Latin letters, and the trick that it would be inside a brand name.

The look-alikes come from Unicode's own table (TR 39, read through confusable-homoglyphs); that table follows printed
forms strictly, so letters that people use as stand-ins (Cyrillic к for k) are added here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from confusable_homoglyphs.utils import load  # type: ignore[import-untyped]

ZERO_WIDTH = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u2800\u3164\ufeff\uffa0")
"""Signs that show nothing beside those of Unicode's class of format signs."""

SIGNS = frozenset("@$!|+&€£¢¥")
"""Signs that may stand for a letter inside a word, and that part words elsewhere."""

_LEET = {
    "0": ("o",), "1": ("i",), "2": ("z",), "3": ("e",), "4": ("a",), "5": ("s",), "6": ("g", "b"), "7": ("t",),
    "8": ("b",), "9": ("g",), "@": ("a",), "$": ("s",), "!": ("i",), "|": ("i",), "+": ("t",), "€": ("e",),
    "£": ("i",), "¢": ("c",), "¥": ("y",),
}  # fmt: skip

_STAND_INS = {
    # Cyrillic
    "б": ("b",), "в": ("b",), "г": ("r",), "з": ("e", "z"), "и": ("n", "u"), "к": ("k",), "л": ("n",), "м": ("m",),
    "н": ("h", "n"), "п": ("n",), "т": ("t",), "у": ("y", "u"), "ц": ("u",), "ч": ("y",), "ш": ("w",), "щ": ("w",),
    "ь": ("b",), "ъ": ("b",), "э": ("e",), "я": ("r",), "є": ("e",), "ё": ("e",), "ї": ("i",), "ґ": ("r",),
    "И": ("n",), "Я": ("r",), "П": ("n",), "Г": ("r",), "З": ("e", "z"), "Э": ("e",), "Є": ("e",), "У": ("y", "u"),
    "Д": ("d", "a"), "д": ("d",), "Л": ("n",), "Б": ("b",), "Ц": ("u",), "Ч": ("y",), "Ш": ("w",), "Ь": ("b",),
    "ђ": ("h",), "ћ": ("h",), "ԛ": ("q",), "Ԛ": ("q",), "ԝ": ("w",), "Ԝ": ("w",), "ү": ("y",), "Ү": ("y",),
    # Greek
    "α": ("a",), "β": ("b",), "γ": ("y",), "δ": ("d",), "ε": ("e",), "ζ": ("z",), "η": ("n",), "θ": ("o",), "κ": ("k",),
    "λ": ("a",), "μ": ("u", "m"), "µ": ("u", "m"), "ν": ("v", "n"), "ξ": ("e",), "π": ("n",), "σ": ("o", "s"),
    "ς": ("s", "c"), "τ": ("t",), "υ": ("u", "y"), "φ": ("o",), "χ": ("x",), "ψ": ("w",), "ω": ("w",),
    "Σ": ("e", "s"), "Λ": ("a",),
    "Δ": ("a", "d"), "Ω": ("o",), "Π": ("n",), "Γ": ("r",), "Ξ": ("e",), "Θ": ("o",), "Φ": ("o",), "Υ": ("y", "u"),
    "Ψ": ("w",),
    # Armenian, Cherokee and Latin letters of other alphabets
    "ո": ("n",), "ս": ("u",), "հ": ("h",), "զ": ("q",), "ց": ("g",), "ա": ("w",), "պ": ("w",), "ե": ("t",),
    "ƅ": ("b",), "ß": ("b", "ss"), "þ": ("p",), "ð": ("d",), "×": ("x",), "ɑ": ("a",), "ʏ": ("y",), "ꜱ": ("s",),
}  # fmt: skip

_NAMED = re.compile(
    r"(?:LATIN|SQUARED LATIN|CIRCLED LATIN|PARENTHESIZED LATIN|REGIONAL INDICATOR SYMBOL|MODIFIER)\b"
    r".*?\bLETTER (?:SMALL CAPITAL |DOTLESS |BARRED |OPEN |SCRIPT |SMALL |CAPITAL )*([A-Z])(?: WITH .*)?$"
)


@dataclass(frozen=True)
class Look:
    """How one sign reads.

    Attributes
    ----------
    letters : tuple of str
        The Latin letters it can be taken for, the likeliest first; empty for a letter that looks like none.
    trick : str
        ``""`` for a plain Latin letter, else ``homoglyph``, ``full_width``, ``zero_width`` or ``leet``.
    script : str
        ``latin``, ``cyrillic``, ``greek``, ``other`` for genuine letters; empty for everything else.
    """

    letters: tuple[str, ...]
    trick: str = ""
    script: str = ""


@cache
def _table() -> dict[str, tuple[str, ...]]:
    """Return every sign that Unicode calls confusable with a Latin letter or a digit."""
    found: dict[str, list[str]] = {}
    unicode = load("confusables.json")  # only read here: as the library's module it would stay in memory whole
    for letter in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ":
        for entry in unicode.get(letter, ()):
            sign = str(entry["c"]).strip("\u200e")
            if len(sign) == 1 and not sign.isascii():
                found.setdefault(sign, []).append(letter.lower())
    return {sign: tuple(dict.fromkeys(letters)) for sign, letters in found.items()}


@cache
def look_of(sign: str) -> Look:
    """Return how one character reads inside a brand name; lower-case and upper-case letters read alike."""
    if sign.isascii():
        if sign.isalpha():
            return Look((sign.lower(),), script="latin")
        if sign == "&":  # Dolce&Gabbana
            return Look(("",))
        return Look(_LEET.get(sign, ()), "leet" if sign in _LEET else "")
    category = unicodedata.category(sign)
    if category == "Cf" or sign in ZERO_WIDTH or "\ufe00" <= sign <= "\ufe0f" or sign >= "\U000e0000":
        return Look(("",), "zero_width")
    if category in ("Mn", "Me"):
        return Look(("",), "homoglyph")
    if sign in _LEET:
        return Look(_LEET[sign], "leet")
    return _foreign(sign)


def _foreign(sign: str) -> Look:
    folded = unicodedata.normalize("NFKC", sign)
    if folded != sign and folded.isascii() and folded.isalnum():
        wide = "\uff01" <= sign <= "\uff5e"
        if folded.isdigit():
            return Look(_LEET.get(folded, ()), "leet")
        ligature = "\ufb00" <= sign <= "\ufb06"  # set by printers, not by forgers
        return Look((folded.lower(),), "full_width" if wide else "" if ligature else "homoglyph", "latin")
    script = _script(sign)
    letters = _table().get(sign, ()) + _STAND_INS.get(sign, ())
    if not letters:
        base = unicodedata.normalize("NFD", sign)[0]
        if base != sign and base.isascii() and base.isalpha():
            letters = (base.lower(),)
        elif base != sign:
            letters = look_of(base).letters
        elif named := _NAMED.search(unicodedata.name(sign, "")):
            letters = (named[1].lower(),)
        elif (small := sign.lower()) != sign and len(small) == 1:
            letters = look_of(small).letters
    return Look(tuple(dict.fromkeys(letters)), "homoglyph", script)


def _script(sign: str) -> str:
    name = unicodedata.name(sign, "")
    if not sign.isalpha():
        return ""
    for script in ("LATIN", "CYRILLIC", "GREEK"):
        if name.startswith(script):
            return script.lower()
    return "other"


def is_real_letter(sign: str) -> bool:
    """Whether a look-alike is a letter of the everyday Russian, Ukrainian, Serbian, Bulgarian or Greek alphabet.

    A word made of such letters alone may be a genuine word; one with rarer letters (palochka, Komi de) is a forgery.
    """
    return sign.isalpha() and (
        "\u0400" <= sign <= "\u045f" or "ґ" <= sign.lower() <= "ґ" or "\u0370" <= sign <= "\u03ff"
    )
