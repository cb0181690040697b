"""Claims that cannot be kept: "100 % waterproof", "original", "FDA approved", in the languages of the playbook.

A claim that is denied ("not waterproof"), that has what it needs ("waterproof IP68"), or that says something else
("original packaging") is none. The phrases, the innocent contexts, the reasons and the better words are rule rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from parcelproof.playbook import Playbook, Rule
from parcelproof.product.once_per import OncePer
from parcelproof.product.phrases import Hit, Phrases, folded, tokens

TABLE = "big_claims"
NEGATION = "negation"
TITLE_MARK = "ce_title"

NEAR = 3
"""A denial stands at most so many words before the claim."""
AROUND = 6
"""An innocent context stands at most so many words around the claim."""
LONGEST_TEXT = 200_000

_RATING = re.compile(
    r"\bip ?[x0-6] ?[0-9]k?\b|\b\d{1,3} ?(?:bar|atm)\b|\b\d{2,3} ?m(?:eter|etre)?s? water\b|\b\d{4,5} ?mm\b"
)
_MARK = re.compile(r"(?<![\w-])CE(?![\w-])")
_STOPS = frozenset(".!?;:,|()\n•")
_BETWEEN = ("\n", "|", "\n")
_ANSWER_SIGNS = frozenset(":?(")
_NO = frozenset("no nein non nee niet nicht not nao não false".split())  # noqa: SIM905


@dataclass(frozen=True)
class Claim:
    """One claim that cannot be kept.

    Attributes
    ----------
    kind : str
        ``waterproof``, ``original``, ``approved``, …
    words : str
        The phrase that was found.
    where : str
        ``title``, ``text``, or the name of the field.
    reason, better : str
        Why it is dangerous, and what to write instead, in the language of the claim.
    rule : Rule
    """

    kind: str
    words: str
    where: str
    reason: str
    better: str
    rule: Rule


@dataclass(frozen=True)
class _Compiled:
    claims: Phrases[Rule]
    innocent: Phrases[Rule]
    denials: frozenset[str]
    long_denials: tuple[str, ...]
    no_denials: tuple[str, ...]
    unspaced_denials: tuple[str, ...]
    unspaced_no_denials: tuple[str, ...]
    mark: Rule | None


def _compile(playbook: Playbook) -> _Compiled:
    rules = [rule for rule in playbook.rules_for(TABLE) if rule.columns["kind"] not in (NEGATION, TITLE_MARK)]
    denials = playbook.rules_for(TABLE, kind=NEGATION)
    spaced = [rule for rule in denials if rule.columns["language"] != "zh"]
    unspaced = [rule for rule in denials if rule.columns["language"] == "zh"]
    return _Compiled(
        claims=Phrases((phrase, rule) for rule in rules for phrase in _parts(rule.value)),
        innocent=Phrases((phrase, rule) for rule in rules for phrase in _parts(rule.columns["unless"])),
        denials=frozenset(folded(word) for rule in spaced for word in _parts(rule.value) if " " not in word),
        long_denials=tuple(f" {folded(word)} " for rule in spaced for word in _parts(rule.value) if " " in word),
        no_denials=tuple(f" {folded(p)} " for rule in spaced for p in _parts(rule.columns["unless"])),
        unspaced_denials=tuple(word for rule in unspaced for word in _parts(rule.value)),
        unspaced_no_denials=tuple(word for rule in unspaced for word in _parts(rule.columns["unless"])),
        mark=next(iter(playbook.rules_for(TABLE, kind=TITLE_MARK)), None),
    )


_compiled = OncePer(_compile)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def big_claims(
    texts: Iterable[tuple[str, str]], playbook: Playbook, *, on: date, language: str = "", document: bool = False,
    papers: bool = False,
) -> tuple[Claim, ...]:  # fmt: skip
    """Return the claims in the texts of one listing that cannot be kept.

    Parameters
    ----------
    texts : iterable of (str, str)
        Where, and what it says: ``("title", "Waterproof speaker")``.
    playbook : Playbook
    on : date
        The day for which the rules hold.
    language : str
        BCP 47 tag of the listing; then only the phrases of that language and of English count.
    document : bool
        Whether the page names a document with its number.
    papers : bool
        Whether papers of the brand or its supplier are on record.

    Returns
    -------
    tuple of Claim
        Each kind and phrase once, in the order of the texts.
    """
    known = _compiled(playbook)
    spoken = language.partition("-")[0].lower()
    given = [(where, text[:LONGEST_TEXT]) for where, text in texts if text]
    # One pass over everything: a stop between two texts keeps them apart.
    whole = folded("\n|\n".join(text for _, text in given))
    words = tokens(whole)
    found: dict[tuple[str, str], Claim] = {}
    kept = {"document": document, "papers": papers}
    for hit in _longest(known.claims.find(whole, words)):
        rule = hit.owner
        if (spoken and rule.columns["language"] not in (spoken, "en")) or not rule.in_force(on):
            continue
        if (rule.columns["kind"], folded(hit.phrase)) in found:
            continue  # said a thousand times, it is told once
        needs = rule.columns["needs"]
        if needs == "rating" and needs not in kept:
            kept[needs] = _RATING.search(whole) is not None
        if not kept.get(needs, False) and not _is_innocent(hit, whole, words, known):
            _note(found, rule, hit.phrase, _where(hit, given, words))
    for where, text in given:
        if where == "title" and known.mark and not document and _MARK.search(text) and not text.isupper():
            _note(found, known.mark, "CE", where)
    return tuple(found.values())


def _where(hit: Hit[Rule], given: Sequence[tuple[str, str]], words: Sequence[str]) -> str:
    """Return the text in which a phrase stands."""
    if hit.unspaced:
        end = 0
        for where, text in given:
            end += len(folded(text)) + 3
            if hit.start < end:
                return where
        return given[-1][0]
    passed = 0
    for place in range(hit.start):
        if words[place : place + 3] == _BETWEEN:
            passed += 1
    return given[min(passed, len(given) - 1)][0]


def _note(found: dict[tuple[str, str], Claim], rule: Rule, phrase: str, where: str) -> None:
    kind = rule.columns["kind"]
    found.setdefault((kind, folded(phrase)), Claim(kind, phrase, where, rule.note, rule.columns["better"], rule))


def _longest(hits: Iterable[Hit[Rule]]) -> list[Hit[Rule]]:
    """Drop a claim that stands inside a longer one: "100 % waterproof" is said once."""
    ranked = sorted(hits, key=lambda hit: (hit.unspaced, hit.start, hit.start - hit.end))
    kept: list[Hit[Rule]] = []
    for hit in ranked:
        last = kept[-1] if kept else None
        inside = last is not None and last.unspaced == hit.unspaced and hit.end <= last.end
        if not inside or (last is not None and (hit.start, hit.end) == (last.start, last.end)):
            kept.append(hit)
    return kept


def _is_innocent(hit: Hit[Rule], text: str, words: tuple[str, ...], known: _Compiled) -> bool:
    return _unspaced_innocent(hit, text, known) if hit.unspaced else _spaced_innocent(hit, words, known)


def _spaced_innocent(hit: Hit[Rule], words: tuple[str, ...], known: _Compiled) -> bool:
    before: list[str] = []
    for word in reversed(words[max(0, hit.start - NEAR - 1) : hit.start]):
        if word in _STOPS or len(before) == NEAR:
            break
        before.insert(0, word)
    spoken = f" {' '.join(before)} "
    if not known.denials.isdisjoint(before) or any(phrase in spoken for phrase in known.long_denials):
        said = f" {' '.join([*before, *words[hit.start : hit.end]])} "
        if not any(phrase in said for phrase in known.no_denials):
            return True
    after = words[hit.end : hit.end + 2]
    if len(after) == 2 and after[0] in _ANSWER_SIGNS and after[1] in _NO:
        return True  # "Waterproof: no"
    low = max(0, hit.start - AROUND)
    window = words[low : hit.end + AROUND]
    start, end = hit.start - low, hit.end - low
    kind = hit.owner.columns["kind"]
    return any(
        context.start < end and context.end > start  # it must hold the claim itself
        for context in known.innocent.find("", window)
        if context.owner.columns["kind"] == kind
    )


def _unspaced_innocent(hit: Hit[Rule], text: str, known: _Compiled) -> bool:
    before = text[max(0, hit.start - NEAR) : hit.start]
    before = re.split(r"[,，。；;！!？?：:\s|]", before)[-1]
    for phrase in known.unspaced_no_denials:
        before = before.replace(phrase, "")
    if any(word in before for word in known.unspaced_denials):
        return True
    if re.match(r"\s*[：:？?]\s*(?:否|不|无|no\b)", text[hit.end : hit.end + 6]):
        return True
    low = max(0, hit.start - AROUND)
    window = text[low : hit.end + AROUND]
    kind = hit.owner.columns["kind"]
    return any(
        context.start + low <= hit.start and context.end + low >= hit.end
        for context in known.innocent.find(window, ())
        if context.unspaced and context.owner.columns["kind"] == kind
    )
