"""The invented buyers and carrier lines that training parcels are made of (``playbook/training/world.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from parcelproof.errors import nearest
from parcelproof.messages import _
from parcelproof.playbook.mistakes import Mistakes
from parcelproof.playbook.yamlfile import YamlFile, read_yaml
from parcelproof.resources import playbook_dir
from parcelproof.sample.stories import Buyer, Good, load_shop

Row = TypeVar("Row", bound=BaseModel)

_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


class Line(BaseModel):
    """One service of a carrier, and how its tracking numbers look."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    carrier: str
    service: str
    number: Literal["s10", "digits", "dhl"]
    begins: str
    digits: int = 8
    days: int
    cost: Decimal
    reason: str

    def tracking_number(self, random: Random) -> str:
        """Return a number with a right check digit; the same random state gives the same number."""
        body = "".join(str(random.randrange(10)) for _ in range(self.digits))
        if self.number == "s10":
            return f"{self.begins}{body}{_s10_digit(body)}CN"
        if self.number == "dhl":
            return f"{body}{int(body) % 7}"
        return f"{self.begins}{body}"


def _s10_digit(body: str) -> int:
    """Return the check digit of the postal standard S10 for eight digits."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(body, _S10_WEIGHTS, strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest)


@dataclass(frozen=True)
class World:
    """Everything that a training parcel may name."""

    goods: Mapping[str, Good]
    buyers: Mapping[str, Buyer]
    lines: Mapping[str, Line]


def read_world(folder: Path, mistakes: Mistakes) -> World:
    """Read the world; mistakes are noted with file and line."""
    path = folder / "world.yaml"
    file = read_yaml(path, mistakes)
    buyers: dict[str, Buyer] = {}
    lines: dict[str, Line] = {}
    data = file.data if file else None
    if file is not None and (not isinstance(data, dict) or set(data) != {"buyers", "lines", "customs"}):
        mistakes.add(path, 1, _("This file should hold 'buyers:', 'lines:' and 'customs:'."))
        data = None
    _read_block(path, file, "buyers", Buyer, buyers, mistakes)
    _read_block(path, file, "lines", Line, lines, mistakes)
    return World(_goods(path, file, data, mistakes), buyers, lines)


def _read_block(
    path: Path, file: YamlFile | None, block: str, kind: type[Row], found: dict[str, Row], mistakes: Mistakes
) -> None:
    if file is None or not isinstance(file.data, dict):
        return
    entries = file.data.get(block)
    for name, entry in entries.items() if isinstance(entries, dict) else ():
        inner = {at[2:]: line for at, line in file.lines.items() if at[:2] == (block, name)}
        try:
            found[name] = kind.model_validate(entry)
        except ValidationError as error:
            mistakes.add_validation(error, path, inner, kind.model_fields)


def _goods(path: Path, file: YamlFile | None, data: object, mistakes: Mistakes) -> dict[str, Good]:
    goods = dict(load_shop().goods)
    words = data["customs"] if isinstance(data, dict) else {}
    for name, text in words.items():
        if name not in goods:
            line = file.lines.get(("customs", name)) if file else None
            mistakes.add(
                path, line, _("There is no {what} '{name}'.", what=_("article"), name=name), nearest(name, goods)
            )
            continue
        goods[name] = goods[name].model_copy(update={"customs": str(text)})
    return goods


@lru_cache(maxsize=4)
def load_world(folder: Path | None = None) -> World:
    """Return the world of the playbook that came with this installation, or of another folder.

    Raises
    ------
    PlaybookError
        With file and line.
    """
    root = folder or playbook_dir()
    with Mistakes(root) as mistakes:
        return read_world(root / "training", mistakes)
