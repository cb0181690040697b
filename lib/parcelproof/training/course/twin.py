"""Lays the words of another language over a file of the course.

The twin of ``90_minutes.yaml`` is ``90_minutes.zh.yaml``: the same shape and ids, and words only. Other than the files
that `parcelproof.playbook.twins` reads, these hold lists of sentences; a twin has as many sentences as the English.
"""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path

from parcelproof.language import FALLBACK
from parcelproof.messages import _
from parcelproof.playbook.mistakes import Mistakes, line_of
from parcelproof.playbook.twins import facts_in, twin_of
from parcelproof.playbook.yamlfile import Place, YamlFile, read_yaml

NOTHING: Set[str] = frozenset()


def read_with_twin(
    path: Path, language: str, texts: Set[str], mistakes: Mistakes, *, data: Set[str] = NOTHING
) -> YamlFile | None:
    """Read an English file, with the words of its twin in their places.

    Parameters
    ----------
    path : Path
        The English file.
    language : str
        A file without a twin in this language stays English.
    texts : set of str
        Names of the fields that people read; each holds a text or a list of texts.
    mistakes : Mistakes
        Takes what is missing in the twin, and what has no place there.
    data : set of str
        Names of fields that hold data all through, whatever the names in it are: what is typed into a form.
    """
    english = read_yaml(path, mistakes)
    twin_path = twin_of(path, language)
    if english is None or language == FALLBACK or not twin_path.exists():
        return english
    twin = read_yaml(twin_path, mistakes)
    if twin is None:
        return english
    return YamlFile(path, _Laying(twin, texts, mistakes, data).lay(english.data, twin.data, ()), english.lines)


class _Laying:
    def __init__(self, twin: YamlFile, texts: Set[str], mistakes: Mistakes, data: Set[str]) -> None:
        self._twin, self._texts, self._mistakes, self._data = twin, texts, mistakes, data

    def lay(self, base: object, twin: object, at: Place, name: str = "") -> object:
        """Return a part with the words of the twin; `at` is its place in the twin, `name` the field that holds it."""
        if name in self._texts:
            return self._words(base, twin, at)
        if isinstance(base, dict) and name not in self._data:
            return self._block(base, twin, at)
        if isinstance(base, list) and base and isinstance(base[0], dict):
            return self._list(base, twin, at, name)
        if twin is not None and (name != "id" or twin != base):
            self._note(at, _("'{name}' has no place here.", name=name), _("Only words stand in a twin."))
        return base

    def _block(self, base: dict[str, object], twin: object, at: Place) -> object:
        if twin is not None and not isinstance(twin, dict):
            self._note(at, _("This should be a block of names and values."))
            twin = None
        for key in twin or {}:
            if key not in base:
                self._note((*at, key), _("'{key}' is not in the English file.", key=key))
        return {key: self.lay(value, (twin or {}).get(key), (*at, key), key) for key, value in base.items()}

    def _list(self, base: list[object], twin: object, at: Place, name: str) -> object:
        entries = twin if isinstance(twin, list) else []
        places = {entry.get("id"): number for number, entry in enumerate(entries) if isinstance(entry, dict)}
        known = {entry.get("id") for entry in base if isinstance(entry, dict)}
        for stranger in sorted(str(one) for one in places if one not in known):
            self._note(at, _("The id '{id}' is not in the English file.", id=stranger))
        laid = []
        for entry in base:
            number = places.get(entry.get("id")) if isinstance(entry, dict) else None
            inner = entries[number] if number is not None else None
            laid.append(self.lay(entry, inner, at if number is None else (*at, number), name))
        return laid

    def _words(self, base: object, twin: object, at: Place) -> object:
        if not base and twin is None:
            return base
        good = isinstance(twin, list) if isinstance(base, list) else isinstance(twin, str)
        said = twin if isinstance(twin, list) else [twin]
        meant = base if isinstance(base, list) else [base]
        if not good or len(said) != len(meant) or not all(isinstance(one, str) and one.strip() for one in said):
            name = ".".join(map(str, at))
            self._note(at, _("'{name}' needs the words of {count} English text(s).", name=name, count=len(meant)))
            return base
        for english, other in zip(meant, said, strict=True):
            if facts_in(str(english)) != facts_in(str(other)):
                self._note(at, _("The names in braces differ from the English text."))
        return twin

    def _note(self, at: Place, what: str, mend: str = "") -> None:
        self._mistakes.add(self._twin.path, line_of(self._twin.lines, at), what, mend)
