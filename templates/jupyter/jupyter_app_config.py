"""How ``make app`` starts: the pages without code, for this computer only, behind the server's token."""

c = get_config()  # noqa: F821  (Jupyter gives it)

c.ServerApp.ip = "localhost"
c.ServerApp.allow_remote_access = False
c.ServerApp.default_url = "/voila/render/notebooks/00_start_here.ipynb"
c.ServerApp.terminals_enabled = False
# Voila runs inside the server, whose token it asks for; started alone it would ask for none.
c.ServerApp.jpserver_extensions = {
    "voila.server_extension": True, "jupyterlab": False, "jupyter_lsp": False, "jupyter_server_terminals": False,
    "notebook_shim": False,
}  # fmt: skip
c.VoilaConfiguration.template = "parcelproof"
c.VoilaConfiguration.theme = "light"
# A page left open overnight still holds its kernel; one that was closed gives it back.
c.MappingKernelManager.cull_idle_timeout = 43200
