"""Mistakes in the files of profiles and terms are named with file and line, and a seller can extend them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from parcelproof.errors import PlaybookError
from parcelproof.playbook import load_playbook
from parcelproof.product.profiles import match_attributes, profile_for

Edit = Callable[[str, str, str], int]
SHARED = "product/profiles/shared.yaml"
TOYS = "product/profiles/toys.yaml"
TERMS = "product/terms.yaml"


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        (SHARED, "    label: Brand\n", "", "'attributes.0.label' is missing"),
        (SHARED, "    label: Brand\n", "    lable: Brand\n", "Did you mean 'label'"),
        (SHARED, "    reader: gtin\n", "    reader: bar\n", "cannot be taken"),
        (SHARED, "synonyms: [Condition,", "synonyms: [Brand, Condition,", "names two attributes"),
        (TOYS, "id: toys", "id: toy", "should be 'toys'"),
        (TOYS, "  brand: always", "  brands: always", "Did you mean 'brand'"),
        (TOYS, "  brand: always", "  brand: sometimes", "cannot be taken"),
        (TOYS, "  - id: pieces", "  - id: players", "is written twice"),
        (TERMS, "term: GaN,", "", "'term' is missing"),
        (TERMS, "id: pd,", "id: gan,", "is used twice"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(
    folder: Path, edit: Edit, name: str, old: str, new: str, words: str
) -> None:
    line = edit(name, old, new)
    with pytest.raises(PlaybookError, match=words) as caught:
        load_playbook(folder)
    where, _, found = caught.value.where.partition(":")
    assert where == name
    assert abs(line - int(found)) <= 4  # the entry begins there


@pytest.mark.parametrize("name", ["general.yaml", "shared.yaml"])
def test_a_file_that_all_need_is_missed(folder: Path, name: str) -> None:
    (folder / "product/profiles" / name).unlink()
    with pytest.raises(PlaybookError, match="missing"):
        load_playbook(folder)


def test_a_seller_adds_a_category_with_a_file_and_an_attribute_with_an_entry(folder: Path, edit: Edit) -> None:
    (folder / "product/profiles/books.yaml").write_text(
        "id: books\ntitle: Books\nnames: [book, buch]\nshared: {condition: always}\n"
        "attributes:\n  - {id: author, label: Author, why: Readers ask., example: A. Writer, synonyms: [Autor]}\n",
        encoding="utf-8",
    )
    edit(
        TOYS,
        "attributes:\n",
        "attributes:\n  - {id: sound, label: Sound, why: x, example: loud, synonyms: [Geräusch]}\n",
    )
    book = load_playbook(folder)
    books = profile_for("", "An old book", book)
    assert [attribute.id for attribute in books.attributes] == ["condition", "author"]
    assert match_attributes({"AUTOR": "A. Writer"}, books) == {"author": "A. Writer"}
    assert match_attributes({"Gerausch": "loud"}, book.profiles["toys"]) == {"sound": "loud"}
