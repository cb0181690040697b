"""The forms of the pages, by measure."""

from parcelproof.steps.form import Form
from parcelproof.steps.forms.communication import COMMUNICATION
from parcelproof.steps.forms.declaration import DECLARATION
from parcelproof.steps.forms.delivery_receipt import DELIVERY_RECEIPT
from parcelproof.steps.forms.gifts import GIFTS
from parcelproof.steps.forms.packaging import PACKAGING
from parcelproof.steps.forms.quality_control import QUALITY_CONTROL
from parcelproof.steps.forms.shipping_choice import SHIPPING_CHOICE

FORMS: dict[str, Form] = {
    form.page: form
    for form in (QUALITY_CONTROL, PACKAGING, DELIVERY_RECEIPT, DECLARATION, GIFTS, COMMUNICATION, SHIPPING_CHOICE)
}

__all__ = ["FORMS"]
