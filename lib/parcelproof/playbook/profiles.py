"""Reads ``playbook/product``: which facts a product page owes in each category, and the words that need explaining."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError

from parcelproof.errors import nearest
from parcelproof.language import FALLBACK
from parcelproof.messages import _
from parcelproof.playbook.evidence import Named, read_named
from parcelproof.playbook.mistakes import Mistakes, line_of
from parcelproof.playbook.model import Row, Words
from parcelproof.playbook.twins import read_in_language
from parcelproof.playbook.yamlfile import YamlFile, english_files

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Needed = Literal["always", "mains", "battery", "radio", "charges", "part", "software", "eu", "optional"]
"""When a page owes an attribute; ``part`` is a thing that fits another product, ``eu`` a sale to the Union."""

Reader = Literal[
    "", "volts", "hertz", "plug", "watts", "watt_hours", "chemistry", "connectors", "bands", "grams", "lengths",
    "gtin", "use",
]  # fmt: skip
"""How to find a value inside other words; `parcelproof.product.value_readers` has one function for each."""

SHARED = "shared"
GENERAL = "general"
"""The profile of whatever no other profile names."""


class Attribute(Row):
    """One fact that a product page owes.

    Attributes
    ----------
    why : str
        Why it matters in a dispute.
    shown : bool
        Whether the buyer must see it; otherwise the seller's own records are enough.
    synonyms : tuple of str
        Names that platforms give it, in any language.
    also_in : tuple of str
        Names of wider fields whose value can hold it; then ``reader`` must find it there.
    refused : tuple of str
        Values that say nothing, beside those that no attribute takes.
    gathers : bool
        Whether all fields of it are kept together with their names, such as ``FCC ID: …; CE: …``.
    """

    id: Name
    label: Words
    why: Words
    example: Words
    needed: Needed = "always"
    shown: bool = True
    synonyms: tuple[Words, ...] = Field(min_length=1)
    also_in: tuple[Words, ...] = ()
    reader: Reader = ""
    refused: tuple[Words, ...] = ()
    gathers: bool = False


class Profile(Row):
    """The facts that pages of one category owe.

    Attributes
    ----------
    names : tuple of str
        Words of a category or title that choose it; ``unless`` are words that forbid it.
    refused : tuple of str
        Values that no attribute takes.
    """

    id: Name
    title: Words
    names: tuple[Words, ...] = ()
    unless: tuple[Words, ...] = ()
    attributes: tuple[Attribute, ...] = Field(min_length=1)
    refused: tuple[str, ...] = ()

    def attribute(self, name: str) -> Attribute | None:
        """Return an attribute by its id, or None."""
        return next((attribute for attribute in self.attributes if attribute.id == name), None)


class _ProfileFile(Row):
    id: Name
    title: Words
    names: tuple[Words, ...] = ()
    unless: tuple[Words, ...] = ()
    shared: dict[Name, Needed] = Field(default_factory=dict)
    attributes: tuple[Attribute, ...] = ()


class _SharedFile(Row):
    refused: tuple[Words, ...]
    attributes: tuple[Attribute, ...] = Field(min_length=1)


class ProductTerm(Row):
    """A technical word of product pages.

    Attributes
    ----------
    also : tuple of str
        Other spellings.
    means : str
        A plain sentence that a seller may put on the page.
    explained_by : tuple of str
        Words that show that the page explains it already.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]*$", max_length=40)]
    term: Words
    also: tuple[Words, ...] = ()
    means: Words
    explained_by: tuple[Words, ...] = ()


def read_terms(path: Path, language: str, mistakes: Mistakes) -> Mapping[str, ProductTerm]:
    """Read the technical words by id.

    In another language the English sentence follows in brackets: it is the one to put on a page for foreign buyers.
    """
    found: dict[str, Named[ProductTerm]] = read_named(path, "terms", ProductTerm, mistakes, language)
    terms = {name: term for name, (term, _) in found.items()}
    if language == FALLBACK:
        return terms
    english = read_terms(path, FALLBACK, mistakes)
    return {
        name: term.model_copy(update={"means": f"{term.means}（{english[name].means}）"})
        for name, term in terms.items()
    }


