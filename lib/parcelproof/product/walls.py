"""What the wall gives in a country: volts, hertz and sockets, as the playbook has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from parcelproof.language import FALLBACK, current_language
from parcelproof.messages import _
from parcelproof.playbook import Playbook, Rule
from parcelproof.product.once_per import OncePer
from parcelproof.product.plugs import RULES
from parcelproof.tracking.countries import alpha_2

TABLE = "mains"


@dataclass(frozen=True)
class Wall:
    """The mains of a country, as both sources agree on it."""

    name: str
    volts: tuple[Decimal, ...]
    hertz: tuple[Decimal, ...]
    sockets: tuple[str, ...]
    rule: Rule

    @property
    def words(self) -> str:
        """As a person reads it: ``127 or 220 V, 60 Hz, sockets C and N``."""
        return _(
            "{volts} V, {hertz} Hz, socket {sockets}",
            volts=either(self.volts),
            hertz=either(self.hertz),
            sockets=_(" or ").join(self.sockets),
        )

    @property
    def country(self) -> str:
        """Its name in the language that is spoken now."""
        language = current_language()
        if language.code == FALLBACK:
            return self.name
        return _territories(language.locale).get(self.rule.columns["country"], self.name)


@cache
def _territories(locale: str) -> dict[str, str]:
    from babel import Locale  # who speaks English does not wait for it

    return {str(code): str(name) for code, name in Locale.parse(locale).territories.items()}


@dataclass(frozen=True)
class Mains:
    """Every country, how far mains may lie from the nominal voltage, and from how many volts an input is mains."""

    walls: Mapping[str, Wall]
    tolerance: Decimal
    mains_from: Decimal


def _read(playbook: Playbook) -> Mains:
    def number(name: str) -> Decimal:
        return playbook.rules_for(RULES, kind=name)[0].number

    walls = {
        rule.columns["country"]: Wall(
            name=rule.columns["country_name"], volts=_numbers(rule.value), hertz=_numbers(rule.columns["frequency_hz"]),
            sockets=tuple(rule.columns["plugs"].split(";")), rule=rule,
        )
        for rule in playbook.rules_for(TABLE)
    }  # fmt: skip
    return Mains(walls, number("tolerance") / 100, number("limit"))


mains_of = OncePer(_read)


def _numbers(text: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(part) for part in text.split(";"))


def either(numbers: tuple[Decimal, ...]) -> str:
    """Return numbers as a person says them: ``127 or 220``."""
    return _(" or ").join(str(number) for number in numbers)


def country_code(text: str) -> str:
    """Return the two-letter code of a destination, or an empty string; ``UK`` and Northern Ireland are ``GB``."""
    name = text.strip()
    code = name.upper()
    if code == "XK":
        return code  # Kosovo has no code of its own in ISO 3166, and this one in use
    return "GB" if code in ("UK", "XI") else alpha_2(code if len(name) == 2 else name)
