from __future__ import annotations

import pickle

import pytest

from parcelproof import errors
from parcelproof.errors import ParcelproofError, taken_apart
from parcelproof.language import LANGUAGES, speaking
from parcelproof.orders import UnmappedFileError

KINDS = [v for v in vars(errors).values() if isinstance(v, type) and issubclass(v, ParcelproofError)]


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_says_the_same_in_another_process(kind: type[ParcelproofError]) -> None:
    error = kind("A photo is gone.", where="evidence/ab", mend="Bring it back.")
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is kind
    assert str(copy) == str(error) == "A photo is gone.\nWhere: evidence/ab\nWhat to do: Bring it back."


def test_an_error_keeps_what_it_carries_in_another_process() -> None:
    copy = pickle.loads(pickle.dumps(UnmappedFileError(("Bestellung", "Datum"), where="export.csv")))
    assert copy.header == ("Bestellung", "Datum")
    assert copy.where == "export.csv"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_of_an_error_can_be_taken_apart_again(language: str) -> None:
    with speaking(language):
        text = str(ParcelproofError("A photo is gone.\nTwo are left.", where="evidence/ab", mend="Bring it back."))
        assert taken_apart(text) == (["A photo is gone.", "Two are left."], ["evidence/ab"], ["Bring it back."])


def test_an_english_error_is_understood_whatever_is_spoken_now() -> None:
    text = str(ParcelproofError("A photo is gone.", where="evidence/ab", mend="Bring it back."))
    with speaking("zh"):
        assert taken_apart(text) == (["A photo is gone."], ["evidence/ab"], ["Bring it back."])
