"""Does a device work at the wall of a country: voltage, frequency, plug.

A device fits if its rated range reaches the nominal voltage with the tolerance that every mains has (a rule of the
playbook). Countries whose two sources differ, or that only one of them has, stay unknown. Plug families are our own
inference: they ask for an adapter and never make a device unfit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from parcelproof.errors import InputError
from parcelproof.messages import _
from parcelproof.playbook import Playbook, load_playbook
from parcelproof.product.mains_input import MainsInput, covers, read_input
from parcelproof.product.plugs import family_rules, goes_into, names_no_plug, read_plugs
from parcelproof.product.walls import Wall, either, mains_of
from parcelproof.product.walls import country_code as country_code

AGREED = "agree"

Fits = Literal["yes", "no", "unknown"]
Adapter = Literal["none", "needed", "unknown"]
WIDE = (Decimal(100), Decimal(240))
"""A power supply for this range is electronic: the frequency does not matter to it."""


@dataclass(frozen=True)
class MainsFit:
    """Whether a device works in a country.

    Attributes
    ----------
    code : str
        Why, as a word for a program: ``fits``, ``wide``, ``no_mains``, ``own_supply``, ``voltage``, ``some_regions``,
        ``motor_frequency``, ``frequency``, ``sources_differ``, ``one_source``, ``no_country``, ``not_stated``.
    fits : {'yes', 'no', 'unknown'}
        Voltage and frequency.
    adapter : {'none', 'needed', 'unknown'}
        For the plug.
    reason : str
        In plain words.
    rules : tuple of str
        Ids of the rules that decided.
    """

    code: str
    fits: Fits
    adapter: Adapter
    reason: str
    rules: tuple[str, ...] = ()


def mains_fit(
    voltage: str, frequency: str, plug: str, destination: str, playbook: Playbook, *, motor: bool | None = None
) -> MainsFit:
    """Say whether a device works in a country, and if its plug needs an adapter.

    Parameters
    ----------
    voltage, frequency, plug : str
        As the page states them: ``100-240V~ 50/60Hz``, ``AC 110V``, ``USB 5V``; ``50/60``; ``Type A``, ``US plug``.
        Empty if not stated.
    destination : str
        Country as two letters or by its English name.
    playbook : Playbook
    motor : bool, optional
        Whether a motor or clock runs with the frequency of the mains; None if nobody knows.
    """
    data = mains_of(playbook)
    power = read_input(voltage, frequency, data.mains_from)
    wall = data.walls.get(country_code(destination))
    if power.kind in ("usb", "battery"):
        return _without_mains(power, plug)
    if wall is None:
        return MainsFit("no_country", "unknown", "unknown", _("The mains of this country is not on the list."))
    if wall.rule.columns["agreement"] != AGREED:
        return _not_agreed(wall)
    adapter, plug_words, plug_rules = _adapter(plug, wall, playbook)
    rules = (wall.rule.id, *plug_rules)
    if power.kind == "dc":
        reason = _(
            "A DC input takes no mains: the power supply decides. In {country} the wall gives {mains}. State the input "
            "of the power supply, or that none is in the box.",
            country=wall.country,
            mains=wall.words,
        )
        return MainsFit("own_supply", "unknown", adapter, reason, rules)
    if power.kind == "unknown":
        reason = _(
            "The page does not say the voltage. In {country} the wall gives {mains}.",
            country=wall.country,
            mains=wall.words,
        )
        return MainsFit("not_stated", "unknown", adapter, reason, rules)
    code, fits, words = _electrics(power, wall, data.tolerance, motor)
    return MainsFit(code, fits, adapter, _("{fit} {plug}", fit=words, plug=plug_words).strip(), rules)


def _without_mains(power: MainsInput, plug: str) -> MainsFit:
    if power.kind == "usb":
        words = _("It takes power from USB and not from the wall. Say if a charger is in the box, and with which plug.")
        return MainsFit("no_mains", "yes", "none" if not plug.strip() or names_no_plug(plug) else "unknown", words)
    return MainsFit("no_mains", "yes", "none", _("It works without mains."))


def _not_agreed(wall: Wall) -> MainsFit:
    rule = wall.rule
    if rule.columns["agreement"].startswith("differs"):
        words = _(
            "Our two sources differ about {country} ({mains}). Ask the buyer before you say that it fits.",
            country=wall.country,
            mains=wall.words,
        )
        return MainsFit("sources_differ", "unknown", "unknown", words, (rule.id,))
    words = _(
        "Only one of our two sources has {country} ({mains}). Look it up before you say that it fits.",
        country=wall.country,
        mains=wall.words,
    )
    return MainsFit("one_source", "unknown", "unknown", words, (rule.id,))


def _electrics(power: MainsInput, wall: Wall, tolerance: Decimal, motor: bool | None) -> tuple[str, Fits, str]:
    fitting = [n for n in wall.volts if covers(power.volts, n * (1 - tolerance), n * (1 + tolerance))]
    volts, device = either(wall.volts), _(" or ").join(_span_words(low, high) for low, high in power.volts)
    if not fitting:
        words = _(
            "The device takes {device} V, and in {country} the wall gives {volts} V.",
            device=device,
            country=wall.country,
            volts=volts,
        )
        return "voltage", "no", words
    if len(fitting) < len(wall.volts):
        words = _(
            "{country} has {volts} V, by region. The device takes {device} V: ask the buyer.",
            country=wall.country,
            volts=volts,
            device=device,
        )
        return "some_regions", "unknown", words
    good = _(
        "{device} V fits {country} ({volts} V, {hertz} Hz).",
        device=device,
        country=wall.country,
        volts=volts,
        hertz=either(wall.hertz),
    )
    if len(power.volts) > 1:
        good = _("{good} Say how it is set, or which variant you send.", good=good)
    wide = not motor and any(low <= WIDE[0] and high >= WIDE[1] for low, high in power.volts)
    right = [n for n in wall.hertz if not power.hertz or covers(power.hertz, n, n)]
    if wide and len(right) == len(wall.hertz):
        return "wide", "yes", good
    if not power.hertz:
        if motor:
            words = _("{good} But it has a motor or clock, and the page does not say for which frequency.", good=good)
            return "frequency", "unknown", words
        return "fits", "yes", _("{good} The frequency is not stated; it matters only for motors and clocks.", good=good)
    if len(right) == len(wall.hertz) or motor is False:
        return "fits", "yes", good
    own = _(" or ").join(_span_words(low, high) for low, high in power.hertz)
    words = _(
        "The voltage fits, but the device is made for {own} Hz, and {country} has {hertz} Hz.",
        own=own,
        country=wall.country,
        hertz=either(wall.hertz),
    )
    if motor and not right:
        return "motor_frequency", "no", _("{fits} A motor or clock runs at another speed there.", fits=words)
    words = _("{fits} A motor or clock runs at another speed there; other devices do not mind.", fits=words)
    return "frequency", "unknown", words


def _span_words(low: Decimal, high: Decimal) -> str:
    return f"{low:f}" if low == high else f"{low:f}-{high:f}"


def _adapter(plug: str, wall: Wall, playbook: Playbook) -> tuple[Adapter, str, tuple[str, ...]]:
    sockets = _(" or ").join(wall.sockets)
    choices = read_plugs(plug, playbook)
    if not choices:
        if names_no_plug(plug):
            return "none", _("It has no mains plug."), ()
        return "unknown", _("The page does not say the plug; the sockets there are {sockets}.", sockets=sockets), ()
    goes, choice = goes_into(choices, wall.sockets, playbook)
    rules = family_rules(choice, playbook)
    named = _(" or ").join(sorted(choice))
    if goes == "yes":
        return "none", _("Plug {plug} goes into the sockets there ({sockets}).", plug=named, sockets=sockets), rules
    if goes == "no":
        return (
            "needed",
            _(
                "Plug {plug} does not go into the sockets there ({sockets}): put an adapter into the box.",
                plug=named,
                sockets=sockets,
            ),
            rules,
        )
    return (
        "unknown",
        _("Plug {plug} may not go into every socket there ({sockets}).", plug=named, sockets=sockets),
        rules,
    )


@cache
def _playbook() -> Playbook:
    # Looking for changed files at every row of a long table would take longer than the answers.
    return load_playbook()


def answer_mains(row: Mapping[str, str]) -> dict[str, Any]:
    """Say whether a device works in a country.

    Parameters
    ----------
    row : mapping
        ``voltage``, ``frequency``, ``plug``, ``destination``; optional ``motor`` (yes or no: a motor or clock).

    Returns
    -------
    dict
        ``fits`` (yes, no, unknown), ``adapter`` (none, needed, unknown), ``reason``, ``code``, ``source``,
        ``confidence``.

    Raises
    ------
    InputError
        If the country or ``motor`` cannot be read.
    """
    destination = (row.get("destination") or "").strip()
    if not country_code(destination):
        raise InputError(
            _("This country is not known."),
            where=_("destination: {text}", text=destination[:40]),
            mend=_("Write it like US."),
        )
    said = (row.get("motor") or "").strip().lower()
    if said not in ("", "yes", "no"):
        raise InputError(
            _("This is neither yes nor no."), where=_("motor: {text}", text=said[:40]), mend=_("Write yes or no.")
        )
    playbook = _playbook()
    fit = mains_fit(
        row.get("voltage") or "", row.get("frequency") or "", row.get("plug") or "", destination, playbook,
        motor=None if not said else said == "yes",
    )  # fmt: skip
    rule = playbook.rule(fit.rules[0]) if fit.rules else None
    return {
        "fits": fit.fits, "adapter": fit.adapter, "reason": fit.reason, "code": fit.code,
        "source": rule.source if rule else "", "confidence": rule.confidence if rule else "",
    }  # fmt: skip
