"""The few style rules that widgets need beside the report's own."""

from __future__ import annotations

import html

from parcelproof.messages import N_, _
from parcelproof.steps.step import StepState

CSS = """<style>
.pp-form{max-width:860px;padding-right:8px;box-sizing:border-box;font-family:"Noto Sans",system-ui,sans-serif}
.pp-form .widget-label,.pp-form label{white-space:normal;line-height:1.3;height:auto}
.pp-form .widget-inline-hbox{align-items:flex-start;height:auto}
.pp-form .pp-required .widget-label::after{content:" *";color:#9c2b1c;font-weight:700}
.pp-form input,.pp-form textarea,.pp-form select{font-size:15px}
.pp-form .widget-dropdown>select{height:30px;padding:2px 6px}
.pp-help{color:#4a5866;font-size:13px;margin:-2px 0 6px 262px;line-height:1.35}
.pp-state{display:inline-flex;gap:8px;align-items:center;font-weight:600;
border:1.5px solid;border-radius:999px;padding:2px 12px}
.pp-done{color:#1d6b35}.pp-ready{color:#1f5a94}.pp-todo{color:#55606c}.pp-blocked,.pp-changed{color:#8a5300}
.pp-failed{color:#9c2b1c}
.pp-saved{color:#4a5866;font-size:14px}
.pp-fault{border:2px solid #9c2b1c;border-left-width:8px;padding:10px 14px;background:#fff;color:#17202a;
line-height:1.45;margin:6px 0}
.pp-why{color:#17202a;line-height:1.4;margin:6px 0 2px}
.pp-form button:focus-visible,.pp-form input:focus-visible,.pp-form select:focus-visible,
.pp-form textarea:focus-visible{outline:3px solid #e0a100;outline-offset:2px}
.pp-form h3.pp-section{font-size:16px;line-height:1.3;margin:20px 0 6px;padding-top:8px;border-top:1px solid #d8dee4;
color:#17202a}
.pp-why a{color:#0b4f8a;text-decoration:underline}
.pp-form.pp-wide{max-width:none}
.pp-row{border:1px solid #d8dee4;border-radius:6px;padding:8px 10px;margin:6px 0}
@media(max-width:820px){.pp-help{margin-left:0}}
</style>"""

STATES = {
    StepState.TODO: ("○", N_("To do")),
    StepState.BLOCKED: ("!", N_("Something is missing")),
    StepState.READY: ("→", N_("Ready to confirm")),
    StepState.DONE: ("✓", N_("Confirmed")),
    StepState.CHANGED: ("!", N_("Changed after you confirmed. Confirm again.")),
    StepState.FAILED: ("✕", N_("Not saved")),
}


def state_words(state: StepState) -> str:
    """Return where a step stands, in words."""
    return _(STATES[state][1])


def state_html(state: StepState) -> str:
    """Return the state of a step as a badge: sign and words, not only colour."""
    sign, words = STATES[state][0], state_words(state)
    return f'<span role="status" class="pp-state pp-{state.value}"><span aria-hidden="true">{sign}</span>{words}</span>'


def saved_html(text: str) -> str:
    """Return when the form was last saved, for eyes and screen readers."""
    return f'<span role="status" class="pp-saved">{html.escape(text)}</span>'
