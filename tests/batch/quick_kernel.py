"""Runs a report template in this process: what a kernel would do, without the seconds that a kernel takes."""

from __future__ import annotations

import ast
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import nbformat
import papermill
from papermill.exceptions import PapermillExecutionError

from parcelproof.batch.job import Job, Outcome


def execute_notebook(template: str, output: str, parameters: dict[str, Any], **_options: object) -> None:
    """Do as `papermill.execute_notebook` does, parameters and failing cells included."""
    notebook = nbformat.read(template, as_version=4)
    names: dict[str, Any] = {"__name__": "__main__"}
    number = 0
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        number += 1
        try:
            shown = _run_cell(cell.source, names)
        except Exception as error:
            raise PapermillExecutionError(
                cell_index=number, exec_count=number, source=cell.source, ename=type(error).__name__,
                evalue=str(error), traceback=[],
            ) from None  # fmt: skip
        cell.execution_count = number
        cell.metadata["papermill"] = {"status": "completed", "exception": False}
        if hasattr(shown, "_repr_mimebundle_"):
            data = shown._repr_mimebundle_()
            cell.outputs = [nbformat.v4.new_output("execute_result", data, execution_count=number)]
        if "parameters" in cell.metadata.get("tags", ()):
            names |= parameters
    nbformat.write(notebook, output)


def _run_cell(source: str, names: dict[str, Any]) -> object:
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if isinstance(last, ast.Expr) else None


def put_in_place_of_papermill() -> None:
    """Use the quick kernel in this process from now on."""
    papermill.execute_notebook = execute_notebook


class InProcess:
    """A pool without processes: the job is done when it is handed in."""

    def __init__(self, workers: int, **_options: object) -> None:
        assert workers > 0

    def __enter__(self) -> InProcess:
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def shutdown(self, **_options: object) -> None:
        pass

    def submit(self, work: Callable[[Job], Outcome], job: Job) -> Future[Outcome]:
        done: Future[Outcome] = Future()
        try:
            done.set_result(work(job))
        except Exception as error:
            done.set_exception(error)
        return done
