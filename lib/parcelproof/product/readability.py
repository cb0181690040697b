"""How hard a description is to read, by the published formula of its language, and which of its words need explaining.

A language without a formula, and a text that is too short, get counts and no score.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Literal

from parcelproof.playbook import Playbook, Rule
from parcelproof.playbook.profiles import ProductTerm
from parcelproof.product.language_guess import guess_language
from parcelproof.product.once_per import OncePer
from parcelproof.product.phrases import Phrases, folded, tokens

TABLE = "readability"
FEWEST_WORDS = 30
"""The formulas were made for running text; a list of a few words has no score."""
LONGEST_TEXT = 100_000

Verdict = Literal["easy", "middle", "hard", "unknown"]

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE = re.compile(r"[。！？]+|(?<![.!?…])[.!?…]+(?=\s|$|[^\w.])|\n\s*\n|\n(?=\s*(?:[-*•]|\d+[.)])\s)")
_VOWELS = {
    "en": re.compile(r"[aeiouy]+"),
    "de": re.compile(r"(?:eau|aeu|äu|au|ei|eu|ie|ai|aa|ee|oo|[aeiouyäöü])"),
    "fr": re.compile(r"(?:i[eèéaoâ]u?|eaux?|oeu|œu|ou|oi|ai|ei|au|eu|ui|ie|[aeiouyàâéèêëîïôùûœ])"),
    "es": re.compile(r"(?:[iuü][aeoáéó][iuy]?|[aeoáéó][iuy]|[iu][iu]|[aeiouáéíóúü]|y\b)"),
    "nl": re.compile(r"(?:aai|ooi|oei|eeu|ieu|aa|ee|ie|oe|oo|ou|ui|uu|ei|eu|ij|au|[aeiouyéëïö])"),
    "pt": re.compile(r"(?:[ãõ][eo]|[iu][aeoáéóâêô][iu]?|[aeoáéóâêô][iu]|[aeiouáéíóúâêôãõà])"),
    "ru": re.compile(r"[аеёиоуыэюя]"),
}
_SILENT_ENGLISH = re.compile(r"(?<![^aeiouy]l)(?<=[^aeiouy])e$|[^aeiouytd]ed$|[^aeiouysxzhg]es$")
_SILENT_FRENCH = re.compile(r"[^aeiouyéèê](?:es?|ent)$")


@dataclass(frozen=True)
class Readability:
    """How hard a text is to read.

    Attributes
    ----------
    language : str
        Two letters; empty if nobody could tell.
    formula : str
        Its name; empty if there is no score.
    score : Decimal or None
        Points with one digit, higher is easier; None if the language has no formula or the text is too short.
    verdict : {'easy', 'middle', 'hard', 'unknown'}
    words, sentences : int
        For languages without blanks between words, ``words`` counts letters.
    rule : Rule or None
    """

    language: str
    formula: str
    score: Decimal | None
    verdict: Verdict
    words: int
    sentences: int
    rule: Rule | None = None


_formulas: OncePer[Playbook, Mapping[str, Rule]] = OncePer(
    lambda playbook: {rule.columns["language"]: rule for rule in playbook.rules_for(TABLE)}
)


def readability(text: str, playbook: Playbook, language: str = "") -> Readability:
    """Judge how hard a text is to read.

    Parameters
    ----------
    text : str
        A description; titles and lists of facts are no running text.
    playbook : Playbook
        Gives the formulas.
    language : str
        BCP 47 tag; without it the language is guessed.
    """
    text = text[:LONGEST_TEXT]
    if not text.strip():
        return Readability(language.partition("-")[0].lower(), "", None, "unknown", 0, 0)
    spoken = language.partition("-")[0].lower() or guess_language(text)
    words = _WORD.findall(text)
    sentences = sum(1 for part in _SENTENCE.split(text) if _WORD.search(part))
    count = len(words)
    if spoken in ("zh", "ja"):
        count = sum("\u3040" <= letter <= "\u9fff" for letter in text)
    rule = _formulas(playbook).get(spoken)
    if rule is None or count < FEWEST_WORDS:
        return Readability(spoken, "", None, "unknown", count, sentences)
    score = _score(words, max(sentences, 1), rule, spoken)
    columns = rule.columns
    easy, hard = Decimal(columns["easy_from"]), Decimal(columns["hard_below"])
    verdict: Verdict = "easy" if score >= easy else "hard" if score < hard else "middle"
    return Readability(spoken, rule.value, score, verdict, count, sentences, rule)


def _score(words: list[str], sentences: int, rule: Rule, language: str) -> Decimal:
    base, per_sentence, per_word = (Decimal(rule.columns[name]) for name in ("base", "per_sentence", "per_word"))
    count = Decimal(len(words))
    if rule.columns["counts"] == "letters":
        letters = sum(letter.isalpha() for word in words for letter in word)
        score = base + (per_sentence * sentences - per_word * letters) / count
    else:
        parts = sum(syllables(word, language) for word in words)
        score = base - per_sentence * count / sentences - per_word * parts / count
    return score.quantize(Decimal("0.1"), ROUND_HALF_UP)


@lru_cache(maxsize=20_000)
def syllables(word: str, language: str) -> int:
    """Count the syllables of a word by groups of vowels; every word has one at least.

    An estimate: dictionaries would be exact, and no formula is that exact.
    """
    low = word.casefold() if language != "de" else word.lower()
    count = len(_VOWELS[language].findall(low))
    if language == "en":
        # A silent e at the end, but "table" and "apple" sound it; -es and -ed are mostly silent too.
        if _SILENT_ENGLISH.search(low):
            count -= 1
    elif language == "fr" and _SILENT_FRENCH.search(low):
        count -= 1
    return max(count, 1)


_terms: OncePer[Playbook, Phrases[ProductTerm]] = OncePer(
    lambda playbook: Phrases((name, term) for term in playbook.terms.values() for name in (term.term, *term.also))
)
_explained: OncePer[ProductTerm, tuple[str, ...]] = OncePer(lambda term: tuple(map(folded, term.explained_by)))
_MEANS = re.compile(
    r"^\s*(?:\)|\"|”|»)?\s*(?:=|:|\(|–|—|means|stands for|that is|is short for|heißt|bedeutet|das heißt|steht für|"
    r"signifie|c'est-à-dire|significa|es decir|cioè|即|指|是指|betekent|oznacza|означает)",
    re.I,
)


def unexplained_terms(title: str, text: str, playbook: Playbook) -> tuple[ProductTerm, ...]:
    """Return the technical words that a page uses and does not explain.

    A word is explained if the page says somewhere what it means ("GaN: small chips …"), or holds a word that shows
    it. A page without a text explains nothing.

    Parameters
    ----------
    title, text : str
    playbook : Playbook
        Gives the words.
    """
    whole = f"{title}\n{text}"[:LONGEST_TEXT]
    plain = folded(whole)
    found: dict[str, ProductTerm] = {}
    for hit in _terms(playbook).find(plain, tokens(plain)):
        found.setdefault(hit.owner.id, hit.owner)
    return tuple(
        term
        for term in found.values()
        if not any(word in plain for word in _explained(term)) and not _says_meaning(whole, term)
    )


def _says_meaning(whole: str, term: ProductTerm) -> bool:
    """Whether three words or more follow the term behind a sign or word that introduces a meaning."""
    for name in (term.term, *term.also):
        for place in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", whole, re.I):
            after = whole[place.end() : place.end() + 120]
            sign = _MEANS.match(after)
            if sign and len(_WORD.findall(after[sign.end() :].split("\n")[0])) >= 3:
                return True
    return False
