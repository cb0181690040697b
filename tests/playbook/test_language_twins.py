"""The playbook in Chinese: every text has its twin, and a twin can change no rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from parcelproof.errors import PlaybookError, UnknownNameError
from parcelproof.playbook import Playbook, load_playbook
from parcelproof.playbook.mistakes import Mistakes
from parcelproof.playbook.rule_words import SHOWN, words_of
from parcelproof.playbook.twins import facts_in, read_in_language, texts_in, twin_of
from parcelproof.playbook.yamlfile import Place
from parcelproof.resources import playbook_dir

Edit = Callable[[str, str, str], int]
ROOT = playbook_dir()
TRAINING = ROOT / "training"
"""Case files have tests and twins of their own."""

ENGLISH = [
    path for path in sorted(ROOT.rglob("*.yaml")) if "." not in path.stem and TRAINING not in path.parents
]  # fmt: skip
GUIDES = [*sorted(ROOT.glob("*/guide.md")), ROOT / "tracking" / "live.md"]

NOT_FOR_PEOPLE = {
    "product/profiles": {"example", "synonyms"},  # what a page for foreign buyers says, and platforms call it
    "product/consistency.yaml": {"shades", "colours", "parts", "unbranded"},
    "product/terms.yaml": {"explained_by", "also", "term"},
}
"""Words of more than one word that stay as they are: what is looked for on pages, or shown to foreign buyers."""

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
_PLACES = re.compile(
    r"\{\w+\}|`[^`]*`|“[A-Za-z0-9 ,.:\"'-]+”|\*[A-Z][A-Za-z ]+\*|\([A-Za-z ]+\)|（[A-Za-z -]+）|\]\([^)]*\)"
)
"""What may stay in Latin letters: facts, code, quoted words, names of buttons, and what a bracket explains."""
_SENTENCE = re.compile(r"(?:\b[a-z]+[ ,]+){4,}[a-z]+\b")


@pytest.fixture(scope="module")
def chinese() -> Playbook:
    return load_playbook(language="zh")


def _pairs() -> Iterator[tuple[str, Place, str, str]]:
    """File, place, English text and Chinese text of everything that a person reads."""
    for path in ENGLISH:
        english, mistakes = read_in_language(path, "en", Mistakes(ROOT)), Mistakes(ROOT)
        laid = read_in_language(path, "zh", mistakes)
        mistakes.stop_if_any()
        assert english is not None
        assert laid is not None
        texts = dict(texts_in(path, laid.data))
        for place, text in texts_in(path, english.data):
            yield path.relative_to(ROOT).as_posix(), place, text, texts[place]


PAIRS = list(_pairs())


def test_every_file_with_text_has_a_twin_and_no_twin_is_alone() -> None:
    with_text = {path for path in ENGLISH if any(texts_in(path, yaml.load(path.read_text("utf-8"), yaml.BaseLoader)))}
    tables = [ROOT / "rules" / f"{topic}.csv" for topic in SHOWN]
    wanted = {twin_of(path, "zh") for path in [*with_text, *GUIDES, *tables]}
    found = {path for path in ROOT.rglob("*.zh.*") if TRAINING not in path.parents}
    assert found == wanted
    assert len(PAIRS) > 2000


def test_every_sentence_of_the_playbook_is_declared_as_a_text() -> None:
    """A text that a new field brings along would otherwise stay English without a word."""
    for path in ENGLISH:
        name = path.relative_to(ROOT).as_posix()
        free = {key for start, keys in NOT_FOR_PEOPLE.items() if name.startswith(start) for key in keys}
        data = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
        declared = {text for _, text in texts_in(path, data)}
        for place, text in _strings(data, ()):
            if not free & set(map(str, place)) and re.search(r"[a-z]\w*[.?!]$", text):
                assert text in declared, f"{name}, {place}: {text!r} is no declared text"


def _strings(data: object, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _strings(value, (*place, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _strings(value, (*place, number))
    elif isinstance(data, str):
        yield place, data


def test_the_rules_are_the_same_in_both_languages(book: Playbook, chinese: Playbook) -> None:
    assert chinese.version == book.version
    shown = {"note", "value"}
    for name, versions in book.rules.items():
        for one, other in zip(versions, chinese.rules[name], strict=True):
            free = shown & set(words_of(one))
            assert one.model_dump(exclude=free) == other.model_dump(exclude=free), name
    assert chinese.evidence.cells == book.evidence.cells
    words = {"title", "promise", "text", "why", "fix", "guide", "label", "ask", "do", "see", "shoot"}
    for one, other in zip(book.stages, chinese.stages, strict=True):
        assert _without(one.model_dump(), words) == _without(other.model_dump(), words)
    for name, profile in book.profiles.items():
        assert _without(profile.model_dump(), words) == _without(chinese.profiles[name].model_dump(), words)
    for name, plan in book.test_plans.plans.items():
        assert _without(plan.model_dump(), words) == _without(chinese.test_plans.plans[name].model_dump(), words)
    assert book.consistency is not None
    assert chinese.consistency is not None
    assert book.consistency.colours == chinese.consistency.colours
    assert [a.how for a in book.consistency.attributes] == [a.how for a in chinese.consistency.attributes]
    assert {n: r.decides for n, r in book.reasons.items()} == {n: r.decides for n, r in chinese.reasons.items()}


def _without(data: object, keys: set[str]) -> object:
    if isinstance(data, dict):
        return {key: _without(value, keys) for key, value in data.items() if key not in keys}
    if isinstance(data, (list, tuple)):
        return [_without(value, keys) for value in data]
    return data


def test_every_text_is_chinese_of_a_sensible_length_with_the_same_facts() -> None:
    for name, place, english, chinese in PAIRS:
        where = f"{name}, {'.'.join(map(str, place))}: {chinese}"
        assert facts_in(chinese) == facts_in(english), where
        bare = _PLACES.sub("", chinese)
        if len(_LATIN.findall(_PLACES.sub("", english))) > 12:
            assert len(_CHINESE.findall(bare)) >= 0.3 * len(_LATIN.findall(bare)), where
        assert not _SENTENCE.search(bare), where
        if len(english) > 40:
            assert 0.12 < len(bare) / len(english) < 0.9, where


def test_numbers_are_the_same() -> None:
    for name, place, english, chinese in PAIRS:
        # A month and a zero may be written as a word in one of the two.
        ours, theirs = set(re.findall(r"\d+", english)), set(re.findall(r"\d+", chinese))
        assert ours <= theirs, (name, place)
        assert theirs - ours <= {"0", "9"}, (name, place)


TERMS = {
    "serial_number": "serial number", "hs_code": "HS code", "commercial_invoice": "commercial invoice",
    "origin": "country of origin", "delivery_scan": "delivery scan", "net_weight": "net weight",
    "declared_value": "declared value", "critical_defect": "critical defect", "authorisation": "authorisation",
    "tariff_line": "tariff line", "carrier": "carrier", "duty": "duty", "mains": "mains",
    "acceptance_scan": "first scan",
}  # fmt: skip
"""Glossary entries, and the English words that name them in texts."""

FORBIDDEN = ("你", "您", "承运商", "承运人", "快递公司", "快递单", "跟踪号", "追踪", "派件", "信用卡退款", "原产地")
"""Readers are not addressed as 您 or 你, and a thing has one name."""


def test_a_thing_has_one_name_the_one_of_the_glossary(chinese: Playbook) -> None:
    for entry, english in TERMS.items():
        term = chinese.glossary[entry].term
        pattern = re.compile(rf"(?<!\{{)\b{english}s?\b", re.IGNORECASE)
        used = [(n, p, t) for n, p, e, t in PAIRS if pattern.search(e) and n != "glossary.yaml"]
        assert used, f"{english!r} stands nowhere: take it out of this list"
        lacking = [f"{n} {p}: {t}" for n, p, t in used if term not in t]
        # "Legal duty" is no customs duty; otherwise the term itself stands there.
        assert len(lacking) <= 2, f"{term}: {lacking}"
    for name, place, _, text in PAIRS:
        assert not any(word in text for word in FORBIDDEN), (name, place, text)


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_guide_says_the_same_in_both_languages(path: Path) -> None:
    english, chinese = path.read_text("utf-8"), twin_of(path, "zh").read_text("utf-8")
    for pattern in (r"^#+ ", r"^\d+\. ", r"^\*\*", r"^\*(?:Sources|来源)", r"^\|"):
        counts = [len(re.findall(pattern, text, re.MULTILINE)) for text in (english, chinese)]
        assert counts[0] == counts[1], pattern
    assert re.findall(r"^## (\d+)\.", english, re.MULTILINE) == re.findall(r"^## (\d+)\.", chinese, re.MULTILINE)
    assert set(re.findall(r"`[^`]+`", english)) == set(re.findall(r"`[^`]+`", chinese))
    links, pages = r"\]\(([^)]+)\)", r"\.ipynb$"
    assert {re.sub(pages, ".zh.ipynb", link) for link in re.findall(links, english)} == set(re.findall(links, chinese))
    # Spelt out in one of the two: nothing with more than one digit is.
    assert set(re.findall(r"\d{2,}", english)) <= set(re.findall(r"\d{2,}", chinese))
    assert not any(word in chinese for word in FORBIDDEN)
    for line in chinese.splitlines():
        bare = _PLACES.sub("", line)
        assert not _SENTENCE.search(bare), line
        if len(bare) > 25 and not line.lstrip().startswith("- "):
            assert len(_CHINESE.findall(bare)) >= 0.3 * len(_LATIN.findall(bare)), line


def test_the_guide_of_a_measure_is_found_in_chinese(book: Playbook, chinese: Playbook) -> None:
    for measure in book.measures.values():
        section = chinese.guide_for(measure.id)
        assert section.startswith(f"## {measure.number}. "), measure.id
        assert "**怎么做**" in section


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("delivery/checks.zh.yaml", "{units}", "几", "lost {units}"),
        ("delivery/checks.zh.yaml", "质检已有记录", "质检 {day}", "does not know {day}"),
        ("delivery/checks.zh.yaml", "- id: delivery.packaging.closed", "- id: delivery.packaging.closd",
         "'delivery.packaging.closd' is not in checks.yaml"),
        ("tracking/checks.zh.yaml", "        messages:", "        function: x\n        messages:", "has no place here"),
        ("tracking/owed.zh.yaml", "  what: 回复买家。\n", "", "'answer.what' is missing"),
        ("stages.zh.yaml", "title: 发货", "title: yes", "should be a text"),
        ("stages.zh.yaml", "    title: 发货", "    title: 发货\n    number: 2", "'stages.delivery.number' is not in"),
        ("product/terms.zh.yaml", "id: gan", "id: gam", "Did you mean 'gan'?"),
        ("glossary.zh.yaml", "terms:", "words:", "'words' is not in glossary.yaml"),
        ("evidence/reasons.zh.yaml", "id: counterfeit", "id: item_not_received", "is used twice"),
        ("product/profiles/home.zh.yaml", "title: 家居和厨房", "title: ''", "should be a text"),
        ("product/guide.zh.md", "## 10. ", "## ", "The headings are not those of the English guide"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_twin_is_named_with_its_line(
    folder: Path, edit: Edit, name: str, old: str, new: str, says: str
) -> None:
    line = edit(name, old, new)
    with pytest.raises(PlaybookError) as error:
        _load_in_chinese(folder, name)
    assert says in str(error.value)
    places = [mistake.where for mistake in getattr(error.value, "mistakes", (error.value,))]
    assert any(place.startswith(f"{name}:") and abs(int(place.split(":")[1]) - line) <= 2 for place in places), places
    load_playbook(folder, language="en")


def _load_in_chinese(folder: Path, name: str) -> None:
    if name != "tracking/owed.zh.yaml":
        load_playbook(folder, language="zh")
        return
    with Mistakes(folder) as mistakes:  # loaded apart from the rest, by who needs it
        read_in_language(folder / "tracking" / "owed.yaml", "zh", mistakes)


def test_a_twin_that_is_gone_is_a_mistake_and_a_category_of_the_seller_may_stay_english(folder: Path) -> None:
    (folder / "product/profiles/home.zh.yaml").unlink()
    book = load_playbook(folder, language="zh")
    assert book.profiles["home"].title == "Home and kitchen"
    assert book.profiles["toys"].title == "玩具和游戏"
    (folder / "delivery" / "checks.zh.yaml").unlink()
    with pytest.raises(PlaybookError, match=r"delivery/checks\.zh\.yaml"):
        load_playbook(folder, language="zh")


def test_a_language_that_is_not_there_is_named_with_those_that_are(folder: Path) -> None:
    with pytest.raises(UnknownNameError, match=r"does not speak the language 'de'") as error:
        load_playbook(folder, language="de")
    assert "zh (简体中文)" in str(error.value)


def test_the_chinese_meaning_of_a_term_keeps_the_english_sentence_for_the_page(chinese: Playbook) -> None:
    assert "小芯片" in chinese.terms["gan"].means
    assert "Small chips" in chinese.terms["gan"].means


def test_the_words_of_the_rules_are_chinese_with_the_same_numbers(book: Playbook, chinese: Playbook) -> None:
    told = 0
    for name, versions in book.rules.items():
        for one, other in zip(versions, chinese.rules[name], strict=True):
            for column, english in words_of(one).items():
                said = words_of(other)[column]
                told += 1
                assert _CHINESE.search(said) or said == english in {"EMS", "M-bag"}, (name, said)
                assert not re.search("[你您]", said), (name, said)
                assert not _SENTENCE.search(said), (name, said)
                ours, theirs = (set(re.findall(r"\d[\d.,/-]*\d|\d", text)) for text in (english, said))
                # A percentage, a number of days and a share may be a word in English.
                assert ours <= theirs, (name, english, said)
    assert told > 400


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("packaging.shake,", "packaging.shaken,", "packaging.shaken"),
        ("packaging.shake,", "packaging.shake,,", "cells"),
        ("id,note", "id,notes", "note"),
    ],
)
def test_a_mistake_in_the_words_of_a_table_is_told(edit: Edit, folder: Path, old: str, new: str, word: str) -> None:
    edit("rules/packaging.zh.csv", old, new)
    load_playbook(folder, language="en")
    with pytest.raises(PlaybookError, match=word) as error:
        load_playbook(folder, language="zh")
    assert "packaging.zh.csv" in str(error.value)
