"""Which profile a product has, which attribute a name of a platform means, and what is still missing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from parcelproof.playbook import Playbook
from parcelproof.playbook.profiles import GENERAL, Attribute, Profile
from parcelproof.product.electronics import names_electronics, title_verdict
from parcelproof.product.once_per import OncePer
from parcelproof.product.value_readers import read_value

ELECTRONICS = "electronics"
NAME_LENGTH = 200
"""A longer name of a field is none."""

_WORD = re.compile(r"[^\W_]+")
_UNIT = re.compile(r"^(.*?)\s*[(\[（](mm|cm|m|in|inch|g|kg|lb|lbs|oz|ml|l|v|w|wh|mah|hz)[)\]）]\s*$", re.I)
_FIELD_PREFIX = re.compile(r"^(?:c|attribute|spec|metafield)\s*:\s*", re.I)
_MARKS = re.compile("[\u0300-\u036f]")


@lru_cache(maxsize=20_000)
def plain_name(name: str) -> str:
    """Return a name without capitals, accents, signs and the ``C:`` of an export, for comparison."""
    text = unicodedata.normalize("NFKC", name)
    if not text.isascii():
        # Only accents on letters: marks of other scripts carry meaning.
        text = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKD", text)))
    text = _FIELD_PREFIX.sub("", text.strip().casefold()).replace("ß", "ss")
    return " ".join(_WORD.findall(text))


@dataclass(frozen=True)
class _Index:
    """The names of one profile, made plain."""

    names: Mapping[str, Attribute]
    wider: Mapping[str, tuple[Attribute, ...]]
    refused: frozenset[str]
    own_refused: Mapping[str, frozenset[str]]
    due: dict[frozenset[str], tuple[Missing, ...]] = field(default_factory=dict)
    """What pages owe under each set of conditions: thousands of pages ask the same."""


def _make_index(profile: Profile) -> _Index:
    names: dict[str, Attribute] = {}
    wider: dict[str, list[Attribute]] = {}
    for attribute in profile.attributes:  # the profile's own attributes stand last and win
        for name in (attribute.id, attribute.label, *attribute.synonyms):
            names[plain_name(name)] = attribute
        for name in attribute.also_in:
            wider.setdefault(plain_name(name), []).append(attribute)
    names.pop("", None)
    return _Index(
        names=names,
        wider={name: tuple(found) for name, found in wider.items()},
        refused=frozenset(map(plain_name, profile.refused)),
        own_refused={a.id: frozenset(map(plain_name, a.refused)) for a in profile.attributes if a.refused},
    )


_index = OncePer(_make_index)


def attribute_named(name: str, profile: Profile) -> Attribute | None:
    """Return the attribute that a platform's field means, or None."""
    return _index(profile).names.get(plain_name(name))


def says_nothing(value: str, attribute: Attribute, profile: Profile) -> bool:
    """Whether a value only stands in for one: "see description", a brand called "new", nothing but signs."""
    index = _index(profile)
    plain = plain_name(value)
    return not plain or plain in index.refused or plain in index.own_refused.get(attribute.id, ())


@dataclass(frozen=True)
class Matched:
    """What the fields of a platform say about the attributes of a profile.

    Attributes
    ----------
    values : mapping of str to str
        By attribute id.
    refused : mapping of str to str
        Values that say nothing, by attribute id; empty fields are not among them.
    unused : tuple of str
        Fields that name no attribute.
    """

    values: Mapping[str, str]
    refused: Mapping[str, str]
    unused: tuple[str, ...]


def match(raw: Mapping[str, str], profile: Profile) -> Matched:
    """Sort the fields of a platform under the attributes of a profile.

    The first field that says something counts. A wider field, such as ``Input``, serves several attributes, each
    with the part that its reader finds.
    """
    index = _index(profile)
    values: dict[str, str] = {}
    refused: dict[str, str] = {}
    unused: list[str] = []
    wide: list[tuple[tuple[Attribute, ...], str]] = []
    for name_given, given in raw.items():
        value = given.strip() if given else ""
        if not value:
            continue
        name = plain_name(name_given[:NAME_LENGTH])
        attribute, wider = index.names.get(name), index.wider.get(name, ())
        if attribute is None and (unit := _UNIT.match(name_given[:NAME_LENGTH])):
            name = plain_name(unit[1])
            attribute, wider = index.names.get(name), index.wider.get(name, ())
            if attribute is not None and value.replace(".", "", 1).replace(",", "", 1).isdigit():
                value = f"{value} {unit[2]}"
        if wider:
            wide.append((wider, value))
        if attribute is not None:
            _take(attribute, name_given, value, profile, values, refused)
        elif not wider:
            unused.append(name_given)
    for attributes, value in wide:
        for attribute in attributes:
            if attribute.id not in values and (part := read_value(attribute.reader, value)):
                values[attribute.id] = part
    return Matched(values, {name: said for name, said in refused.items() if name not in values}, tuple(unused))


def _take(
    attribute: Attribute, name_given: str, value: str, profile: Profile, values: dict[str, str], refused: dict[str, str]
) -> None:
    if says_nothing(value, attribute, profile):
        refused.setdefault(attribute.id, value)
    elif attribute.gathers:
        named = value if name_given in (attribute.id, attribute.label) else f"{name_given}: {value}"
        values[attribute.id] = f"{values[attribute.id]}; {named}" if attribute.id in values else named
    elif attribute.id not in values:
        values[attribute.id] = value


