"""One step on its way: its draft in the ledger, its state, and what confirming writes."""

from __future__ import annotations

import json
from datetime import datetime
from enum import StrEnum

from parcelproof.errors import InputError
from parcelproof.ledger.records import Confirmation, Draft
from parcelproof.ledger.stored import Stored
from parcelproof.messages import _
from parcelproof.shop import Shop
from parcelproof.steps.form import Blocker, Context, Form, Values
from parcelproof.steps.own_history import history_of


class StepState(StrEnum):
    """Where a step stands."""

    TODO = "todo"
    """Nothing was entered yet."""
    BLOCKED = "blocked"
    """Something was entered, and something is still missing."""
    READY = "ready"
    """It can be confirmed."""
    DONE = "done"
    """It is confirmed."""
    CHANGED = "changed"
    """It was changed after it was confirmed."""
    FAILED = "failed"
    """The last change could not be saved."""


class Step:
    """One form of one shipment, or of one product. The ledger is its state: make it again, and nothing is lost.

    Parameters
    ----------
    shop : Shop
    shipment_id : str
        Or the name of a product's chain.
    form : Form
    """

    def __init__(self, shop: Shop, shipment_id: str, form: Form) -> None:
        self.shop = shop
        self.shipment_id = shipment_id
        self.form = form
        self.failed = ""
        """Why the last change could not be saved, in words; empty if it was."""
        self.context = self._context()
        self._draft, self._confirmed, self.saved_at = self._load()
        self.values: Values = dict(self._draft) if self._draft is not None else dict(form.start(self.context))

    # -- reading ------------------------------------------------------------------------------

    def _context(self) -> Context:
        shop = self.shop
        shipment = shop.subject(self.shipment_id, compare_photos=False)
        return Context(shipment, shop.playbook, shop.zone, shop.now(), lambda: history_of(shop))

    def _load(self) -> tuple[Values | None, Values | None, datetime | None]:
        drafts: dict[int, Values] = {}
        latest: Stored | None = None
        confirmed: int | None = None
        for item in self.shop.ledger.read(self.shipment_id):
            record = item.record
            if isinstance(record, Draft) and record.page == self.form.page and record.values:
                drafts[item.entry.sequence] = json.loads(record.values)
                latest = item
            elif isinstance(record, Confirmation) and record.page == self.form.page:
                confirmed = record.draft
        if latest is None:
            return None, None, None
        at = datetime.fromisoformat(latest.entry.recorded_at).astimezone(self.shop.zone)
        return drafts[latest.entry.sequence], drafts.get(confirmed) if confirmed else None, at

    @property
    def state(self) -> StepState:
        """Where the step stands now."""
        if self.failed:
            return StepState.FAILED
        if self._confirmed is not None:
            return StepState.DONE if self._confirmed == self.values else StepState.CHANGED
        if self._draft is None:
            return StepState.TODO
        return StepState.BLOCKED if self.blockers() else StepState.READY

    def blockers(self) -> list[Blocker]:
        """Return why the step cannot be confirmed; empty if it can."""
        return self.form.problems(self.values, self.context)

    # -- writing ------------------------------------------------------------------------------

    def edit(self, **changes: object) -> None:
        """Change values and save them; the plain-function way to do what a widget does."""
        self.values = {**self.values, **changes}  # type: ignore[dict-item]
        self.save()

    def save(self) -> None:
        """Save what is typed, right or not yet right.

        Raises
        ------
        ShopError
            If the ledger cannot be written. The values stay in the form.
        """
        values = json.dumps(self.values, ensure_ascii=False, sort_keys=True)
        try:
            self.shop.record(
                self.shipment_id, Draft(page=self.form.page, values=values), source=f"page:{self.form.page}"
            )
        except Exception as error:
            self.failed = str(error)
            raise
        self.failed = ""
        self._draft = json.loads(values)
        self.saved_at = self.shop.now()

    def confirm(self) -> int:
        """Write the records of this step, and note that they were confirmed.

        Returns
        -------
        int
            Number of records that were new.

        Raises
        ------
        InputError
            If something is still missing.
        """
        if blockers := self.blockers():
            raise InputError(_("This step is not complete."), where=blockers[0].field, mend=blockers[0].text)
        self.save()
        records = self.form.build(self.values, self.context)
        draft = next(
            s.entry.sequence
            for s in reversed(self.shop.ledger.read(self.shipment_id))
            if isinstance(s.record, Draft) and s.record.page == self.form.page
        )
        added = self.shop.record(
            self.shipment_id, *records, Confirmation(page=self.form.page, draft=draft), source=f"page:{self.form.page}"
        )
        self._confirmed = dict(self.values)
        self.context = self._context()
        return added
