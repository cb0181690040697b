"""Makes disguised brand names in titles, always the same ones. The set is synthetic: no seller wrote these titles.

The tables below are the generator's own and know nothing of those in the engine. Brands are dealt into two halves:
``tuning`` was looked at from the start; ``held_out`` was measured once before it was looked at. `UNSEEN_SEED` makes
other disguises of all brands; they were never looked at one by one.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

KINDS = ("homoglyph", "leet", "full_width", "zero_width", "spacing", "one_edit")
SEED = 20261126
UNSEEN_SEED = 7

LOOK_ALIKES = {
    "a": "аαɑàáâãäåāăą", "b": "Ьƅḃ", "c": "сϲçćčċ", "d": "ԁɗďđḍ", "e": "еҽèéêëēėęě", "f": "ƒḟ", "g": "ɡցğģġ",
    "h": "һհĥħ", "i": "іıìíîïīιį", "j": "јĵ", "k": "кκķḱ", "l": "ӏⅼłļľĺ", "m": "мṁḿ", "n": "ոпñńņňη",
    "o": "оοօòóôõöøō", "p": "рρṗ", "q": "ԛզ", "r": "гŕŗř", "s": "ѕꜱśšşŝș", "t": "тτţťŧț", "u": "υսùúûüūųů",
    "v": "ѵνṽ", "w": "ԝωŵẁẃẅ", "x": "хχẋ", "y": "уγýÿŷ", "z": "źżžᴢ", "A": "АΑÀÁÂÃÄÅ", "B": "ВΒḂ", "C": "СϹÇĆČ",
    "D": "ĎĐḌ", "E": "ЕΕÈÉÊË", "F": "ḞϜ", "G": "ԌĞĢ", "H": "НΗĤ", "I": "ІΙÌÍÎÏ", "J": "ЈĴ", "K": "КΚK",
    "L": "ĹŁĽ", "M": "МΜṀ", "N": "ΝÑŃŅŇ", "O": "ОΟÒÓÔÕÖØ", "P": "РΡṖ", "Q": "Ԛ", "R": "ŔŖŘ", "S": "ЅŚŠŞ",
    "T": "ТΤŢŤ", "U": "ÙÚÛÜŪ", "V": "ѴṼ", "W": "ԜŴẀ", "X": "ХΧ", "Y": "ҮΥÝŸ", "Z": "ΖŹŻŽ",
}  # fmt: skip
LEET = {
    "o": "0", "l": "1", "i": "1!", "e": "3", "a": "4@", "s": "5$", "t": "7", "w": ("vv",), "m": ("rn",), "b": "8",
}  # fmt: skip
HIDDEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\ufe0f"
BETWEEN = " .-_·*/"
SPLITS = " -."

NOUNS = {
    "shoes": ("running shoes men size 42", "кроссовки мужские", "Turnschuhe Damen", "运动鞋 男", "zapatillas hombre"),
    "fashion": ("hoodie black L", "футболка хлопок", "Tasche Leder", "外套 女", "veste homme"),
    "luxury": ("shoulder bag leather", "сумка женская", "sac à main", "手提包 女"),
    "watches": ("watch automatic 40 mm", "часы мужские", "Armbanduhr Herren", "手表 男"),
    "jewellery": ("bracelet silver 925", "браслет серебро", "Halskette", "项链"),
    "eyewear": ("sunglasses polarised", "очки солнцезащитные", "Sonnenbrille", "太阳镜"),
    "electronics": ("wireless headphones", "наушники беспроводные", "Kopfhörer Bluetooth", "蓝牙耳机", "charger 65 W"),
    "phones": ("smartphone 128 GB", "смартфон 128 ГБ", "Handy ohne Vertrag", "手机 128GB"),
    "cosmetics": ("eau de parfum 100 ml", "духи женские 50 мл", "Lippenstift rot", "口红 正红色"),
    "toys": ("building blocks 1,000 pieces", "конструктор 500 деталей", "Puppe 30 cm", "积木 玩具"),
    "sports": ("training jersey", "форма футбольная", "Trikot Gr. M", "球衣"),
    "tools": ("cordless drill 18 V", "дрель аккумуляторная", "Akkuschrauber", "电钻 18V"),
    "auto": ("key ring metal", "брелок", "Emblem selbstklebend", "车标"),
    "components": ("gaming PC 16 GB", "видеокарта", "Prozessor", "显卡"),
    "home": ("bottle steel 1 l", "кружка 300 мл", "Flasche 750 ml", "水杯"),
}  # fmt: skip
FRAMES = ("{b} {n}", "New {b} {n} 2026", "{n} {b}", "{n} {b} original box", "Hot sale {b} {n}", "{b}")


@dataclass(frozen=True)
class Disguise:
    """One synthetic title with the brand that hides in it."""

    title: str
    brand: str
    kind: str
    written: str
    half: str


def disguises(brands: Iterable[tuple[str, str]], each: int = 4, seed: int = SEED) -> list[Disguise]:
    """Make disguises of every kind for every brand whose name has at least four Latin letters.

    Parameters
    ----------
    brands : iterable of (name, category)
    each : int
        How many of each kind per brand.
    seed : int
        Another number gives other disguises.
    """
    wanted = [(name, kind) for name, kind in brands if len(letters_of(name)) >= 4]
    taken = {letters_of(name).lower() for name, _ in wanted}
    return [
        made
        for place, (name, category) in enumerate(wanted)
        for made in _of_brand(name, category, "tuning" if place % 2 == 0 else "held_out", each, taken, seed)
    ]


def letters_of(name: str) -> str:
    """Return the Latin letters of a name, without accents, gaps and signs."""
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return re.sub(r"[^A-Za-z]", "", bare)


def _of_brand(name: str, category: str, half: str, each: int, taken: set[str], seed: int) -> Iterator[Disguise]:
    dice = random.Random(f"{seed}:{name}")
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    for kind in KINDS:
        seen = {bare, bare.lower(), bare.upper()}
        for _ in range(each * 12):
            if len(seen) >= each + 3:
                break
            cased = dice.choice((bare, bare, bare.lower(), bare.upper()))
            written = _MAKERS[kind](cased, dice)
            new = letters_of(written).lower()
            # An edit that gives another brand, and a leet word of digits only, hide nothing.
            if written in seen or (kind == "one_edit" and new in taken):
                continue
            seen.add(written)
            noun = dice.choice(NOUNS[category])
            yield Disguise(dice.choice(FRAMES).format(b=written, n=noun), name, kind, written, half)


def _some(text: str, places: list[int], dice: random.Random) -> list[int]:
    return sorted(dice.sample(places, dice.randint(1, len(places))))


def _replaced(text: str, places: Iterable[int], new: dict[int, str]) -> str:
    return "".join(new.get(n, c) for n, c in enumerate(text))


def _homoglyph(text: str, dice: random.Random) -> str:
    places = [n for n, c in enumerate(text) if c in LOOK_ALIKES]
    chosen = _some(text, places, dice)
    return _replaced(text, chosen, {n: dice.choice(LOOK_ALIKES[text[n]]) for n in chosen})


def _leet(text: str, dice: random.Random) -> str:
    places = [n for n, c in enumerate(text) if c.lower() in LEET]
    if not places:
        return text
    chosen = _some(text, places, dice)
    return _replaced(text, chosen, {n: dice.choice(LEET[text[n].lower()]) for n in chosen})


def _full_width(text: str, dice: random.Random) -> str:
    places = [n for n, c in enumerate(text) if c.isascii() and c.isalpha()]
    chosen = places if dice.random() < 0.5 else _some(text, places, dice)
    return _replaced(text, chosen, {n: chr(ord(text[n]) + 0xFEE0) for n in chosen})


def _zero_width(text: str, dice: random.Random) -> str:
    for _ in range(dice.randint(1, 3)):
        inside = [n for n in range(1, len(text)) if text[n - 1].isalpha() and text[n].isalpha()]
        at = dice.choice(inside or [1])
        text = text[:at] + dice.choice(HIDDEN) + text[at:]
    return text


def _spacing(text: str, dice: random.Random) -> str:
    letters = re.sub(r"[^A-Za-z]", "", text)
    if dice.random() < 0.6:
        return dice.choice(BETWEEN).join(letters)
    inside = [n for n in range(1, len(text)) if text[n - 1].isalpha() and text[n].isalpha()]
    at = dice.choice(inside)
    return text[:at] + dice.choice(SPLITS) + text[at:]


def _one_edit(text: str, dice: random.Random) -> str:
    places = [n for n, c in enumerate(text) if c.isalpha()]
    at = dice.choice(places)
    letter = dice.choice("abcdefghijklmnopqrstuvwxyz")
    letter = letter.upper() if text.isupper() else letter
    how = dice.choice(("less", "more", "other", "swapped"))
    if how == "less":
        return text[:at] + text[at + 1 :]
    if how == "more":
        return text[:at] + letter + text[at:]
    if how == "other":
        return text[:at] + letter + text[at + 1 :]
    if at + 1 < len(text) and text[at + 1].isalpha():
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text


_MAKERS = {
    "homoglyph": _homoglyph, "leet": _leet, "full_width": _full_width, "zero_width": _zero_width, "spacing": _spacing,
    "one_edit": _one_edit,
}  # fmt: skip
