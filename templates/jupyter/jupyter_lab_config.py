"""How ``make lab`` starts JupyterLab: nothing is fetched while it runs."""

from parcelproof.start_page import language_here, start_page

c = get_config()  # noqa: F821  (JupyterLab gives it)

c.LabApp.default_url = f"/lab/tree/{start_page(language_here())}"
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"
c.ServerApp.terminals_enabled = False
