"""The report: typed sections, drawn as HTML, PDF, packet, and in the notebook."""

from parcelproof.report.document import Report, Section, SectionGroup
from parcelproof.report.html import render_html
from parcelproof.report.notebook import render_notebook_html, report_from_notebook
from parcelproof.report.packet import packet_view
from parcelproof.report.pdf import render_pdf
from parcelproof.report.portfolio import PortfolioRow, build_portfolio, portfolio_row, stage_table
from parcelproof.report.sections import build_report

__all__ = [
    "PortfolioRow",
    "Report",
    "Section",
    "SectionGroup",
    "build_portfolio",
    "build_report",
    "packet_view",
    "portfolio_row",
    "render_html",
    "render_notebook_html",
    "render_pdf",
    "report_from_notebook",
    "stage_table",
]
