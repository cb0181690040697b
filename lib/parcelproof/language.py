"""The languages that Parcelproof speaks to sellers and trainers, and the one it speaks now.

Letters to buyers know more languages; see `parcelproof.letters`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

FALLBACK = "en"
"""The language in which everything is written first."""

VARIABLE = "PARCELPROOF_LANGUAGE"
"""Environment variable that goes before the setting of the shop."""


@dataclass(frozen=True)
class Language:
    """One language.

    Attributes
    ----------
    code : str
        As written in ``shop.yaml``, and in file names such as ``guide.zh.md``.
    name : str
        What its speakers call it.
    locale : str
        For dates, numbers and message catalogues.
    """

    code: str
    name: str
    locale: str


LANGUAGES: Mapping[str, Language] = {
    language.code: language for language in (Language("en", "English", "en"), Language("zh", "简体中文", "zh_Hans"))
}
"""All languages by code, English first."""


def known_language(code: str, *, where: str = "language") -> Language:
    """Return the language with this code.

    Raises
    ------
    UnknownNameError
        If there is none; it names those that there are.
    """
    wanted = code.strip().lower().replace("_", "-")
    # What a system or a browser calls Chinese: zh-CN, zh_Hans; en-GB is English.
    short = wanted.partition("-")[0]
    for name in (wanted, short):
        if name in LANGUAGES:
            return LANGUAGES[name]
    raise _unknown(code, where)


def _unknown(code: str, where: str) -> Exception:
    from parcelproof.errors import UnknownNameError, nearest  # errors are said in a language: they know this module
    from parcelproof.messages import _, sentences

    known = ", ".join(f"{language.code} ({language.name})" for language in LANGUAGES.values())
    with speaking(_now.code):  # what is wrong may be the variable, and that would be asked for the language again
        hints = (nearest(code.lower(), LANGUAGES), _("Write one of: {known}.", known=known))
        return UnknownNameError(
            _("Parcelproof does not speak the language '{code}'.", code=code[:20]),
            where=where,
            mend=sentences(*hints),
        )


def chosen_language(setting: str = FALLBACK) -> Language:
    """Return the language to speak: that of the environment variable, else that of the setting.

    Parameters
    ----------
    setting : str
        ``language`` of ``shop.yaml``.

    Raises
    ------
    UnknownNameError
        If there is no such language; ``where`` says which of the two is wrong.
    """
    forced = os.environ.get(VARIABLE, "").strip()
    return known_language(forced, where=VARIABLE) if forced else known_language(setting, where="shop.yaml, language")


_now = LANGUAGES[FALLBACK]
_said = False


def current_language() -> Language:
    """Return the language that this process speaks: the one of the shop opened last, or of the environment."""
    return _now if _said else chosen_language()


def speak(code: str) -> Language:
    """Speak a language from now on in this process, on every thread: a page shows one shop."""
    global _now, _said
    _now, _said = known_language(code), True
    return _now


@contextmanager
def speaking(code: str) -> Iterator[Language]:
    """Speak a language inside a ``with`` block, and the one before it afterwards."""
    global _now, _said
    before = (_now, _said)
    try:
        yield speak(code)
    finally:
        _now, _said = before
