"""Country names as buyers' files write them."""

from __future__ import annotations

import pycountry
import pytest

from parcelproof.orders.countries import read_country
from parcelproof.orders.model import BadValue


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("United States", "US"), ("USA", "US"), ("U.S.A.", "US"), ("UK", "GB"), ("Great Britain", "GB"),
        ("United Kingdom", "GB"), ("GBR", "GB"), ("Korea, South", "KR"), ("Korea, Republic of", "KR"),
        ("Republic of Korea", "KR"), ("Russia", "RU"), ("Russian Federation", "RU"), ("Vietnam", "VN"),
        ("Czech Republic", "CZ"), ("Türkiye", "TR"), ("Turkey", "TR"), ("Taiwan", "TW"), ("Côte d'Ivoire", "CI"),
        ("Deutschland", "DE"), ("de", "DE"), (" Hong Kong ", "HK"), ("美国", "US"), ("Réunion", "RE"),
    ],
)  # fmt: skip
def test_names_and_codes(name: str, code: str) -> None:
    assert read_country(name) == code


def test_every_iso_name_is_known() -> None:
    for country in pycountry.countries:
        assert read_country(country.name) == country.alpha_2
        assert read_country(country.alpha_3) == country.alpha_2


@pytest.mark.parametrize("name", ["Atlantis", "", "??", "XX"])
def test_what_is_no_country_is_refused(name: str) -> None:
    with pytest.raises(BadValue):
        read_country(name)
