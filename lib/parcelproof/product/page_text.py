"""What the running text of a product page states: "Label: value" lines, headings with what follows, values anywhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from parcelproof.playbook.profiles import Profile
from parcelproof.product.listing_facts import ListingFacts
from parcelproof.product.profiles import attribute_named, match, says_nothing
from parcelproof.product.value_readers import read_value

LABEL_LENGTH = 60
VALUE_LENGTH = 400
MOST_LINES = 3_000
LONGEST_TEXT = 200_000

_LABEL = re.compile(r"^[\s\-*•·–▪●✔✓]*([^:：\t|]{2,60}?)\s*(?:[:：]|\t|\s\|\s)\s*(\S.*)$")
_HEADING = re.compile(r"^[\s#*\-•·–【\[]*(.{2,60}?)\s*[:：】\]*]*\s*$")

READ_ANYWHERE = frozenset(
    {"battery_wh", "battery_chemistry", "voltage", "frequency", "connectors", "wireless", "functions_use"}
)
"""Attributes whose values cannot be mistaken for another thing, wherever they stand in a text."""


def stated_in_text(text: str, profile: Profile, wanted: Collection[str]) -> dict[str, str]:
    """Return the attributes that a text states.

    Parameters
    ----------
    text : str
        A description as plain text.
    profile : Profile
    wanted : collection of str
        Ids to look for; others are known already.

    Returns
    -------
    dict of str to str
        Values by attribute id.
    """
    if not text or not wanted:
        return {}
    found: dict[str, str] = {}
    text = text[:LONGEST_TEXT]
    lines = text.splitlines()[:MOST_LINES]
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        label = _LABEL.match(line[: LABEL_LENGTH + VALUE_LENGTH])
        name, value = (label[1], label[2]) if label else ("", "")
        if not label and len(line) <= LABEL_LENGTH and (heading := _HEADING.match(line)):
            name, value = heading[1], _below(lines, number + 1)
        attribute = attribute_named(name, profile) if name and value else None
        known = attribute is None or attribute.id not in wanted or attribute.id in found
        if attribute is not None and not known and not says_nothing(value, attribute, profile):
            found[attribute.id] = value.strip()[:VALUE_LENGTH]
    return found | _read_anywhere(text, profile, set(wanted) - found.keys())


def _below(lines: list[str], start: int) -> str:
    """Return what stands below a heading, up to the next empty line."""
    kept: list[str] = []
    for line in lines[start : start + 12]:
        if not line.strip():
            if kept:
                break
            continue
        kept.append(line.strip())
    return "; ".join(kept)[:VALUE_LENGTH]


def _read_anywhere(text: str, profile: Profile, wanted: Collection[str]) -> dict[str, str]:
    found = {}
    for attribute in profile.attributes:
        if attribute.id not in READ_ANYWHERE or attribute.id not in wanted:
            continue
        if value := read_value(attribute.reader, text):
            found[attribute.id] = value
    return found


def stated(facts: ListingFacts, profile: Profile) -> tuple[dict[str, str], Mapping[str, str]]:
    """Return what the fields, the text and the title of a listing state, the fields first.

    Returns
    -------
    tuple of (dict, mapping)
        Values by attribute id; and the values of fields that say nothing.
    """
    fields = {
        name: value
        for name, value in (("brand", facts.brand_field), ("model", facts.mpn), ("gtin", facts.gtin))
        if value.strip()
    }
    matched = match({**facts.attributes, **fields} if fields else facts.attributes, profile)
    values = dict(matched.values)
    wanted = {attribute.id for attribute in profile.attributes} - values.keys()
    values |= stated_in_text(facts.text, profile, wanted)
    # A title explains no use: "plug and play, charge and go" are no steps.
    values |= _read_anywhere(facts.title, profile, wanted - values.keys() - {"functions_use"})
    return values, matched.refused
