"""Would customs understand one line of the form? What is it, of what, for what.

Machines in the European Union, the United States and Canada refuse lines of which a listed word is the whole text.
Inside a longer text the word is only a warning. Our European list is not complete, so passing proves nothing, and
the answer says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from parcelproof.delivery.description_words import (
    DescriptionWords,
    StopWord,
    authority,
    stem,
    tokens,
    words_of,
)
from parcelproof.messages import N_, Wording, _, sentences
from parcelproof.playbook import Playbook

Verdict = Literal["ok", "warn", "reject"]
Weight = Literal["reject", "warn", "hint"]

AUTHORITY = Wording({
    "EU_ICS2": N_("the European Union"), "US_CBP": N_("the United States"), "CA_PACT": N_("Canada"),
})  # fmt: skip
LIST_RULE = "declaration.ics2_list"
QUESTIONS = "description.three_questions"
GIFT_RULE = "stop_word.us_cbp.gift"
FEWEST_WORDS = 2
LONGEST_SUGGESTION = 200
EXAMPLE = "Wallet of leather, for men"


@dataclass(frozen=True)
class Reason:
    """One thing to say about a description.

    Attributes
    ----------
    code : str
    words : str
        For people.
    weight : {'reject', 'warn', 'hint'}
        A hint never changes the verdict.
    rule : str
        Id of the row that decided, or empty.
    """

    code: str
    words: str
    weight: Weight
    rule: str = ""


@dataclass(frozen=True)
class DescriptionVerdict:
    """The verdict about one line of the form, worst reason first; ``suggestion`` is empty if nothing is to mend."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    suggestion: str = ""


@dataclass(frozen=True)
class _Parts:
    """A description taken apart. ``what`` are the words left over that name the article."""

    what: tuple[str, ...] = ()
    material: tuple[str, ...] = ()
    use: bool = False
    measure: bool = False
    garment: str = ""
    wearer: bool = False
    size: bool = False

    @property
    def content(self) -> int:
        return len(self.what) + len(self.material)


def lint_description(text: str, destination: str, playbook: Playbook) -> DescriptionVerdict:
    """Judge one line of a customs form.

    Parameters
    ----------
    text : str
        The description as it stands on the form.
    destination : str
        ISO 3166 code, or empty if it is not known.
    playbook : Playbook
        Gives the lists of words.
    """
    lists = words_of(playbook)
    bare = " ".join(text.split())
    if pattern := refused_form(bare, lists):
        mend = _("Write what it is, of what, and for what, like: {example}.", example=EXAMPLE)
        return DescriptionVerdict("reject", (pattern,), mend)
    words = tokens(bare)
    strict = authority(destination) == "US_CBP"
    known_good = lists.is_known_good(bare)
    stops = [] if known_good else _stops(words, destination, lists)
    parts = _take_apart(words, stops, lists)
    reasons = [*_listed(words, stops, destination, lists)]
    if not known_good and not any(r.weight == "reject" for r in reasons):
        reasons += _questions(parts, strict=strict)
    reasons += _switched_off(words, destination, lists)
    if authority(destination) == "EU_ICS2":
        reasons.append(_incomplete(playbook))
    order = ("reject", "warn", "hint")
    reasons.sort(key=lambda reason: order.index(reason.weight))
    worst = reasons[0].weight if reasons else "hint"
    verdict: Verdict = "ok" if worst == "hint" else worst
    to_mend = verdict != "ok" or any(r.code.startswith("no_") for r in reasons)
    return DescriptionVerdict(verdict, tuple(reasons), _suggestion(bare, parts, stops, lists) if to_mend else "")


def refused_form(text: str, lists: DescriptionWords) -> Reason | None:
    """Return why customs systems refuse the form of a text, such as signs without words; None if they do not."""
    if not text:
        return Reason("empty", _("The description is empty."), "reject")
    for pattern, rule in lists.patterns:
        if pattern.search(text):
            why = (rule.note or _("This is no description.")).rstrip(".。")
            said = _("Customs systems refuse this form of text: {why}.", why=why)
            if any(letter.isalpha() and not letter.isascii() for letter in text):
                said = sentences(said, _("Write in English, with Latin letters."))
            return Reason("pattern", said, "reject", rule.id)
    return None


def _stops(words: list[str], destination: str, lists: DescriptionWords) -> list[StopWord]:
    own = authority(destination)
    for name in (own, *(other for other in lists.lists() if not own and other != own)):
        if found := lists.find(name, words):
            return found
    return []


def _is_filler(word: str, lists: DescriptionWords) -> bool:
    return lists.has("filler", word) or not word[0].isalpha()


