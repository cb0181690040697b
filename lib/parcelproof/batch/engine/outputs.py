"""What the cells of a notebook show, kept as the notebook format keeps it, with the rules that nbclient follows."""

from __future__ import annotations

import json
from typing import Any

MIB = 1 << 20
Output = dict[str, Any]


class Outputs:
    """Outputs of every cell of one run.

    Parameters
    ----------
    limit : int
        Bytes that all outputs together may have.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._used = 0
        self._cell = 0
        self._shown: dict[int, list[Output]] = {}
        self._places: dict[str, dict[int, list[int]]] = {}
        self._clear_first = False
        self._touched: set[int] = set()
        self.full = False
        self.count: int | None = None

    @property
    def room(self) -> int:
        """Bytes that may still be shown."""
        return max(self._limit - self._used, 0)

    def begin(self, cell: int, count: int) -> None:
        """Let a cell begin: outputs are its own from now on."""
        self._cell, self.count = cell, count
        self._shown[cell] = []
        self._clear_first = False

    def end(self) -> tuple[list[Output], dict[int, list[Output]]]:
        """Return the outputs of the cell, and those of earlier cells that it changed."""
        changed = {cell: self._shown[cell] for cell in sorted(self._touched - {self._cell})}
        self._touched.clear()
        return self._shown[self._cell], changed

    def take(self, kind: str, content: dict[str, Any]) -> None:
        """Take one message of the shell."""
        name = (content.get("transient") or {}).get("display_id")
        if name and kind in {"execute_result", "display_data", "update_display_data"}:
            self._update(name, content)
        if "execution_count" in content:
            self.count = content["execution_count"]
        if kind == "clear_output":
            self._clear_first = bool(content.get("wait"))
            if not self._clear_first:
                self._clear()
        elif kind in _MAKE:
            self._add(_MAKE[kind](content), name)

    def _add(self, output: Output, name: str | None) -> None:
        if self._clear_first:
            self._clear()
            self._clear_first = False
        kept = self._fitting(output)
        if kept is None:
            return
        shown = self._shown.setdefault(self._cell, [])
        if name:
            self._places.setdefault(name, {}).setdefault(self._cell, []).append(len(shown))
        shown.append(kept)

    def _update(self, name: str, content: dict[str, Any]) -> None:
        for cell, places in self._places.get(name, {}).items():
            for place in places:
                output = self._shown[cell][place]
                before = _size(output)
                after = {**output, "data": content["data"], "metadata": content["metadata"]}
                if _size(after) - before > self.room:
                    self._cut()
                    return
                output.update(after)
                self._used += _size(output) - before
                self._touched.add(cell)

    def _clear(self) -> None:
        shown = self._shown.setdefault(self._cell, [])
        self._used -= sum(_size(output) for output in shown)
        shown.clear()
        for places in self._places.values():
            if self._cell in places:
                places[self._cell] = []

    def _fitting(self, output: Output) -> Output | None:
        size = _size(output)
        if output["output_type"] == "error" and size > self.room:
            # Why a notebook failed is said even where nothing else has room.
            return {**output, "evalue": output["evalue"][:1000], "traceback": ["".join(output["traceback"])[:4000]]}
        if self.full:
            return None
        if size > self.room:
            if output["output_type"] == "stream" and self.room:
                self._shown.setdefault(self._cell, []).append({**output, "text": output["text"][: self.room]})
            self._used = self._limit
            self._cut()
            return None
        self._used += size
        return output

    def _cut(self) -> None:
        if not self.full:
            self.full = True
            words = f"\n[The output is cut here: this notebook shows more than {self._limit / MIB:g} MB.]\n"
            self._shown.setdefault(self._cell, []).append(_stream({"name": "stderr", "text": words}))


def _size(output: Output) -> int:
    if output["output_type"] == "stream":
        return len(output["text"])
    if output["output_type"] == "error":
        return len(output["evalue"]) + sum(map(len, output["traceback"]))
    return sum(len(v) if isinstance(v, str) else len(json.dumps(v)) for v in output["data"].values())


def _stream(content: dict[str, Any]) -> Output:
    return {"output_type": "stream", "name": content["name"], "text": content["text"]}


def _display(content: dict[str, Any]) -> Output:
    return {"output_type": "display_data", "metadata": content["metadata"], "data": content["data"]}


def _result(content: dict[str, Any]) -> Output:
    return {
        "output_type": "execute_result", "metadata": content["metadata"], "data": content["data"],
        "execution_count": content["execution_count"],
    }  # fmt: skip


def _error(content: dict[str, Any]) -> Output:
    return {"output_type": "error", **{key: content[key] for key in ("ename", "evalue", "traceback")}}


_MAKE = {"stream": _stream, "display_data": _display, "execute_result": _result, "error": _error}
