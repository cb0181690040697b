"""Which attribute a name of a platform means, and what a page still lacks."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from parcelproof.playbook.profiles import Attribute, Profile
from parcelproof.product.once_per import OncePer
from parcelproof.product.plain_names import plain_name as plain_name
from parcelproof.product.profile_choice import profile_for as profile_for
from parcelproof.product.value_readers import read_value

NAME_LENGTH = 200
"""A longer name of a field is none."""

_UNIT = re.compile(r"^(.*?)\s*[(\[（](mm|cm|m|in|inch|g|kg|lb|lbs|oz|ml|l|v|w|wh|mah|hz)[)\]）]\s*$", re.I)


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
