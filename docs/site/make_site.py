"""Make the offline site: ``python docs/site/make_site.py build/site --sample build/sample``.

The playbook is loaded as the program loads it, so that no page can say anything else. Each language becomes a folder of
its own; the first page lets a person choose. The site is published whole or not at all.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from executed import make_samples, run_pages
from markdown import blocks
from source import SiteSource

from parcelproof.playbook import load_playbook
from parcelproof.resources import playbook_dir

HERE = Path(__file__).parent
NOW = "2026-11-20T18:00:00+08:00"
"""The day for which the sample shop tells its stories."""


def site_languages() -> list[str]:
    """Return the languages in which the whole playbook is there."""
    others = sorted(path.stem for path in (HERE / "words").glob("*.yaml") if path.stem != "en")
    return ["en", *(name for name in others if (playbook_dir() / f"stages.{name}.yaml").is_file())]


def words_of(language: str) -> dict[str, Any]:
    """Return what the site itself says in a language."""
    read: dict[str, Any] = yaml.safe_load((HERE / "words" / f"{language}.yaml").read_text(encoding="utf-8"))
    return read


def make_site(target: Path, sample: Path, languages: Sequence[str], pages: Path | None = None) -> None:
    """Make the site.

    Parameters
    ----------
    target : Path
        Replaced as a whole.
    sample : Path
        Folder with the sample ``shop``; nothing is written into it.
    languages : sequence of str
    pages : Path, optional
        Folder with pages that were run on that shop before, by language; nothing is written into it.
    """
    os.environ["PARCELPROOF_NOW"] = NOW
    with tempfile.TemporaryDirectory(prefix="parcelproof-site-") as name:
        work = Path(name)
        shop = shutil.copytree(sample / "shop", work / "shop")
        os.environ.update(PARCELPROOF_SHOP=str(shop), PARCELPROOF_WIDGETS="0")
        made = work / "site"
        if pages:
            shutil.copytree(pages, work / "run")
        english = run_pages("en", work / "run")
        for language in languages:
            samples = make_samples(language, work / "samples" / language)
            executed = english if language == "en" else {**english, **run_pages(language, work / "run")}
            source = work / "source" / language
            SiteSource(load_playbook(language=language), source, words_of(language)).write(executed, samples)
        _build(languages, work / "source", made)
        for language in languages:
            shutil.copytree(work / "samples" / language, made / language / "sample", dirs_exist_ok=True)
        shutil.rmtree(made / "jupyter_execute", ignore_errors=True)  # where pages would be run, were they not already
        _first_page(made, languages)
        _publish(made, target)


def _build(languages: Sequence[str], source: Path, made: Path) -> None:
    """Run Sphinx for all languages at once; any warning of one of them ends the build."""
    running = {}
    for language in languages:
        env = {**os.environ, "SITE_LANGUAGE": language, "SITE_LANGUAGES": " ".join(languages)}
        kept = source.parent / f"doctrees-{language}"
        command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", "-c", str(HERE),
                   "-d", str(kept), str(source / language), str(made / language)]  # fmt: skip
        running[language] = subprocess.Popen(command, env=env)  # noqa: S603
    failed = [language for language, process in running.items() if process.wait()]
    if failed:
        raise SystemExit(f"The site was not built: {', '.join(failed)}. Mend what is named above.")
    for language in languages:
        for left in (".buildinfo", "objects.inv"):
            (made / language / left).unlink(missing_ok=True)


def _first_page(made: Path, languages: Sequence[str]) -> None:
    words = [{"code": name, **words_of(name)} for name in languages]
    html = blocks(words[0]).get_template("first_page.html.j2").render(languages=words)
    (made / "index.html").write_text(html, encoding="utf-8")


def _publish(made: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f"{target.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(made, draft)
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)


def main() -> None:
    """Read the command line, and make the site."""
    arguments = argparse.ArgumentParser(description="Make the offline site.")
    arguments.add_argument("target", type=Path, help="folder of the site")
    arguments.add_argument("--sample", type=Path, required=True, help="folder with the sample shop")
    arguments.add_argument("--language", action="append", choices=site_languages(), help="only this language")
    arguments.add_argument("--pages", type=Path, help="folder with pages that were run before, by language")
    given = arguments.parse_args()
    make_site(given.target.resolve(), given.sample.resolve(), given.language or site_languages(), given.pages)
    sys.stdout.write(f"The site is made. Open {given.target}/index.html\n")


if __name__ == "__main__":
    main()
