"""Would customs systems take a name or a line of an address? The lists refuse fillers there too."""

from __future__ import annotations

import re
from dataclasses import replace

from parcelproof.delivery.description import Reason, Weight, refused_form
from parcelproof.delivery.description_words import authority, tokens, words_of
from parcelproof.messages import _
from parcelproof.playbook import Playbook


def lint_party(text: str, destination: str, playbook: Playbook) -> tuple[Reason, ...]:
    """Judge the name or a line of the address of sender or receiver: the lists refuse fillers there too."""
    lists = words_of(playbook)
    bare = " ".join(text.split())
    if bare and not re.search("[A-Za-z]", bare) and any(letter.isalpha() for letter in bare):
        said = _("It has no Latin letters. Systems of carriers and customs may not be able to hold it.")
        return (Reason("party_not_latin", said, "hint"),)
    if pattern := refused_form(bare, lists):
        return (replace(pattern, code="party_pattern"),)
    words = tokens(bare)
    for stop in lists.find("EU_ICS2_PARTY", words):
        if stop.stop - stop.start == len(words):
            said = _(
                '"{word}" is no name and no address. The list of the European Union refuses it.', word=stop.rule.value
            )
            weight: Weight = "reject" if authority(destination) == "EU_ICS2" else "warn"
            return (Reason("party_word", said, weight, stop.rule.id),)
    return ()
