"""A carrier's wording, made comparable: case, accents, invisible characters, digits and marks do not matter."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

MAX_WORDING = 2_000
"""Longer wordings are cut; a cut wording is never read as a delivery."""

STOP = "."
QUESTION = "?"

# Scripts written without spaces between words; Korean joins its particles to the word.
_JOINED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uff66-\uff9f々"
JOINED = re.compile(f"[{_JOINED}]")
_PIECES = re.compile(rf"[{_JOINED}]+|[^\W_{_JOINED}]+|[.!;:?。！；？](?=\W|$)|[。！；？]")
# A tag has one word, or a word and attributes; "<User not at home>" is a wording.
_TAGS = re.compile(r"</?\w{1,20}\s{0,9}/?>|<\w{1,20}\s[^<>=]{0,60}=[^<>]{0,200}>")
_ACCENTS = re.compile("[\u0300-\u036f]")
_APART = str.maketrans(
    {"ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "ð": "d", "þ": "th", "’": "'", "`": "'"}
)
# Traditional characters of carriers' wordings; both forms are read as one.
_TRADITIONAL = str.maketrans(
    "遞簽預計達櫃貨關運輸發號處歸點將寄約過檢驗單報離開國際網絡倉庫準備業務員係聯繫無絕對壞損銷毀誤轉車艙裝卸東區門衛鄰據資訊稅繳費"
    "這還沒為請領滯環節華進來時間電話鎖務廳郵遲變錯問題異稱動機場條碼執憑證經應該從與復術級層屬",
    "递签预计达柜货关运输发号处归点将寄约过检验单报离开国际网络仓库准备业务员系联系无绝对坏损销毁误转车舱装卸东区门卫邻据资讯税缴费"
    "这还没为请领滞环节华进来时间电话锁务厅邮迟变错问题异称动机场条码执凭证经应该从与复术级层属",
)
# A word for a person that begins like a word for an act: 收件人 is nobody who collects.
_PERSONS = (("收件人", "收方人"), ("寄件人", "寄方人"), ("发件人", "寄方人"), ("派件员", "派送员"))


@dataclass(frozen=True)
class Wording:
    """A wording, taken apart.

    Attributes
    ----------
    words : tuple of str
        Folded words and stops, in order; without numbers.
    joined : str
        Folded text of scripts without spaces, without spaces and marks.
    cut : bool
        The source was longer than `MAX_WORDING`.
    """

    words: tuple[str, ...]
    joined: str
    cut: bool = False


def fold(text: str) -> str:
    """Return text without case, accents, width forms and invisible characters."""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(
        " " if ch.isspace() else ch for ch in text if unicodedata.category(ch) not in ("Cf", "Cc") or ch.isspace()
    )
    text = text.casefold().translate(_APART)
    text = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", text)))
    text = text.translate(_TRADITIONAL)
    for person, name in _PERSONS:
        text = text.replace(person, name)
    return text


def take_apart(text: str) -> Wording:
    """Take a wording apart.

    Parameters
    ----------
    text : str
        As the carrier wrote it; HTML entities and tags are undone.
    """
    cut = len(text) > MAX_WORDING
    text = _TAGS.sub(" ", html.unescape(text[:MAX_WORDING]))
    text = re.sub(r"n't\b", "nt", fold(text))
    words: list[str] = []
    joined: list[str] = []
    for piece in _PIECES.findall(text):
        if JOINED.match(piece):
            joined.append(piece)
        elif piece in "?？":
            words.append(QUESTION)
            joined.append(STOP)
        elif piece in ".!;:。！；":
            if words and words[-1] != STOP:
                words.append(STOP)
            joined.append(STOP)
        elif not piece[0].isdigit():
            words.append(piece)
    while words and words[-1] == STOP:
        words.pop()
    return Wording(tuple(words), "".join(joined).strip(STOP), cut)


def code_words(code: str) -> str:
    """Return a code that is made of words as text: ``READY_TO_PICKUP`` and ``readyToPickup`` alike."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", code[:200])
    return re.sub(r"[_\-./]+", " ", spaced)
