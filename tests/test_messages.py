"""Sentences in Python: every marked one is translated, with the same facts, and said at the right moment."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from parcelproof.language import FALLBACK, speaking
from parcelproof.locale.update import marked_sentences, read_catalogue, untranslated
from parcelproof.messages import N_, Wording, _, ngettext, sentences
from parcelproof.report.words import LEVEL, STATUS, nothing
from parcelproof.tracking.events import Status

CHINESE = read_catalogue("zh")
LIBRARY = Path(__file__).parents[1] / "lib" / "parcelproof"
_FACT = re.compile(r"\{(\w*)\}")
SAME = {"IMEI", "IOSS", "SHA-256"}
"""Names that are the same in both languages."""


def test_every_marked_sentence_is_translated_and_no_other_is_kept() -> None:
    marked = {message.id for message in marked_sentences() if message.id}
    kept = {message.id for message in CHINESE if message.id}
    hint = "run: python -m parcelproof.locale.update"
    assert marked - kept == set(), hint
    assert kept - marked == set(), hint
    assert untranslated(CHINESE) == []
    assert len(marked) > 300


def test_a_translation_has_the_same_facts_and_is_chinese() -> None:
    for message in CHINESE:
        if not message.id:
            continue
        english = message.id if isinstance(message.id, str) else message.id[1]
        said = message.string if isinstance(message.string, str) else message.string[0]
        assert set(_FACT.findall(said)) == set(_FACT.findall(english)), english
        # A pattern such as "{place} on {day}" may need no word at all.
        needs_words = english not in SAME and len(_FACT.sub("", english)) > 4
        assert not needs_words or re.search(r"[\u3400-\u9fff]", said), english
        assert not re.search(r"你|您", said), english


def test_a_marked_sentence_is_a_literal() -> None:
    """The extractor does not see an f-string, so it would stay English without a word."""
    for path in sorted(LIBRARY.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_"):
                first = node.args[0]
                name = isinstance(
                    first, (ast.Name, ast.Subscript, ast.Attribute)
                )  # a sentence marked with N_ elsewhere
                assert name or (isinstance(first, ast.Constant) and isinstance(first.value, str)), (path, node.lineno)


def test_no_mark_hides_in_an_f_string() -> None:
    """The extractor reads an f-string as one text: a mark inside it is never translated."""
    hidden = [
        (path.name, call.lineno)
        for path in sorted(LIBRARY.rglob("*.py"))
        for text in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("_", "N_", "ngettext")
        if isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []


def test_a_sentence_is_said_in_the_language_of_the_moment() -> None:
    table = Wording({1: N_("Lost")})
    assert (table[1], _("Lost"), nothing()) == ("Lost", "Lost", "Not on record")
    with speaking("zh"):
        assert (table[1], _("Lost"), nothing()) == ("已丢失", "已丢失", "没有记录")
        assert dict(STATUS)[Status.DELIVERED] == "已妥投"
        assert set(LEVEL.values()) == {"要改", "要留意", "不清楚", "提示", "正常"}
        assert _("A sentence that nobody marked.") == "A sentence that nobody marked."
        assert _("") == ""
    assert table[1] == "Lost"


def test_numbers_of_things() -> None:
    assert [ngettext("{count} day", "{count} days", n) for n in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
    with speaking("zh"):
        assert [ngettext("{count} day", "{count} days", n) for n in (0, 1, 2)] == ["0 天", "1 天", "2 天"]


def test_sentences_stand_behind_each_other_as_their_language_writes() -> None:
    assert sentences("It is late.", "", "Ask the carrier.") == "It is late. Ask the carrier."
    assert sentences("已延误。", "请询问物流商。") == "已延误。请询问物流商。"
    assert sentences("", "") == ""


@given(st.text(max_size=40))
def test_a_fact_is_data_whatever_it_holds(fact: str) -> None:
    for language in (FALLBACK, "zh"):
        with speaking(language):
            assert fact in _("Edited with {program}", program=fact)
