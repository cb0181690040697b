"""One offer, as far as duties are judged by it, and one duty with its state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from parcelproof.playbook import Rule

State = Literal["stated", "incomplete", "missing", "unknown", "not_due"]


@dataclass(frozen=True)
class Offer:
    """What the duties are judged by.

    Attributes
    ----------
    title, text : str
    values : mapping of str to str
        Attributes by id.
    profile : str
    conditions : frozenset of str
        What holds for the product: ``mains``, ``battery``, ``radio``, ``charges``, …
    pictures : int
        How many pictures are known.
    identified : bool
        Whether a number of the article (SKU, listing, GTIN) is on record.
    """

    title: str
    values: Mapping[str, str]
    profile: str
    conditions: frozenset[str] = field(default_factory=frozenset)
    text: str = ""
    pictures: int = 0
    identified: bool = False


@dataclass(frozen=True)
class Duty:
    """One thing that an offer must show.

    Attributes
    ----------
    id : str
        Of the rule.
    kind : {'gpsr', 'charger', 'mark'}
    name : str
        What is asked for, or the mark.
    state : {'stated', 'incomplete', 'missing', 'unknown', 'not_due'}
        ``stated`` means that the page names it, not that it is true.
    lacks : str
        What is not there, in plain words.
    rule : Rule
    """

    id: str
    kind: str
    name: str
    state: State
    lacks: str
    rule: Rule
