"""Guess the language of a page by its letters and its most frequent words; what is not certain stays unknown."""

from __future__ import annotations

from parcelproof.product.phrases import folded, tokens

_WORDS = {
    "en": (
        "the and for with is this that are not you your from it be of in to can when please do has will "
        "before keep use away children"
    ),
    "de": (
        "der die das und fur mit ist nicht ein eine den dem von zu im auf sie oder bei wird werden nur vor "
        "kinder kindern aus bitte halten"
    ),
    "fr": (
        "le la les des et pour avec est une dans pas vous votre sur du ne au par ou ce cette sont peut avant "
        "enfants tenir hors portee"
    ),
    "es": (
        "el los las y para con es una no en del por que su se al como esta este puede antes ninos mantener "
        "fuera alcance lejos"
    ),
    "it": (
        "il lo gli e per con e una non di del della che si nel al sono questo questa puo prima bambini tenere "
        "fuori dalla portata lontano"
    ),
    "nl": ("de het een en voor met is niet van op te zijn bij dat dit deze wordt ook uw kinderen houden buiten bereik"),
    "pt": (
        "o os as e para com um uma nao em do da que se ao por como esta este pode antes criancas manter fora alcance"
    ),
    "pl": "i w na z do nie jest sie dla oraz przed po jak lub dzieci trzymac z dala od",
    "sv": "och att det som en for med ar inte av pa till den barn hall borta fran",
    "da": "og at det som en for med er ikke af pa til den born hold vaek fra",
    "cs": "a v na s do je se pro nebo pred neni deti mimo dosah od",
}
_LANGUAGES: dict[str, list[str]] = {}
for _name, _words in _WORDS.items():
    for _word in dict.fromkeys(_words.split()):
        _LANGUAGES.setdefault(_word, []).append(_name)
_READ = 2_000
LEAST = 2
"""So many frequent words at least; and the next language must have clearly fewer."""


def guess_language(text: str) -> str:
    """Return the language as two letters, or an empty string if it is not certain.

    Parameters
    ----------
    text : str
        The beginning is read.
    """
    plain = folded(text[:_READ])
    if not plain.isascii():
        script = _script(plain)
        if script:
            return script if script != "?" else ""
    counts = dict.fromkeys(_WORDS, 0)
    for word in tokens(plain):
        for name in _LANGUAGES.get(word, ()):
            counts[name] += 1
    name = max(counts, key=lambda each: counts[each])
    best = counts.pop(name)
    return name if best >= LEAST and best * 2 >= max(counts.values()) * 3 else ""


def _script(text: str) -> str:
    """Return the language that a script belongs to, ``?`` if it serves several, nothing for Latin letters."""
    counts = {"kana": 0, "han": 0, "hangul": 0, "cyrillic": 0, "greek": 0, "other": 0, "latin": 0}
    for letter in text:
        if not letter.isalpha():
            continue
        counts[_block(letter)] += 1
    most = max(counts, key=lambda name: counts[name])
    if counts["kana"] * 10 > counts["han"] + counts["kana"] > counts["latin"]:
        return "ja"
    if most == "han":
        return "zh"
    if most == "cyrillic":
        # Letters that only one of the larger languages has.
        return "uk" if set("іїєґ") & set(text) else "ru" if set("ыэё") & set(text) else "?"
    return {"hangul": "ko", "greek": "el", "other": "?"}.get(most, "")


def _block(letter: str) -> str:
    for name, low, high in (
        ("latin", "a", "\u024f"), ("greek", "\u0370", "\u03ff"), ("cyrillic", "\u0400", "\u052f"),
        ("kana", "\u3040", "\u30ff"), ("han", "\u3400", "\u9fff"), ("hangul", "\uac00", "\ud7af"),
    ):  # fmt: skip
        if low <= letter <= high:
            return name
    return "other"
