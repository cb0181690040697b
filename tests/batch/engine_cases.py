"""Cells whose outputs a kernel and the engine must agree about, and the means to compare two executed notebooks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import nbformat

CASES: dict[str, str] = {
    "imports": "from IPython.display import *\nimport sys, os, asyncio, warnings, pandas as pd, numpy as np",
    "a value": "6 * 7",
    "nothing": "None",
    "semicolon": "6 * 7;",
    "underscore": "_ , __, Out[2], In[2]",
    "streams": "print('a'); print('b', file=sys.stderr); print('c', end='')",
    "stderr first": "print('e', file=sys.stderr); print('o')",
    "flushed streams": "print('1', flush=True)\nprint('2', file=sys.stderr, flush=True)\nprint('3')",
    "long stream": "for i in range(3000): print(i)",
    "carriage returns": "print('10%\\r20%\\r', end=''); print('done\\b!')",
    "wide text": "print('中文 العربية \\U0001F4E6'); '\\U0001F4E6é'",
    "half a pair": "'\\ud800'",
    "bytes": "b'\\x00\\xff'",
    "long list": "list(range(1200))",
    "nested": "{'a': [1, {2, 3}], 'b': 'x' * 100, 'c': ('t' * 70, 'u' * 70)}",
    "html": "HTML('<b>bold</b>')",
    "display both": "display(HTML('<i>1</i>'), 2, 'three')",
    "markdown and latex": "display(Markdown('*m*'), Latex('$x$')); Math('y')",
    "json": "JSON({'a': [1, None, True]})",
    "javascript": "Javascript('1')",
    "svg": "SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"><g/></svg>')",
    "png": (
        "import base64 as b\nImage(b.b64decode('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
        "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='))"
    ),
    "mime bundle": (
        "class B:\n    def _repr_mimebundle_(self, include=None, exclude=None):\n"
        "        return {'text/plain': 'p', 'application/x+json': {'k': [1, 2.5, 1e9]}}, {'m': {'w': 1}}\nB()"
    ),
    "html repr": "class H:\n    def _repr_html_(self): return '<p>h</p>'\nH()",
    "html with metadata": "class M:\n    def _repr_html_(self): return '<p>m</p>', {'isolated': True}\nM()",
    "broken repr": "class R:\n    def __repr__(self): raise ValueError('no repr')\nR()",
    "broken html": "class X:\n    def _repr_html_(self): raise KeyError('h')\n    def __repr__(self): return 'X'\nX()",
    "raw display": "display({'text/plain': 'raw', 'text/html': '<u>r'}, raw=True, metadata={'text/html': {'a': 1}})",
    "frame": "pd.DataFrame({'a': [1, 2], 'b': ['x', 'ü']})",
    "long frame": "pd.DataFrame({'n': range(500), 'wide': ['w' * 80] * 500})",
    "series": "pd.Series([1.5, None], name='s')",
    "array": "np.arange(2000).reshape(40, 50)",
    "made to be updated": "handle = display('before', display_id='one'); display('other', display_id='two')",
    "update from another cell": "handle.update('after'); update_display(HTML('<s>two</s>'), display_id='two')",
    "update in the same cell": "h = display(1, display_id=True); h.update(2); h.display(3); h.update(4)",
    "update of nothing": "update_display('lost', display_id='never shown')",
    "clear": "print('gone'); display('gone too'); clear_output(); print('stays')",
    "clear and wait": "print('gone'); clear_output(wait=True); print('stays')",
    "clear and wait for nothing": "print('stays'); clear_output(wait=True)",
    "clear an updatable": "g = display('g', display_id='g'); clear_output(); g.update('G'); display('h')",
    "shell command": "!echo from a process",
    "captured command": "lines = !printf 'a\\nb\\n'\nlines",
    "bash magic": "%%bash\necho out\necho err >&2",
    "capture magic": "%%capture cap\nprint('inside'); display(HTML('<b>c</b>')); 5",
    "show captured": "cap.show()\ncap.stdout",
    "who": "%who str",
    "env magic": "%env NOT_SET_ANYWHERE=5\nos.environ['NOT_SET_ANYWHERE']",
    "cell html magic": "%%html\n<em>magic</em>",
    "no such magic": "%nosuchmagic",
    "help": "len?",
    "source": "def documented():\n    'Say.'\ndocumented.__doc__",
    "await": "await asyncio.sleep(0.001); 'awaited'",
    "await and fail": "await asyncio.sleep(0)\nraise LookupError('after await')",
    "running loop": "asyncio.get_running_loop().is_running()",
    "no second loop": "nap = asyncio.sleep(0)\ntry:\n    asyncio.run(nap)\nfinally:\n    nap.close()",
    "task": "task = asyncio.create_task(asyncio.sleep(0, 'of a task'))\nawait task",
    "warning": "warnings.warn('take care')",
    "deprecation": "warnings.warn('old', DeprecationWarning)",
    "error": "def f(x):\n    return 1 / x\nf(0)",
    "chained error": "try:\n    f(0)\nexcept ZeroDivisionError as e:\n    raise RuntimeError('chained\\nlines') from e",
    "syntax error": "x = = 1",
    "indentation error": "if 1:\nx = 1",
    "name error": "not_there",
    "assertion": "assert 1 == 2, 'unequal'",
    "keyboard interrupt": "raise KeyboardInterrupt",
    "system exit": "sys.exit(3)",
    "system exit with words": "raise SystemExit('goodbye')",
    "display then error": "display('shown'); print('said'); raise Exception('end')",
    "input": "input('name? ')",
    "error class of ours": "from parcelproof.errors import InputError\nraise InputError('Bad.', where='x', mend='Do.')",
    "subprocess": "import subprocess as s, sys\ns.run([sys.executable, '-c', 'print(5)'], capture_output=True).stdout",
    "last line only": "1\n2\n3",
    "main": "__name__, sys.modules['__main__'].__dict__ is globals()",
    "pickle of a class": "import pickle\nclass P: pass\ntype(pickle.loads(pickle.dumps(P()))).__name__",
    "shell class": "get_ipython().__class__.__name__, hasattr(get_ipython(), 'kernel'), get_ipython().execution_count",
    "terminal": "sys.stdout.isatty(), sys.stdout.encoding, os.environ['TERM'], os.environ['PAGER']",
    "stream of a forked process": "pid = os.fork()\nif pid == 0:\n    os._exit(0)\nos.waitpid(pid, 0)[1]",
    "history": "%history -n 2-3",
    "timeit": "%time 1\n'timed'",
    "expanduser": "%pwd\n'pwd'",
    "raise in display": "class Y:\n    def _ipython_display_(self): raise IndexError('y')\ndisplay(Y())",
    "ipython display": "class Z:\n    def _ipython_display_(self): print('Z shows itself')\nZ()",
    "nan in json": "display({'application/json': {'n': 1.5, 't': (1, 2)}}, raw=True)",
    "unset repr": "pd.get_option('display.notebook_repr_html'), pd.get_option('display.width')",
}
TIMED = {"timeit"}
"""Cases whose text holds a time."""


def notebook(sources: Sequence[str], *, may_fail: bool = False) -> nbformat.NotebookNode:
    """A notebook of these cells, between two that are only read."""
    nb = nbformat.v4.new_notebook()
    nb.metadata["kernelspec"] = {"name": "python3", "language": "python", "display_name": "Python 3"}
    tags = ["raises-exception"] if may_fail else []
    code = [{"source": s, "metadata": {"tags": list(tags)}} for s in sources]
    nb.cells = [nbformat.v4.new_markdown_cell("# Begin")]
    nb.cells += [nbformat.v4.new_code_cell(**c) for c in code]
    nb.cells += [nbformat.v4.new_markdown_cell("The end"), nbformat.v4.new_code_cell("  ")]
    for place, cell in enumerate(nb.cells):
        cell["id"] = f"cell-{place}"
    return nb


def comparable(nb: nbformat.NotebookNode) -> dict[str, Any]:
    """The notebook without what two runs never share: times, process ids, where one stream text was cut in two."""
    plain = nbformat.from_dict(nb)
    cells = []
    for cell in plain.cells:
        meta = {k: v for k, v in cell.metadata.items() if k != "execution"}
        book = {k: v for k, v in meta.pop("papermill", {}).items() if k not in {"start_time", "end_time", "duration"}}
        cells.append({
            "kind": cell.cell_type, "source": cell.source, "meta": meta, "book": book,
            "count": cell.get("execution_count"), "outputs": _outputs(cell.get("outputs", [])),
        })  # fmt: skip
    meta = {k: v for k, v in plain.metadata.items() if k != "papermill"}
    return {"meta": meta, "parameters": plain.metadata.papermill.get("parameters"), "cells": cells}


def _outputs(outputs: Sequence[Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for output in outputs:
        one = _plain(output)
        if one["output_type"] == "stream" and found and found[-1].get("name") == one["name"]:
            found[-1]["text"] += one["text"]
        else:
            found.append(one)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if isinstance(value, str):
        value = re.sub(r"ipykernel_\d+", "ipykernel_PID", value)
        return re.sub(r"at 0x[0-9a-f]{6,}", "at 0x", value)
    return value