def _listed(words: list[str], stops: list[StopWord], destination: str, lists: DescriptionWords) -> list[Reason]:
    own = authority(destination)
    covered = {place for stop in stops for place in range(stop.start, stop.stop)}
    rest = [word for place, word in enumerate(words) if place not in covered and not _is_filler(word, lists)]
    reasons = []
    for stop in stops:
        term, alone = stop.rule.value, len(stops) == 1 and not rest
        whose = AUTHORITY.get(stop.rule.columns["authority"]) or _("customs")
        if alone and own:
            said = _('"{word}" alone is refused by the customs of {whose}.', word=term, whose=whose)
            reasons.append(Reason("stop_word_alone", said, "reject", stop.rule.id))
        elif alone:
            said = _(
                '"{word}" alone is refused by the customs of {whose}. No list of this destination is known here.',
                word=term, whose=whose,
            )  # fmt: skip
            reasons.append(Reason("stop_word_elsewhere", said, "warn", stop.rule.id))
        elif own:
            said = _(
                '"{word}" is on the list of {whose}. Inside a longer text it should become a more precise word.',
                word=term, whose=whose,
            )  # fmt: skip
            reasons.append(Reason("stop_word_inside", said, "warn", stop.rule.id))
    if len(stops) > 1 and not rest:
        said = _("Every word of this text is on a list of refused words.")
        reasons.append(Reason("only_stop_words", said, "warn", stops[0].rule.id))
    if any(stem(word) == "gift" for word in words):
        said = _('"Gift" is a kind of transaction and never a description.')
        alone = all(_is_filler(word, lists) or stem(word) == "gift" for word in words)
        reasons.append(Reason("gift_word", said, "reject" if alone else "warn", GIFT_RULE))
    return reasons


def _take_apart(words: list[str], stops: list[StopWord], lists: DescriptionWords) -> _Parts:
    covered = {place for stop in stops for place in range(stop.start, stop.stop)}
    what: list[str] = []
    parts = _Parts()
    for place, word in enumerate(words):
        if word[0].isdigit():
            after = words[place + 1] if place + 1 < len(words) else ""
            parts = replace(parts, measure=parts.measure or lists.has_exactly("unit", after))
            parts = replace(parts, size=parts.size or _after_size(words, place))
            continue
        if lists.has("use", word):
            parts = replace(parts, use=True)
        if lists.has("wearer", word):
            parts = replace(parts, wearer=True)
        if lists.has_exactly("size", word) or stem(word) == "size":
            parts = replace(parts, size=True)
        if lists.has("garment", word):
            parts = replace(parts, garment=parts.garment or word.casefold())
        measured = place > 0 and words[place - 1][0].isdigit() and lists.has_exactly("unit", word)
        if lists.has("material", word):
            parts = replace(parts, material=(*parts.material, word))
        elif place not in covered and not measured and not _is_filler(word, lists) and len(word) > 1 and word != "for":
            what.append("T-shirt" if words[max(place - 1, 0)] in ("T", "t") and stem(word) == "shirt" else word)
    if any(lists.has("garment_unless", word) for word in words):
        parts = replace(parts, garment="")
    return replace(parts, what=tuple(what))


def _after_size(words: list[str], place: int) -> bool:
    return place > 0 and stem(words[place - 1]) == "size"


def _questions(parts: _Parts, *, strict: bool) -> list[Reason]:
    """Ask the three questions; only the United States ask them of every line, elsewhere they are hints."""
    weight: Weight = "warn" if strict else "hint"
    reasons = []
    if parts.content < FEWEST_WORDS:
        reasons.append(Reason("too_few_words", _("Say more than one word about the article."), "warn"))
    if not parts.material:
        answered = parts.use or parts.measure
        said = _("It does not say what the article is made of.")
        reasons.append(Reason("no_material", said, "hint" if answered and not parts.garment else weight, QUESTIONS))
    if not (parts.use or parts.measure or parts.garment):
        said = _("It does not say what the article is used for.")
        reasons.append(Reason("no_use", said, "hint" if parts.material else weight, QUESTIONS))
    if parts.garment and not parts.wearer:
        said = _("It does not say if the garment is for men, women or children.")
        reasons.append(Reason("no_wearer", said, weight, QUESTIONS))
    if parts.garment and not parts.size:
        reasons.append(Reason("no_size", _("It does not say the size of the garment."), weight, QUESTIONS))
    return reasons


def _switched_off(words: list[str], destination: str, lists: DescriptionWords) -> list[Reason]:
    if authority(destination) != "EU_ICS2":
        return []
    off = _('"{word}" is on the list, but not in use.')
    return [
        Reason("listed_switched_off", off.format(word=stop.rule.value), "hint", stop.rule.id)
        for stop in lists.find("switched_off", words)
        if len(words) == 1
    ]


def _incomplete(playbook: Playbook) -> Reason:
    rule = playbook.rule(LIST_RULE)
    said = _("Our list of the European Union is not complete. Passing does not prove that customs accept the words.")
    return Reason("list_incomplete", said, "hint", rule.id if rule else "")


def _suggestion(text: str, parts: _Parts, stops: list[StopWord], lists: DescriptionWords) -> str:
    terms = [stop.rule.value for stop in stops]
    if whole := lists.better(text):
        return _("Better, for example: {lines}.", lines=whole)
    better = next((b for term in terms if (b := lists.better(term))), "")
    if stops and parts.content >= FEWEST_WORDS:
        term = stops[0].rule.value.casefold()
        words = _('Use a more precise word than "{word}".', word=term)
        return sentences(words, _("Good lines, for example: {lines}.", lines=better)) if better else words
    if better:
        return _("Better, for example: {lines}.", lines=better)
    what = " ".join(parts.what) or _("[what it is]")
    material = " and ".join(dict.fromkeys(parts.material)) or _("[what it is made of]")
    if parts.garment:
        made = f"{what}, {material}"
        made += "" if parts.wearer else ", for " + _("[men, women or children]")
        made += "" if parts.size else ", size " + _("[size]")
    else:
        made = f"{what} of {material}" + ("" if parts.use else ", for " + _("[what it is used for]"))
    return _("Fill in: {line}", line=made)[:LONGEST_SUGGESTION]
