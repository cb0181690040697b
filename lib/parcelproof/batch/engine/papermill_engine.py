"""The engine ``parcelproof`` for papermill: ``papermill --engine parcelproof in.ipynb out.ipynb``.

It shows what the stock engine shows. It differs in this: no kernel is started, each notebook runs in a fresh fork;
the output file is written once, whole or not at all; limits hold. The text of the notebook that ran so far is written
too if it is stopped. Notebooks that need a whole kernel get the stock engine.
"""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from parcelproof.batch.engine.limits import Limits

SKIP = "skip-execution"


class ParcelproofEngine:
    """What papermill calls; it asks for these three methods and imports nothing before they are called.

    papermill loads its engines while it is itself being loaded, so that a base class of its own is not to be had here.
    """

    @classmethod
    def nb_kernel_name(cls, nb: Any, name: str | None = None) -> str:
        """Return the name of the notebook's kernel."""
        from papermill.utils import nb_kernel_name

        return str(nb_kernel_name(nb, name))

    @classmethod
    def nb_language(cls, nb: Any, language: str | None = None) -> str:
        """Return the language of the notebook."""
        from papermill.utils import nb_language

        return str(nb_language(nb, language))

    @classmethod
    def execute_notebook(
        cls, nb: Any, kernel_name: str | None, output_path: str | None = None, progress_bar: Any = True,
        log_output: bool = False, autosave_cell_every: int = 30, *, env: Mapping[str, str] | None = None,
        limits: Limits | None = None, executor: Any = None, stay: bool = False, **options: Any,
    ) -> Any:  # fmt: skip
        """Run a notebook and return it.

        Parameters
        ----------
        nb : NotebookNode
        kernel_name, output_path, progress_bar, log_output, autosave_cell_every
            As papermill passes them.
        env : mapping, optional
            Variables beside those of this process.
        limits : Limits, optional
        executor : Executor, optional
            That of this process otherwise.
        stay : bool
            See `Work`.
        **options
            Of the stock engine; ``execution_timeout`` (seconds of one cell), ``allow_errors``, ``allow_error_names``,
            ``stdout_file`` and ``stderr_file`` are followed.

        Raises
        ------
        NotebookStopped
            By a limit, by a crash, or because a cell ended its process.
        """
        from papermill.log import logger

        from parcelproof.batch.engine.stock import why_stock
        from parcelproof.batch.engine.work import NeedsKernelError

        why = why_stock(nb, kernel_name)
        if not why:
            run = _Run(nb, progress_bar=progress_bar, log_output=log_output, stay=stay, options=options)
            try:
                with _whole(nb, output_path):
                    run.go(env or {}, limits or Limits(), executor)
                return nb
            except NeedsKernelError as needs:
                why = f"it needs {needs}"
        logger.info(f"Stock kernel: {why}")
        with _environment(env or {}):
            return _stock().execute_notebook(
                nb, kernel_name, output_path=output_path, progress_bar=progress_bar, log_output=log_output,
                autosave_cell_every=autosave_cell_every, **options,
            )  # fmt: skip


