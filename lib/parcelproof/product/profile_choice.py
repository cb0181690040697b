"""Which profile a product has, by its category and its title."""

from __future__ import annotations

import re

from parcelproof.playbook import Playbook
from parcelproof.playbook.profiles import GENERAL, Profile
from parcelproof.product.electronics import names_electronics, title_verdict
from parcelproof.product.once_per import OncePer
from parcelproof.product.phrases import is_unspaced
from parcelproof.product.plain_names import plain_name

ELECTRONICS = "electronics"


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
                    if is_unspaced(name):
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
