"""Lays the words of another language over an English file of the playbook.

The twin of ``checks.yaml`` is ``checks.zh.yaml``. It has the same shape and the same ids, and holds words only:
rules, codes, conditions and words that are looked for stay in the English file, so that no language can change what
a check does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from parcelproof.errors import nearest
from parcelproof.language import FALLBACK
from parcelproof.messages import _
from parcelproof.playbook.mistakes import Mistakes, line_of
from parcelproof.playbook.yamlfile import Place, YamlFile, read_yaml

WORDS: dict[str, tuple[str, ...]] = {
    "stages.yaml": ("stages.*.title", "stages.*.promise", "stages.*.measures.*.title", "stages.*.measures.*.promise"),
    "checks.yaml": (
        "measures.*.questions.*.text", "measures.*.questions.*.why",
        "measures.*.checks.*.messages.*.title", "measures.*.checks.*.messages.*.why",
        "measures.*.checks.*.messages.*.fix",
    ),
    "photos.yaml": ("answers.*.*.title", "answers.*.*.fix", "roles.*"),
    "owed.yaml": ("*.what", "*.why"),
    "review.yaml": ("flags.*.title", "flags.*.why", "flags.*.do"),
    "consistency.yaml": ("attributes.*.label", "attributes.*.why", "other.why", "sources.*", "reasons.*"),
    "profiles/*.yaml": ("title", "attributes.*.label", "attributes.*.why"),
    "test_plans/*.yaml": ("title", "conditions.*.ask", "steps.*.title", "steps.*.do", "steps.*.see", "steps.*.shoot"),
    "terms.yaml": ("terms.*.means",),
    "glossary.yaml": ("terms.*.term", "terms.*.means"),
    "items.yaml": ("items.*.title", "items.*.wants", "items.*.how"),
    "reasons.yaml": ("reasons.*.title", "reasons.*.settle"),
    "training/cases/*.yaml": (
        "title", "story", "claim.says", "claim.wants", "steps.*.situation", "steps.*.options.*.text",
        "steps.*.options.*.teaches", "truth.hinges_on",
    ),
    "training/faults.yaml": ("faults.*.title", "faults.*.lesson"),
    "training/desk.yaml": ("words.*.text",),
    "letters.yaml": ("buyer.*.title", "carrier.*.title", "facts.*"),
    "promises.yaml": ("kinds.*",),
}  # fmt: skip
"""The places of texts that a person reads, by file. An entry of a list is named by its id.

