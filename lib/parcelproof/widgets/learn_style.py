"""How the pages of a course look: options whose words wrap, and rows of buttons."""

from __future__ import annotations

import ipywidgets as w

LEARN_CSS = """<style>
.pp-form .pp-option.jupyter-button{width:100%;max-width:850px;height:auto;min-height:42px;white-space:normal;
text-align:start;line-height:1.4;padding:9px 14px;margin:3px 0;font-size:15px;background:#fff;color:#17202a;
border:1.5px solid #8794a1;border-radius:6px}
.pp-form .pp-option.jupyter-button:hover{background:#e8f0fa;border-color:#1f5a94}
.pp-form .pp-option.jupyter-button:disabled{opacity:1;color:#4a5866;background:#f3f6f9}
.pp-form .pp-button.jupyter-button{width:auto;min-width:150px;height:auto;min-height:34px;white-space:normal;
line-height:1.3;padding:5px 14px;align-self:flex-start}
.pp-form .pp section>dl,.pp-form .pp section>table{margin-top:14px}
.pp-form .pp td:first-child{min-width:210px}
.pp-form .jupyter-widget-Collapse-header,.pp-form .jupyter-widget-Collapse-header span{color:#17202a}
.pp-countdown{display:inline-block;font:600 16px/1.4 "Noto Sans",system-ui,sans-serif;color:#17202a;
border:2px solid #8a5300;border-radius:6px;padding:4px 12px;margin:6px 0;font-variant-numeric:tabular-nums}
.pp-countdown.pp-over{border-color:#9c2b1c;color:#9c2b1c}
</style>"""
"""Buttons whose words wrap: an option is a sentence."""

ROW = {"flex_flow": "row wrap", "align_items": "center", "margin": "8px 0 0"}


def button(words: str, *, primary: bool = False) -> w.Button:
    """Return a button as wide as its words."""
    made = w.Button(description=words, button_style="primary" if primary else "")
    made.add_class("pp-button")
    return made
