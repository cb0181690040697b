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
        return MainsFit("no_country", "unknown", "unknown", "The mains of this country is not on the list.")
    if wall.rule.columns["agreement"] != AGREED:
        return _not_agreed(wall)
    adapter, plug_words, plug_rules = _adapter(plug, wall, playbook)
    rules = (wall.rule.id, *plug_rules)
    if power.kind == "dc":
        reason = (
            f"A DC input takes no mains: the power supply decides. In {wall.name} the wall gives {wall.words}. "
            "State the input of the power supply, or that none is in the box."
        )
        return MainsFit("own_supply", "unknown", adapter, reason, rules)
    if power.kind == "unknown":
        reason = f"The page does not say the voltage. In {wall.name} the wall gives {wall.words}."
        return MainsFit("not_stated", "unknown", adapter, reason, rules)
    code, fits, words = _electrics(power, wall, data.tolerance, motor)
    return MainsFit(code, fits, adapter, f"{words} {plug_words}".strip(), rules)


def _without_mains(power: MainsInput, plug: str) -> MainsFit:
    if power.kind == "usb":
        words = "It takes power from USB and not from the wall. Say if a charger is in the box, and with which plug."
        return MainsFit("no_mains", "yes", "none" if not plug.strip() or names_no_plug(plug) else "unknown", words)
    return MainsFit("no_mains", "yes", "none", "It works without mains.")


def _not_agreed(wall: Wall) -> MainsFit:
    rule = wall.rule
    if rule.columns["agreement"].startswith("differs"):
        words = f"Our two sources differ about {wall.name} ({wall.words}). Ask the buyer before you say that it fits."
        return MainsFit("sources_differ", "unknown", "unknown", words, (rule.id,))
    words = f"Only one of our two sources has {wall.name} ({wall.words}). Look it up before you say that it fits."
    return MainsFit("one_source", "unknown", "unknown", words, (rule.id,))


def _electrics(power: MainsInput, wall: Wall, tolerance: Decimal, motor: bool | None) -> tuple[str, Fits, str]:
    fitting = [n for n in wall.volts if covers(power.volts, n * (1 - tolerance), n * (1 + tolerance))]
    device = " or ".join(_span_words(low, high) for low, high in power.volts)
    if not fitting:
        return (
            "voltage",
            "no",
            f"The device takes {device} V, and in {wall.name} the wall gives {either(wall.volts)} V.",
        )
    if len(fitting) < len(wall.volts):
        words = f"{wall.name} has {either(wall.volts)} V, by region. The device takes {device} V: ask the buyer."
        return "some_regions", "unknown", words
    good = f"{device} V fits {wall.name} ({either(wall.volts)} V, {either(wall.hertz)} Hz)."
    if len(power.volts) > 1:
        good += " Say how it is set, or which variant you send."
    wide = not motor and any(low <= WIDE[0] and high >= WIDE[1] for low, high in power.volts)
    right = [n for n in wall.hertz if not power.hertz or covers(power.hertz, n, n)]
    if wide and len(right) == len(wall.hertz):
        return "wide", "yes", good
    if not power.hertz:
        if motor:
            words = f"{good} But it has a motor or clock, and the page does not say for which frequency."
            return "frequency", "unknown", words
        return "fits", "yes", f"{good} The frequency is not stated; it matters only for motors and clocks."
    if len(right) == len(wall.hertz) or motor is False:
        return "fits", "yes", good
    own = " or ".join(_span_words(low, high) for low, high in power.hertz)
    words = f"The voltage fits, but the device is made for {own} Hz, and {wall.name} has {either(wall.hertz)} Hz."
    if motor and not right:
        return "motor_frequency", "no", f"{words} A motor or clock runs at another speed there."
    return "frequency", "unknown", f"{words} A motor or clock runs at another speed there; other devices do not mind."


def _span_words(low: Decimal, high: Decimal) -> str:
    return f"{low:f}" if low == high else f"{low:f}-{high:f}"


def _adapter(plug: str, wall: Wall, playbook: Playbook) -> tuple[Adapter, str, tuple[str, ...]]:
    sockets = " or ".join(wall.sockets)
    choices = read_plugs(plug, playbook)
    if not choices:
        if names_no_plug(plug):
            return "none", "It has no mains plug.", ()
        return "unknown", f"The page does not say the plug; the sockets there are {sockets}.", ()
    goes, choice = goes_into(choices, wall.sockets, playbook)
    rules = family_rules(choice, playbook)
    named = " or ".join(sorted(choice))
    if goes == "yes":
        return "none", f"Plug {named} goes into the sockets there ({sockets}).", rules
    if goes == "no":
        return (
            "needed",
            f"Plug {named} does not go into the sockets there ({sockets}): put an adapter into the box.",
            rules,
        )
    return "unknown", f"Plug {named} may not go into every socket there ({sockets}).", rules


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
            "This country is not known.", where=f"destination: {destination[:40]}", mend="Write it like US."
        )
    said = (row.get("motor") or "").strip().lower()
    if said not in ("", "yes", "no"):
        raise InputError("This is neither yes nor no.", where=f"motor: {said[:40]}", mend="Write yes or no.")
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