The ``example`` of a profile is no such text: it shows what a page says to foreign buyers.
"""

LISTS: dict[str, tuple[str, ...]] = {"glossary.yaml": ("terms.*.also",)}
"""Lists of words that a twin may bring along, and need not."""

LONGEST = 2000
_NAMES = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def twin_of(path: Path, language: str) -> Path:
    """Return where the twin of a file lies: ``guide.md`` has ``guide.zh.md``."""
    return path.with_name(f"{path.stem}.{language}{path.suffix}")


def facts_in(text: str) -> frozenset[str]:
    """Return the names in braces: the facts that the program puts in."""
    return frozenset(_NAMES.findall(text))


def read_in_language(path: Path, language: str, mistakes: Mistakes, *, needed: bool = True) -> YamlFile | None:
    """Read an English file, with the words of its twin in their places.

    Parameters
    ----------
    path : Path
        The English file.
    language : str
        English needs no twin.
    mistakes : Mistakes
        Takes what is wrong in the twin: an id too few or too many, a text too few, a lost ``{fact}``, a rule.
    needed : bool
        Whether a missing twin is a mistake. A profile that a seller added may stay English.

    Returns
    -------
    YamlFile or None
        The lines are those of the English file.
    """
    english = read_yaml(path, mistakes)
    twin_path = twin_of(path, language)
    if english is None or language == FALLBACK or not (needed or twin_path.exists()):
        return english
    twin = read_yaml(twin_path, mistakes)
    if twin is None:
        return english
    return YamlFile(english.path, _Laying(path, twin, mistakes).lay(english.data, twin.data, (), ()), english.lines)


def texts_in(path: Path, data: object) -> Iterator[tuple[Place, str]]:
    """Yield place and text of everything in an English file that a person reads; empty texts are left out."""
    kind = _kind(path)
    for place, value in _leaves(data, ()):
        if kind and isinstance(value, str) and value.strip() and _among(place, WORDS[kind]):
            yield place, value


def _kind(path: Path) -> str | None:
    return next((name for name in WORDS if path.match(name)), None)


def _among(place: Place, patterns: tuple[str, ...]) -> bool:
    wanted = (pattern.split(".") for pattern in patterns)
    return any(
        len(parts) == len(place) and all(part in ("*", name) for part, name in zip(parts, place, strict=True))
        for parts in wanted
    )


def _leaves(data: object, place: Place) -> Iterator[tuple[Place, object]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _leaves(value, (*place, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _leaves(value, (*place, _id(value, number)))
    else:
        yield place, data


def _id(value: object, number: int) -> object:
    return value.get("id", number) if isinstance(value, dict) else number


class _Laying:
    """One twin on its way over its English file."""

    def __init__(self, english: Path, twin: YamlFile, mistakes: Mistakes) -> None:
        self._kind = _kind(english) or ""
        self._english = english
        self._twin = twin
        self._mistakes = mistakes

    def lay(self, english: object, twin: object, place: Place, at: Place) -> object:
        """Return the English part with the words of the twin.

        ``place`` names the part by ids, ``at`` by its position in the twin, where its line is known.
        """
        if twin is None:
            if any(_among(inner, WORDS[self._kind]) and str(text).strip() for inner, text in _leaves(english, place)):
                self._note(
                    at,
                    _("'{name}' is missing.", name=_name(place)),
                    _("Translate it from {file}.", file=self._english.name),
                )
            return english
        if isinstance(english, dict):
            return self._block(english, twin, place, at)
        if isinstance(english, list):
            return self._list(english, twin, place, at)
        return self._text(english, twin, place, at)

    def _block(self, english: dict[str, object], twin: object, place: Place, at: Place) -> object:
        if not isinstance(twin, dict):
            return self._wrong_shape(english, place, at)
        own: dict[str, object] = {}
        for key in twin:
            if key in english:
                continue
            if _among((*place, key), LISTS.get(self._kind, ())):
                own[key] = self._list([], twin[key], (*place, key), (*at, key))
                continue
            what = _("'{name}' is not in {file}.", name=_name((*place, key)), file=self._english.name)
            self._note((*at, key), what, nearest(key, english))
        laid = {key: self.lay(value, twin.get(key), (*place, key), (*at, key)) for key, value in english.items()}
        return {**laid, **own}

    def _list(self, english: list[object], twin: object, place: Place, at: Place) -> object:
        if _among(place, LISTS.get(self._kind, ())):
            if isinstance(twin, list) and all(isinstance(word, str) and word.strip() for word in twin):
                return twin
            return self._wrong_shape(english, place, at)
        if not isinstance(twin, list) or not all(isinstance(entry, dict) and "id" in entry for entry in twin):
            return self._wrong_shape(english, place, at)
        known = {str(entry["id"]) for entry in english if isinstance(entry, dict) and "id" in entry}
        found: dict[str, int] = {}
        for number, entry in enumerate(twin):
            name = str(entry["id"])
            if name not in known:
                self._note(
                    (*at, number),
                    _("The id '{name}' is not in {file}.", name=name, file=self._english.name),
                    nearest(name, known),
                )
            elif name in found:
                self._note((*at, number), _("The id '{name}' is used twice.", name=name))
            found[name] = number
        laid = []
        for entry in english:
            name = str(_id(entry, -1))
            inner = twin[found[name]] if name in found else None
            laid.append(self.lay(entry, inner, (*place, name), (*at, found[name]) if name in found else at))
        return laid

    def _text(self, english: object, twin: object, place: Place, at: Place) -> object:
        if not _among(place, WORDS[self._kind]):
            if place[-1] != "id" or english != twin:
                mend = _("It is no text for people and stands in {file} only.", file=self._english.name)
                self._note(at, _("'{name}' has no place here.", name=_name(place)), mend)
            return english
        if not isinstance(twin, str) or not twin.strip() or len(twin) > LONGEST:
            self._note(
                at, _("'{name}' should be a text of 1 to {longest} characters.", name=_name(place), longest=LONGEST)
            )
            return english
        if not str(english).strip():
            self._note(
                at,
                _("'{name}' is empty in {file}.", name=_name(place), file=self._english.name),
                _("Leave it out here too."),
            )
            return english
        self._same_facts(str(english), twin, place, at)
        return twin

    def _same_facts(self, english: str, twin: str, place: Place, at: Place) -> None:
        wanted, there = facts_in(english), facts_in(twin)
        for name in sorted(wanted - there):
            self._note(
                at,
                _("'{name}' has lost {fact}.", name=_name(place), fact=f"{{{name}}}"),
                _("The program puts a fact there."),
            )
        for name in sorted(there - wanted):
            known = ", ".join(f"{{{fact}}}" for fact in sorted(wanted)) or _("none")
            self._note(
                at,
                _("'{name}' does not know {fact}.", name=_name(place), fact=f"{{{name}}}"),
                _("Known here: {known}.", known=known),
            )

    def _wrong_shape(self, english: object, place: Place, at: Place) -> object:
        self._note(
            at, _("'{name}' does not have the shape that it has in {file}.", name=_name(place), file=self._english.name)
        )
        return english

    def _note(self, at: Place, what: str, mend: str = "") -> None:
        self._mistakes.add(self._twin.path, line_of(self._twin.lines, at), what, mend)


def _name(place: Place) -> str:
    return ".".join(map(str, place)) or _("the file")
