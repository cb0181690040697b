"""How ``make app`` starts: the pages without code, for this computer only, behind the server's token."""

from parcelproof.start_page import language_here, start_page

LANGUAGE = language_here()
c = get_config()  # noqa: F821  (Jupyter gives it)

c.ServerApp.ip = "localhost"
c.ServerApp.allow_remote_access = False
c.ServerApp.default_url = f"/voila/render/{start_page(LANGUAGE)}"
c.ServerApp.terminals_enabled = False
# Voila runs inside the server, whose token it asks for; started alone it would ask for none.
c.ServerApp.jpserver_extensions = {
    "voila.server_extension": True, "jupyterlab": False, "jupyter_lsp": False, "jupyter_server_terminals": False,
    "notebook_shim": False,
}  # fmt: skip
c.VoilaConfiguration.template = "parcelproof"
c.VoilaConfiguration.theme = "light"
c.VoilaExporter.language_code = LANGUAGE
# With these voila takes the script for formulas that came with it, instead of fetching one.
c.ServerApp.tornado_settings = {"mathjax_url": "null", "mathjax_config": "null"}
# A page that is closed gives its memory back after ten minutes; one that is open keeps its kernel.
c.MappingKernelManager.cull_idle_timeout = 600
c.MappingKernelManager.cull_interval = 60
