"""The phrases that carriers use, as data: one concept, per language, regular expressions.

They are matched without regard to case. A new language is a new entry; no code changes.
"""

from __future__ import annotations

from collections.abc import Mapping

Phrases = Mapping[str, tuple[str, ...]]

CONCEPTS: Mapping[str, Phrases] = {
    # The one who sent the parcel.
    "sender": {
        "en": (
            r"\b(to|with|at)\s+(the\s+|its\s+|your\s+)?(original\s+)?"
            r"(sender|shipper|merchant|seller|consignor|return address)\b",
        ),
        "pt": (r"\bremetente\b",),
        "es": (r"\bremitente\b",),
        "it": (r"\bmittente\b",),
        "fr": (r"\bexpéditeur\b",),
        "de": (r"\babsender\b",),
        "ru": (r"отправител",),
        "zh": (r"寄件人", r"发件人", r"發件人"),
    },
    # Who sends, and not where the parcel went: "… by the sender".
    "by_sender": {"en": (r"\bby (the )?(sender|shipper|seller|merchant)\b",)},
    "recipient": {"en": (r"\b(recipient|addressee|consignee|customer|buyer|receiver|resident)\b",)},
    # Lockers, shops, stations: the buyer does not have it yet.
    "station": {
        "en": (
            r"\blockers?\b",
            r"\bparcel ?(shop|box)\b",
            r"\bpick-?\s?up (point|station|location|shop|store)\b",
            r"\b(collection|access|service|relay|drop-?off) point\b",
        ),
        "fr": (r"\bpoint relais\b", r"\bconsigne\b"),
        "es": (r"\bpunto de recogida\b", r"\btaquilla\b"),
        "it": (r"\bpunto di ritiro\b",),
        "de": (r"\bpackstation\b", r"\bpaket(shop|box)\b"),
        "pl": (r"\bpaczkomat\w*",),
        "ru": (r"постамат", r"пункт(е|а)? выдачи"),
        "zh": (r"快递柜", r"自提", r"丰巢", r"驿站", r"代收点"),
    },
    # Somebody took it out of the locker or shop.
    "collected": {
        "en": (
            r"\b(collected|picked up|retrieved|taken out) (by|from)\b",
            r"\bhas been (collected|picked up|retrieved)\b",
        ),
        "fr": (r"\bretiré par\b",),
        "de": (r"\babgeholt\b",),
        "zh": (r"已取件", r"取出"),
    },
    # A return that is under way or still to come.
    "return_open": {
        "en": (
            r"\b(will|shall|being|begun|started|initiated|requested|way|en route|transit|process|returning)\b",
            r"\b(going|about|is|are) to\b",
            r"\bto be\b",
        ),
        "pt": (r"\bem devolução\b", r"\bserá\b"),
        "de": (r"\bwird\b",),
    },
    # A forecast of a delivery.
    "forecast": {
        "en": (
            r"\b(will|shall|should|can|may|going to|about to|due to|expected to|scheduled to|ready to)\s+(soon\s+)?"
            r"be\s+(re-?)?deliver",
            r"\bto be delivered\b",
            r"\bwill (arrive|deliver)\b",
            r"\b(expected|estimated|scheduled|planned|anticipated|promised)\s+(\w+\s+)?deliver(y|ed)\b",
            r"\bdelivery\s+(date\s+)?(is\s+|has been\s+)?"
            r"(expected|estimated|scheduled|planned|promised|rescheduled)\b",
        ),
        "de": (r"\bwird\b.{0,40}\bzugestellt\b", r"\bvoraussichtlich"),
        "fr": (r"\bsera livré", r"\blivraison prévue\b"),
        "pt": (r"\bserá entregue\b", r"\bentrega prevista\b"),
        "es": (r"\bserá entregado\b", r"\bentrega prevista\b"),
        "it": (r"\bsarà consegnat",),
        "ru": (r"будет доставлен",),
        "zh": (r"预计.{0,12}(送达|派送|签收)", r"即将"),
    },
    # The delivery did happen, even if a forecast is quoted beside it.
    "delivered_fact": {
        "en": (r"^\W*delivered\b", r"\b(has been|was|successfully) delivered\b"),
        "pt": (r"^\W*(objeto )?entregue\b",),
        "es": (r"^\W*entregado\b",),
        "fr": (r"^\W*livré",),
        "de": (r"^\W*zugestellt\b", r"\bwurde\b.{0,40}\bzugestellt\b"),
        "zh": (r"已签收",),
    },
    "not_delivered": {
        "en": (
            r"\b(not|never|cannot|can't|couldn't|unable to)\s+(yet\s+)?(be\s+|been\s+)?(\w+\s+)?deliver",
            r"\bundeliver",
            r"\bdeliver(y|ed)?\s+(attempt\s+)?(was\s+|has\s+)?"
            r"(failed|unsuccessful|not (possible|completed|successful))\b",
            r"\battempted delivery\b",
        ),
        "de": (r"\bnicht zugestellt\b",),
        "fr": (r"\bnon livré",),
        "pt": (r"\bnão entregue\b",),
        "es": (r"\bno entregado\b",),
        "ru": (r"не доставлен",),
        "zh": (r"未签收", r"投递失败", r"派送失败"),
    },
    "on_the_round": {
        "en": (
            r"^\W*((is|now|parcel|package|shipment|item)\s+)*out for delivery\b",
            r"\b(is|was) out for delivery\b",
            r"\b(with|on)\s+(\w+\s+)?(courier|driver|vehicle|van)\b",
        ),
    },
    "round_to_come": {"en": (r"\b(will be|not|not yet)\s+(sent\s+)?out for delivery\b",)},
    "cleared": {
        "en": (
            r"\bclearance\s+(process(ing)?\s+)?(is\s+|has been\s+)?(completed?|finished|done)\b",
            r"\b(cleared|released)\s+(by\s+|from\s+|through\s+)?(the\s+)?(import\s+|export\s+)?customs\b",
            r"\bcustoms\s+(cleared|released)\b",
        ),
        "de": (r"\bverzollung abgeschlossen\b",),
        "zh": (r"清关完成", r"已清关", r"海关放行"),
    },
    "not_cleared": {
        "en": (
            r"\b(not|never)\s+(yet\s+)?(been\s+)?(cleared|released|completed?|finished)\b",
            r"\buncleared\b",
            r"\b(awaiting|pending|waiting for|before|until|prior to|will be|to be|expected|once|unless)\b",
            r"\bclearance\s+(is\s+)?(delay(ed)?|in progress|started|begun|not)\b",
        ),
        "zh": (r"未清关", r"等待清关", r"待清关"),
    },
    "return_ongoing": {
        "en": (
            r"\breturn (process |to (the )?(sender|shipper) )?(initiated|started|requested|processed|in progress)\b",
            r"\b(on its|on the) way back\b",
            r"\breturning\b",
        ),
        "pt": (r"\bem devolução\b",),
    },
    "return_item_delivered": {
        "en": (r"\breturn(ed)?\s+((parcel|shipment|package|item)\s+)?delivered\b", r"\breturn delivery\b"),
        "zh": (r"退件",),
    },
    "handed_over": {
        "en": (r"\breturned\b", r"\bdelivered\b", r"\bhanded over\b"),
        "pt": (r"\bentregue\b", r"\bdevolvido\b"),
        "es": (r"\bentregado\b", r"\bdevuelto\b"),
        "fr": (r"\blivré", r"\bretourné"),
        "de": (r"\bzugestellt\b",),
        "zh": (r"退回", r"签收"),
    },
    "lost": {"en": (r"(?<!not )(?<!no )\blost\b", r"\bmissing (parcel|package)\b")},
    "destroyed": {"en": (r"(?<!not )(?<!be )\b(destroyed|disposed|discarded)\b",)},
    "damaged": {"en": (r"(?<!not )(?<!no )(?<!without )\bdamaged?\b",)},
    "held_by_customs": {
        "en": (
            r"\bheld\b.{0,60}\bcustoms\b",
            r"\bcustoms\b.{0,60}\b(held|hold|delay|documents?|information|inspection|duty|duties|required)\b",
        ),
    },
    "refused": {"en": (r"(?<!not )\brefused\b", r"\brejected by\b")},
    "unclaimed": {"en": (r"\bunclaimed\b", r"\bnot (collected|picked up)\b")},
    "bad_address": {
        "en": (
            r"\b(wrong|incorrect|incomplete|insufficient|bad|invalid) address\b",
            r"\baddress\b.{0,40}\b(incorrect|incomplete|wrong|not found|unknown)\b",
        ),
    },
    "ready_to_collect": {
        "en": (
            r"\b(available|ready|waiting) (for|to be) (pick-?\s?up|collect\w*|picked up)\b",
            r"\bready to collect\b",
            r"\bawaiting (collection|pick-?\s?up)\b",
        ),
    },
    "by_carrier": {"en": (r"\bby (the )?(courier|carrier|driver)\b",)},
    "attempt": {
        "en": (
            r"\bdelivery attempt(ed)?\b",
            r"\battempted delivery\b",
            r"\b(notice|card) left\b",
            r"\b(nobody|no one) (at )?home\b",
            r"\brecipient (was )?(absent|not available)\b",
        ),
    },
    "held": {"en": (r"\bheld\b", r"\bon hold\b")},
    "late": {"en": (r"\bdelay(ed)?\b", r"\blate\b")},
    "nobody_signed": {
        "en": (
            r"\bsignature\b.{0,40}\b(not|waived)\b",
            r"\b(not|no|without)\b.{0,40}\bsign",
            r"\bwaived\b",
            r"\bpost office\b",
        ),
    },
}


def expression(*concepts: str) -> str:
    """Join all phrases of the given concepts into one regular expression."""
    return "|".join(phrase for name in concepts for group in CONCEPTS[name].values() for phrase in group)