class _Run:
    """One notebook: what papermill's own bookkeeping needs to hear, from what the child tells."""

    def __init__(
        self, nb: Any, *, progress_bar: Any, log_output: bool, stay: bool, options: dict[str, Any]
    ) -> None:  # fmt: skip
        from papermill.engines import NotebookExecutionManager

        self._nb, self._options, self._log, self._stay = nb, options, log_output, stay
        # Without a path it writes nothing: the file is written once, at the end.
        self._book = NotebookExecutionManager(nb, progress_bar=progress_bar, log_output=log_output)
        self._next = 0

    def go(self, env: Mapping[str, str], limits: Limits, executor: Any) -> None:
        from parcelproof.batch.engine.client import executor as shared
        from parcelproof.batch.engine.work import NotebookStopped, Work

        work = Work(
            cells=list(self._cells()), cwd=os.getcwd(), env={**os.environ, **env}, limits=limits,  # noqa: PTH109
            cell_seconds=self._options.get("execution_timeout"),
            allow_error_names=list(self._options.get("allow_error_names") or ()), stay=self._stay,
        )  # fmt: skip
        self._allowed = {cell["index"] for cell in work.cells if cell["may_fail"]}
        self._names = set(work.allow_error_names)
        self._book.notebook_start()
        try:
            (executor or shared()).execute(work, self._hear)
            if not self._failed():
                self._pass(len(self._nb.cells))
                self._nb.metadata["language_info"] = language_info()
        except NotebookStopped:
            if self._next < len(self._nb.cells):
                self._book.cell_exception(self._nb.cells[self._next], cell_index=self._next)
                self._book.cell_complete(self._nb.cells[self._next], cell_index=self._next)
            raise
        finally:
            self._book.cleanup_pbar()
            self._book.notebook_complete()

    def _cells(self) -> Iterator[dict[str, Any]]:
        for index, cell in enumerate(self._nb.cells):
            tags = cell.metadata.get("tags", ())
            if cell.cell_type == "code" and cell.source.strip() and SKIP not in tags:
                may_fail = bool(self._options.get("allow_errors")) or "raises-exception" in tags
                yield {"index": index, "source": cell.source, "may_fail": may_fail}

    def _hear(self, message: dict[str, Any]) -> None:
        if message["kind"] == "start":
            self._pass(message["cell"])
            self._book.cell_start(self._nb.cells[self._next], cell_index=self._next)
        elif message["kind"] == "done":
            self._done(message)

    def _done(self, message: dict[str, Any]) -> None:
        import nbformat

        from_dict: Any = nbformat.from_dict
        index = message["cell"]
        cell = self._nb.cells[index]
        cell.outputs = from_dict(message["outputs"])
        cell.execution_count = message["count"]
        for other, outputs in message["changed"].items():
            self._nb.cells[int(other)].outputs = from_dict(outputs)
        for output in cell.outputs:
            self._log_output(output)
        if message["error"] is not None and index not in self._allowed and message["error"] not in self._names:
            self._book.cell_exception(cell, cell_index=index)
        self._book.cell_complete(cell, cell_index=index)
        self._next = index + 1

    def _pass(self, until: int) -> None:
        """Book the cells that nothing is run for."""
        while self._next < until:
            self._book.cell_start(self._nb.cells[self._next], cell_index=self._next)
            self._book.cell_complete(self._nb.cells[self._next], cell_index=self._next)
            self._next += 1

    def _failed(self) -> bool:
        return bool(self._nb.metadata.papermill.get("exception"))

    def _log_output(self, output: Any) -> None:
        from papermill.log import logger

        if output.output_type == "stream":
            if self._log:
                (logger.info if output.name == "stdout" else logger.warning)(output.text)
            file = self._options.get(f"{output.name}_file")
            if file:
                file.write(output.text)
                file.flush()
        elif self._log and "text/plain" in output.get("data", {}):
            logger.info(output.data["text/plain"])


@contextmanager
def _whole(nb: Any, output_path: str | None) -> Iterator[None]:
    """See to it that the output file is written whole: by papermill if the run ends well, by us if it is stopped."""
    from papermill.iorw import LocalHandler, papermill_io, write_ipynb

    from parcelproof.batch.engine.work import NotebookStopped

    path = output_path or nb.metadata.papermill.get("output_path")
    local = isinstance(path, str) and isinstance(handler := papermill_io.get_handler(path), LocalHandler)
    try:
        yield
        if local:
            papermill_io.register(path, _WriteOnce(handler, path))
    except NotebookStopped:
        if local:
            papermill_io.register(path, _WriteOnce(handler, path))
        if path is not None and output_path:
            write_ipynb(nb, path)
        raise


class _WriteOnce:
    """papermill's writer for one path, for one time: into a file beside it, which then takes its place."""

    def __init__(self, handler: Any, path: str) -> None:
        self._handler, self._path = handler, path

    def __getattr__(self, name: str) -> Any:
        return getattr(self._handler, name)

    def write(self, text: str, path: str) -> None:
        """Write the file whole and step back."""
        from papermill.iorw import papermill_io

        papermill_io._handlers[:] = [(s, h) for s, h in papermill_io._handlers if h is not self]
        final = Path(self._handler._cwd or "", path)
        if not final.parent.exists():
            raise FileNotFoundError(f"output folder {final.parent} doesn't exist.")
        if final.exists() and not final.is_file():  # /dev/stdout and its like
            self._handler.write(text, path)
            return
        write_whole(final.resolve(), text)


def write_whole(path: Path, text: str) -> None:
    """Write a text so that the path holds the old file or the new one at any moment."""
    draft = path.with_name(f".tmp-{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with draft.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            draft.chmod(path.stat().st_mode & 0o7777)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def language_info() -> dict[str, Any]:
    """Return what the kernel says of its language."""
    return {
        "name": "python", "version": sys.version.split()[0], "mimetype": "text/x-python",
        "codemirror_mode": {"name": "ipython", "version": sys.version_info[0]}, "pygments_lexer": "ipython3",
        "nbconvert_exporter": "python", "file_extension": ".py",
    }  # fmt: skip


@contextmanager
def _environment(extra: Mapping[str, str]) -> Iterator[None]:
    before = {key: os.environ.get(key) for key in extra}
    os.environ.update(extra)
    try:
        yield
    finally:
        for key, value in before.items():
            if value is None:
                os.environ.pop(key, None)
            else:
                os.environ[key] = value


def _stock() -> Any:
    from papermill.engines import NBClientEngine

    return NBClientEngine
