"""The shell that runs the cells: the kernel's own, with a recorder where the kernel has its sockets."""

from __future__ import annotations

import builtins
import getpass
import logging
import os
import tempfile
from pathlib import Path
from typing import Any

import comm
from ipykernel.compiler import XCachingCompiler
from ipykernel.jsonutil import json_clean
from ipykernel.kernelbase import Kernel as KernelBase
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.profiledir import ProfileDir
from IPython.paths import get_ipython_dir
from jupyter_client.session import Session
from traitlets.config import Config

from parcelproof.batch.engine.outputs import Outputs


class Recorder(Session):
    """Stands where the kernel's session stands; what would go through a socket goes into the outputs."""

    outputs: Outputs | None = None
    owner = 0

    def msg(
        self, msg_type: str, content: Any = None, parent: Any = None, header: Any = None, metadata: Any = None
    ) -> Any:
        """Return a message in the form that hooks of display publishers know."""
        header = header or {"msg_type": msg_type, "msg_id": ""}
        return {
            "header": header, "msg_id": "", "msg_type": msg_type, "parent_header": parent or {},
            "content": content or {}, "metadata": metadata or {},
        }  # fmt: skip

    def send(self, stream: Any, msg_or_type: Any, content: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Record one message; processes that the notebook forked record nothing."""
        message = self.msg(msg_or_type, content) if isinstance(msg_or_type, str) else msg_or_type
        if self.outputs is not None and os.getpid() == self.owner:
            self.outputs.take(message["msg_type"], json_clean(message["content"]))  # type: ignore[no-untyped-call]
        return message


class Kernel:
    """As much of a kernel as libraries look at: pandas, tqdm, matplotlib, ipywidgets."""

    raw_input = KernelBase.raw_input
    getpass = KernelBase.getpass
    _allow_stdin = False
    eventloop = None
    session: Recorder
    shell: Any = None
    iopub_socket = None
    log = logging.getLogger("parcelproof.engine")

    def __init__(self) -> None:
        self.session = Recorder()
        self.comm_manager = comm.get_comm_manager()

    def get_parent(self, channel: str | None = None) -> dict[str, Any]:
        """Return the request that is run: there is none."""
        return {}


def make_shell() -> ZMQInteractiveShell:
    """Make the one shell of this process. It reads no file of the person's IPython and writes none."""
    kernel = Kernel()
    config = Config({"HistoryManager": {"enabled": False}})
    with tempfile.TemporaryDirectory(prefix="pp-shell-") as folder:
        shell = ZMQInteractiveShell.instance(
            config=config, ipython_dir=folder, kernel=kernel, compiler_class=XCachingCompiler, user_ns={},
        )  # fmt: skip
    hook: Any = shell.displayhook
    publisher: Any = shell.display_pub
    hook.session = publisher.session = kernel.session
    hook.topic = b"execute_result"
    kernel.shell = shell
    return shell


def begin_run(shell: ZMQInteractiveShell, outputs: Outputs) -> None:
    """Make the shell ready for one notebook, in the process of that notebook."""
    recorder: Recorder = shell.kernel.session
    recorder.outputs, recorder.owner = outputs, os.getpid()
    shell.init_environment()  # type: ignore[no-untyped-call]
    if not os.environ.get("MPLBACKEND"):
        os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    folder = get_ipython_dir()
    shell.ipython_dir = folder
    shell.profile_dir = ProfileDir(location=str(Path(folder) / "profile_default"))
    builtins.input = shell.kernel.raw_input
    getpass.getpass = shell.kernel.getpass