def read_profiles(folder: Path, language: str, mistakes: Mistakes) -> Mapping[str, Profile]:
    """Read all profiles by id, each with the words of a language where its twin is there.

    A seller adds a category with one more file, and an attribute with one more entry in a file.
    """
    if not folder.is_dir():
        mistakes.add(folder, None, _("This folder is missing."))
        return {}
    files = english_files(folder)
    shared = _shared(files.pop(SHARED, folder / f"{SHARED}.yaml"), language, mistakes)
    profiles = {}
    for stem, path in files.items():
        profile = _profile(path, stem, shared, language, mistakes)
        if profile is not None:
            profiles[stem] = profile
    if GENERAL not in files:
        mistakes.add(folder / f"{GENERAL}.yaml", None, _("This file is missing."))
    return profiles


def _shared(path: Path, language: str, mistakes: Mistakes) -> _SharedFile | None:
    file = read_in_language(path, language, mistakes, needed=False)
    if file is None:
        return None
    try:
        read = _SharedFile.model_validate(file.data)
    except ValidationError as error:
        mistakes.add_validation(error, path, file.lines, (*_SharedFile.model_fields, *Attribute.model_fields))
        return None
    _no_name_twice(read.attributes, file, mistakes)
    return read


def _profile(path: Path, stem: str, shared: _SharedFile | None, language: str, mistakes: Mistakes) -> Profile | None:
    file = read_in_language(path, language, mistakes, needed=False)
    if file is None or shared is None:
        return None
    try:
        read = _ProfileFile.model_validate(file.data)
    except ValidationError as error:
        mistakes.add_validation(error, path, file.lines, (*_ProfileFile.model_fields, *Attribute.model_fields))
        return None
    if read.id != stem:
        mistakes.add(path, file.lines.get(("id",)), _("The id should be '{stem}', as the file is called.", stem=stem))
    known = {attribute.id: attribute for attribute in shared.attributes}
    taken: list[Attribute] = []
    for name, needed in read.shared.items():
        if name not in known:
            line = line_of(file.lines, ("shared", name))
            mistakes.add(path, line, _("'{name}' is no shared attribute.", name=name), nearest(name, known))
        else:
            taken.append(known[name].model_copy(update={"needed": needed}))
    # The file's own entry wins over the shared one of the same name.
    own = {attribute.id for attribute in read.attributes}
    attributes = (*(a for a in taken if a.id not in own), *read.attributes)
    if not attributes:
        mistakes.add(path, 1, _("This profile has no attributes."))
        return None
    _no_name_twice(read.attributes, file, mistakes)
    return Profile(
        id=read.id, title=read.title, names=read.names, unless=read.unless, attributes=attributes,
        refused=shared.refused,
    )  # fmt: skip


def _no_name_twice(attributes: tuple[Attribute, ...], file: YamlFile, mistakes: Mistakes) -> None:
    """Check the attributes of one file: a name of a profile's own attributes may be that of a shared one, and wins."""
    ids: set[str] = set()
    names: dict[str, str] = {}
    for number, attribute in enumerate(attributes):
        line = line_of(file.lines, ("attributes", number))
        if attribute.id in ids:
            mistakes.add(file.path, line, _("The attribute '{id}' is written twice.", id=attribute.id))
        ids.add(attribute.id)
        for synonym in attribute.synonyms:
            owner = names.setdefault(synonym.casefold(), attribute.id)
            if owner != attribute.id:
                mistakes.add(
                    file.path, line,
                    _("'{synonym}' names two attributes: '{owner}' and '{id}'.",
                      synonym=synonym, owner=owner, id=attribute.id),
                    _("Keep it in one of them. A wider name belongs into 'also_in'."),
                )  # fmt: skip