def match_attributes(raw: Mapping[str, str], profile: Profile) -> dict[str, str]:
    """Return the attributes that the fields of a platform state.

    Parameters
    ----------
    raw : mapping of str to str
        Fields as the platform names them, in any language of the profile.
    profile : Profile

    Returns
    -------
    dict of str to str
        Values by attribute id, as they stand in the field. Values that say nothing are left out.
    """
    return dict(match(raw, profile).values)


@dataclass(frozen=True)
class Missing:
    """One fact that a page owes and does not state.

    Attributes
    ----------
    attribute : Attribute
        With label, reason and example.
    said : str
        The value that says nothing, such as ``see description``; empty if there is none.
    """

    attribute: Attribute
    said: str = ""


def completeness(
    values: Collection[str], profile: Profile, conditions: Collection[str], refused: Mapping[str, str] | None = None
) -> tuple[Missing, ...]:
    """Return what a page owes and does not state, in the order of the profile.

    Parameters
    ----------
    values : collection of str
        Ids of the attributes that are stated.
    profile : Profile
    conditions : collection of str
        What holds for this product and sale: ``mains``, ``battery``, ``radio``, ``charges``, ``part``,
        ``software``, ``eu``.
    refused : mapping, optional
        Values that say nothing, by attribute id.
    """
    said = refused or {}
    holds = frozenset(conditions)
    due = _index(profile).due
    if holds not in due:
        owed = (a for a in profile.attributes if a.needed == "always" or a.needed in holds)
        due[holds] = tuple(Missing(attribute) for attribute in owed)
    return tuple(
        Missing(one.attribute, said[one.attribute.id]) if one.attribute.id in said else one
        for one in due[holds]
        if one.attribute.id not in values
    )


class _Chooser:
    """Words of categories and titles that choose a profile."""

    def __init__(self, playbook: Playbook) -> None:
        self.profiles = playbook.profiles
        self.ids = {plain_name(name): profile for name, profile in playbook.profiles.items()}
        self.words: dict[str, list[tuple[str, str]]] = {}  # first word → (whole name, profile)
        self.forbidden: dict[str, list[tuple[str, str]]] = {}
        self.parts: list[tuple[str, str, bool]] = []  # names of scripts without blanks
        for profile in playbook.profiles.values():
            for names, into, counts in ((profile.names, self.words, True), (profile.unless, self.forbidden, False)):
                for name in map(plain_name, names):
                    if _unspaced(name):
                        self.parts.append((name, profile.id, counts))
                    elif name:
                        into.setdefault(name.split()[0], []).append((name, profile.id))

    def hits(self, text: str) -> tuple[dict[str, tuple[int, int]], set[str]]:
        """Return how many words of a text name each profile, and where the last begins; and whom the text forbids."""
        scores: dict[str, tuple[int, int]] = {}
        forbidden: set[str] = set()
        padded = f" {text} "
        for word in set(text.split()):
            for name, profile in self.words.get(word, ()):
                if (at := padded.rfind(f" {name} ")) >= 0:
                    count, last = scores.get(profile, (0, 0))
                    scores[profile] = (count + len(name.split()), max(last, at))
            for name, profile in self.forbidden.get(word, ()):
                if f" {name} " in padded:
                    forbidden.add(profile)
        if not text.isascii():
            for name, profile, counts in self.parts:
                if name in text and counts:
                    count, last = scores.get(profile, (0, 0))
                    scores[profile] = (count + 1, max(last, text.rfind(name)))
                elif name in text:
                    forbidden.add(profile)
        return scores, forbidden


def _unspaced(name: str) -> bool:
    return any("\u3040" <= letter <= "\u9fff" for letter in name)


_chooser = OncePer(_Chooser)
_FOR = re.compile(
    r"\b(?:for|fits?|compatible with|suitable for|für|passend|pour|compatible avec|para|compatible con|per|voor|dla|"
    r"для)\b|适用于?|兼容|対応",
    re.I,
)
_TITLE, _LAST_STEP = 3, 2
_PATH = re.compile(r"\s*(?:>|›|»|/|\||\\|→)\s*")


def profile_for(category: str, title: str, playbook: Playbook) -> Profile:
    """Return the profile of a product.

    Parameters
    ----------
    category : str
        Id of a profile, or the category as a platform names it (``Home & Garden > Kitchen``).
    title : str
        In any language; English titles are judged best.
    playbook : Playbook

    Returns
    -------
    Profile
        The general one if neither category nor title names another.
    """
    choose = _chooser(playbook)
    named = plain_name(category)
    if named in choose.ids:
        return choose.ids[named]
    general = playbook.profiles[GENERAL]
    # What stands behind "for" is not sold.
    sold = plain_name(_FOR.split(title, maxsplit=1)[0]) or plain_name(title)
    said, forbidden = choose.hits(sold)
    forbidden |= choose.hits(plain_name(title))[1]
    verdict = title_verdict(title)
    if verdict is False:
        forbidden.add(ELECTRONICS)  # a phone case in the category "Phones"
    elif (
        ELECTRONICS in choose.profiles and ELECTRONICS not in forbidden and (verdict or names_electronics("", category))
    ):
        return choose.profiles[ELECTRONICS]
    scores = {name: (count * _TITLE, last) for name, (count, last) in said.items()}
    # The last step of a path says most: "Toys > Board games".
    for distance, step in enumerate(plain_name(step) for step in reversed(_PATH.split(category)) if step):
        for name in choose.hits(step)[0]:
            count, last = scores.get(name, (0, 0))
            scores[name] = (count + (_LAST_STEP if distance == 0 else 1), last)
    allowed = {name: score for name, score in scores.items() if name not in forbidden}
    # "Dress watch": the word that stands last is the thing.
    return choose.profiles[max(allowed, key=lambda name: allowed[name])] if allowed else general
