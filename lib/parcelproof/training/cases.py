"""Loads the case files (``playbook/training/cases/*.yaml``), every mistake with file and line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from parcelproof.errors import ParcelproofError, UnknownNameError, nearest
from parcelproof.messages import _
from parcelproof.playbook import Playbook, load_playbook
from parcelproof.playbook.mistakes import Mistakes, line_of
from parcelproof.playbook.twins import read_in_language
from parcelproof.playbook.yamlfile import YamlFile
from parcelproof.resources import playbook_dir
from parcelproof.training.case import END, Case
from parcelproof.training.catalogue import read_faults
from parcelproof.training.dossier import Dossier
from parcelproof.training.world import World, read_world


def load_cases(folder: Path | None = None, *, language: str = "en") -> Mapping[str, Case]:
    """Return all case files by id, easy ones first.

    Parameters
    ----------
    folder : Path, optional
        A playbook; else the one of this installation.
    language : str
        A twin ``<case>.<language>.yaml`` beside a case holds its words, under the same ids.

    Raises
    ------
    PlaybookError
        With file and line.
    """
    return dict(_load(folder or playbook_dir(), language))


def load_case(name: str, *, language: str = "en") -> Case:
    """Return one case by its id."""
    cases = load_cases(language=language)
    if name not in cases:
        raise UnknownNameError(_("There is no case with this name."), where=name, mend=nearest(name, cases))
    return cases[name]


@lru_cache(maxsize=8)
def _load(root: Path, language: str) -> tuple[tuple[str, Case], ...]:
    playbook = load_playbook(root)
    found: dict[str, Case] = {}
    with Mistakes(root) as mistakes:
        faults = read_faults(root / "training", playbook, mistakes)
        world = read_world(root / "training", mistakes)
        for path in sorted((root / "training" / "cases").glob("*.yaml")):
            if "." in path.stem:
                continue
            # A case that a trainer adds may stay in one language.
            file = read_in_language(path, language, mistakes, needed=False)
            case = _case(path, file, mistakes) if file else None
            if case is None or file is None:
                continue
            if case.id != path.stem:
                mistakes.add(path, file.lines.get(("id",), 1), _("The id should be the name of the file."), path.stem)
            _check_names(path, file, case, _Known(playbook, faults, world), mistakes)
            found[case.id] = case
    return tuple(sorted(found.items(), key=lambda pair: (pair[1].level, pair[0])))


def _case(path: Path, file: YamlFile, mistakes: Mistakes) -> Case | None:
    try:
        return Case.model_validate(file.data)
    except ValidationError as error:
        mistakes.add_validation(error, path, file.lines, Case.model_fields)
        return None


class _Known:
    """What a case may name."""

    def __init__(self, playbook: Playbook, faults: Mapping[str, Any], world: World) -> None:
        self.playbook, self.faults, self.world = playbook, faults, world


def _check_names(path: Path, file: YamlFile, case: Case, known: _Known, mistakes: Mistakes) -> None:
    def one_of(name: str, names: Iterable[str], what: str, *place: object) -> None:
        choice = tuple(names)
        if name not in choice:
            said = _("There is no {what} '{name}'.", what=what, name=name)
            mistakes.add(path, line_of(file.lines, place), said, nearest(name, choice))

    book = known.playbook
    one_of(case.claim.reason, book.reasons, _("dispute reason"), "claim", "reason")
    one_of(case.parcel.good, known.world.goods, _("article"), "parcel", "good")
    one_of(case.parcel.buyer, known.world.buyers, _("buyer"), "parcel", "buyer")
    one_of(case.parcel.line, known.world.lines, _("carrier line"), "parcel", "line")
    for number, measure in enumerate(case.measures):
        one_of(measure, book.measures, _("measure"), "measures", number)
    for number, name in enumerate(case.faults):
        one_of(name, known.faults, _("fault"), "faults", number)
    for number, said in enumerate(case.truth.wrong):
        one_of(said.check, book.checks, _("check"), "truth", "wrong", number, "check")
        if said.check in book.checks:
            one_of(said.code, book.checks[said.check].messages, _("code"), "truth", "wrong", number, "code")
    for number, item in enumerate(case.truth.missing):
        one_of(item, book.items, _("evidence item"), "truth", "missing", number)
    for number, reason in enumerate(case.truth.defendable):
        one_of(reason, book.reasons, _("dispute reason"), "truth", "defendable", number)
    if case.claim.answer_by <= case.claim.opened:
        mistakes.add(path, file.lines.get(("claim", "answer_by")), _("The last day lies before the claim."))
    _check_steps(path, file, case, known, mistakes)
    _check_fit(path, file, case, known, mistakes)


def _check_steps(path: Path, file: YamlFile, case: Case, known: _Known, mistakes: Mistakes) -> None:
    places = {step.id: number for number, step in enumerate(case.steps)}
    if len(places) < len(case.steps):
        mistakes.add(path, file.lines.get(("steps",)), _("Two steps have the same id."))
    for number, step in enumerate(case.steps):
        if len({option.id for option in step.options}) < len(step.options):
            mistakes.add(path, file.lines.get(("steps", number)), _("Two options of this step have the same id."))
        for position, option in enumerate(step.options):
            line = line_of(file.lines, ("steps", number, "options", position))
            # Steps only lead onward, so that every way through a case ends.
            if option.next != END and places.get(option.next, -1) <= number:
                at = line_of(file.lines, ("steps", number, "options", position, "next"))
                said = _("'{name}' is no later step.", name=option.next)
                mistakes.add(path, at, said, _("Write a later step, or {end}.", end=END))
            for name in (*option.plants, *option.mends):
                if name not in known.faults:
                    mistakes.add(
                        path,
                        line,
                        _("There is no {what} '{name}'.", what=_("fault"), name=name),
                        nearest(name, known.faults),
                    )


def _check_fit(path: Path, file: YamlFile, case: Case, known: _Known, mistakes: Mistakes) -> None:
    try:
        sound = Dossier.sound(case.parcel, known.world)
    except ParcelproofError:
        return  # an unknown name, told above
    names = [*case.faults, *(n for step in case.steps for option in step.options for n in option.plants)]
    for name in dict.fromkeys(names):
        fault = known.faults.get(name)
        if fault is not None and not fault.fits(sound):
            mistakes.add(
                path, file.lines.get(("parcel",)), _("The fault '{name}' does not fit this parcel.", name=name),
                _("It needs: {needs}.", needs=", ".join(fault.needs)),
            )  # fmt: skip
