"""One setting switches the language; the environment goes before it; a wrong name is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from parcelproof.errors import ShopError, UnknownNameError
from parcelproof.language import (
    FALLBACK,
    LANGUAGES,
    VARIABLE,
    chosen_language,
    current_language,
    known_language,
    speak,
    speaking,
)
from parcelproof.playbook.review_words import load_review_words
from parcelproof.shop import Shop, create_shop, open_shop
from parcelproof.shop_settings import SETTINGS_FILE, ShopSettings
from parcelproof.steps.queue_case import WORDS
from parcelproof.tracking.cadence_words import owed_words


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.delenv(VARIABLE, raising=False)
    with speaking(FALLBACK):
        yield


@pytest.fixture
def chinese(tmp_path: Path) -> Shop:
    return create_shop(tmp_path / "shop", ShopSettings(language="zh"))


def test_a_shop_speaks_its_language(chinese: Shop) -> None:
    assert open_shop(chinese.folder).language.name == "简体中文"
    assert current_language().code == "zh"
    assert chinese.playbook.measure("delivery.gifts").title == "确认每件赠品"
    assert owed_words()["answer"].what == "回复买家。"
    assert load_review_words(WORDS)["lost"].title == "物流商说包裹已丢失"


def test_a_shop_without_the_setting_speaks_english(tmp_path: Path) -> None:
    folder = create_shop(tmp_path / "shop").folder
    settings = folder / SETTINGS_FILE
    settings.write_text(settings.read_text("utf-8").replace("language: en\n", ""), "utf-8")
    assert open_shop(folder).playbook.language == "en"


def test_the_environment_goes_before_the_setting(chinese: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "en")
    assert open_shop(chinese.folder).playbook.language == "en"
    monkeypatch.setenv(VARIABLE, "zh-CN")
    assert chosen_language("en").code == "zh"


def test_a_wrong_setting_is_named_with_the_nearest_language(chinese: Shop) -> None:
    settings = chinese.folder / SETTINGS_FILE
    settings.write_text(settings.read_text("utf-8").replace("language: zh", "language: zhh"), "utf-8")
    speak("zh")
    with pytest.raises(ShopError, match="是不是“zh”") as error:  # said in the language spoken so far
        open_shop(chinese.folder)
    assert error.value.where.endswith(SETTINGS_FILE)


def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "klingon")
    with pytest.raises(UnknownNameError, match="klingon") as error:
        chosen_language()
    assert error.value.where == VARIABLE
    for language in LANGUAGES.values():
        assert f"{language.code} ({language.name})" in error.value.mend


@pytest.mark.parametrize(("given", "code"), [("zh", "zh"), ("ZH-Hans", "zh"), ("zh_CN", "zh"), ("en-GB", "en")])
def test_usual_names_of_a_language_are_understood(given: str, code: str) -> None:
    assert known_language(given).code == code


def test_the_language_before_comes_back_after_an_error() -> None:
    with pytest.raises(UnknownNameError), speaking("zh"):
        known_language("klingon")
    assert current_language().code == FALLBACK
