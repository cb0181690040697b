"""HTML pages of a course, drawn from ``templates/training``: no script, nothing remote, every text escaped."""

from __future__ import annotations

from functools import lru_cache

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from parcelproof.report.foreign import inert
from parcelproof.report.html import style
from parcelproof.resources import templates_dir


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(templates_dir() / "training"), autoescape=True, finalize=inert,
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


def draw(template: str, **facts: object) -> str:
    """Return a page.

    Parameters
    ----------
    template : str
        Name in ``templates/training``.
    **facts : object
        What it shows.
    """
    return _environment().get_template(template).render(style=style(), **facts)
