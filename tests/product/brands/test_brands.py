"""What a title says about brands: disguises, meaning, coded words, brand field, price; hostile titles."""

from __future__ import annotations

import random
from datetime import date

import pytest
from brand_disguises import disguises
from brand_sets import ON, brands_of
from hypothesis import given, settings
from hypothesis import strategies as st

from parcelproof.errors import InputError
from parcelproof.playbook import load_playbook
from parcelproof.product.brands.answer import BrandAnswer, find_brand
from parcelproof.product.brands.brand_list import BrandList, brand_list, one_edit
from parcelproof.product.brands.shell import answer_brand
from parcelproof.product.brands.words import key_of, normalise, places
from parcelproof.units import Money

BOOK = load_playbook()
MADE = disguises(brands_of(BOOK), each=2)


def ask(title: str, **given) -> BrandAnswer:
    return find_brand(title, playbook=BOOK, on=ON, **given)


def codes(answer: BrandAnswer) -> list[str]:
    return [reason.code for reason in answer.reasons]


@pytest.mark.parametrize(
    ("title", "brand", "disguise"),
    [
        ("N1ke Air sneakers", "Nike", "leet"),
        ("ADID4S running shoes", "Adidas", "leet"),
        ("@didas trainers", "Adidas", "leet"),
        ("Nіkе running shoes", "Nike", "homoglyph"),  # Cyrillic і and е
        ("АррӀе phone 128 GB", "Apple", "homoglyph"),  # wholly Cyrillic
        ("ѕоnу headphones", "Sony", "homoglyph"),
        ("Nlke sneakers", "Nike", "homoglyph"),  # l for i
        ("𝐆𝐮𝐜𝐜𝐢 bag", "Gucci", "homoglyph"),
        ("Ⓖⓤⓒⓒⓘ bag", "Gucci", "homoglyph"),
        ("ＮＩＫＥ shoes", "Nike", "full_width"),
        ("N\u200bike shoes", "Nike", "zero_width"),
        ("Ro\u00adlex watch", "Rolex", "zero_width"),
        ("n i k e shoes", "Nike", "spacing"),
        ("N.I.K.E shoes", "Nike", "spacing"),
        ("ni ke shoes", "Nike", "spacing"),
        ("J.B.L speaker", "JBL", "spacing"),
        ("Lou is Vuitton bag", "Louis Vuitton", "spacing"),
        ("L0uis Vu1tton bag", "Louis Vuitton", "leet"),
        ("Louis Viutton bag", "Louis Vuitton", "one_edit"),
        ("Samsnug phone", "Samsung", "one_edit"),
        ("Guccci belt", "Gucci", "one_edit"),
        ("Tomy Hilfiger shirt", "Tommy Hilfiger", "one_edit"),
        ("Levk's jeans", "Levi's", "one_edit"),
    ],
)
def test_a_disguise_is_seen(title, brand, disguise):
    answer = ask(title)
    assert (answer.brand, answer.disguise) == (brand, disguise)
    assert answer.level != "none"
    assert codes(answer)[0] == disguise
    assert answer.reasons[0].rules[0] in BOOK.rules


@pytest.mark.parametrize(
    ("title", "brand"),
    [
        ("Nike Air Max 90", "Nike"), ("adidas® Samba", "Adidas"), ("NIKE's best", "Nike"),
        ("Ray Ban Aviator", "Ray-Ban"),
        ("RayBan Aviator", "Ray-Ban"), ("Levi’s 501", "Levi's"), ("Hermes scarf", "Hermès"), ("H&M dress", "H&M"),
        ("LOREAL mascara", "L'Oréal"), ("Dolce&Gabbana", "Dolce & Gabbana"), ("耐克运动鞋 42码", "Nike"),
        ("Кроссовки Nike мужские", "Nike"), ("Самсунг телефон", "Samsung"), ("Gucci! Gucci!", "Gucci"),
        ("Apple Watch 44 mm", "Apple"), ("Coach handbag, brown", "Coach"),
    ],
)  # fmt: skip
def test_a_brand_in_plain_letters_is_named_and_not_flagged(title, brand):
    answer = ask(title)
    assert (answer.brand, answer.disguise, answer.level) == (brand, "", "none")
    assert answer.claim == "claimed"


@pytest.mark.parametrize(
    "title",
    [
        "Puma cat poster", "Apple cinnamon candle", "Football coach whistle", "Gap filler, white", "Like a boss mug",
        "Target for archery", "Sonny and Nick goggle strap", "as us, a novel", "can on a string", "1.5 hp pump",
        "Тому, кто любит кофе", "ТОМУ", "Νίκη της Σαμοθράκης", "ΝΙΚΗ", "红富士苹果", "Turn! Turn! Turn!",
    ],
)  # fmt: skip
def test_an_ordinary_word_is_no_brand(title):
    answer = ask(title)
    assert (answer.brand, answer.level) == ("", "none")


def test_a_word_that_is_a_brand_too_counts_where_the_brand_field_names_it():
    assert ask("Puma cat poster", brand_field="Puma").brand == "Puma"
    assert ask("Coach, brown, medium", category="Women's Bags & Handbags").brand == "Coach"


@pytest.mark.parametrize(
    "title",
    [
        "Case fit for Samsung Galaxy S23", "Strap compatible with Apple Watch", "Tasche für Nintendo Switch",
        "Coque pour iPhone 14", "Чехол для iPhone 13", "Θήκη για iPhone 14", "适用于华为手机壳", "iPhone 15対応 ケース",
        "Fits Samsung, Huawei, Xiaomi and Oppo phones",
    ],
)  # fmt: skip
def test_goods_that_fit_a_brand_do_not_claim_it(title):
    answer = ask(title, brand_field="Unbranded", price=Money(amount="1", currency="USD"),
                 reference_price=Money(amount="100", currency="USD"))  # fmt: skip
    assert answer.claim == "compatible"
    assert answer.level == "none"


def test_for_a_person_is_no_compatible_part():
    assert ask("Shoes for men Nike").claim == "claimed"


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Nike sneakers 1:1 quality", ("1:1",)),
        ("Gucci bag AAA quality", ("AAA quality",)),
        ("Rolex replica watch", ("replica",)),
        ("Rolex replica pen", ("replica",)),
        ("Louis Vuitton bag mirror-quality", ("mirror-quality",)),
        ("Кроссовки Nike реплика", ("реплика",)),
        ("Gucci 高仿 手提包", ("高仿",)),
        ("UA Jordan 1 sneakers", ("UA",)),
    ],
)
def test_coded_words_beside_a_brand(title, words):
    answer = ask(title)
    assert answer.coded_words == words
    assert "coded_words" in codes(answer)


@pytest.mark.parametrize(
    "title",
    [
        "Duracell AAA battery, 4 pack", "AAA quality garlic powder", "Macro lens 1:1 ratio for Canon EF",
        "Licensed replica model car Ferrari 1:18", "OEM spare part, brake pads for BMW",
        "OEM battery for Apple MacBook", "Lipstick dupe, rosewood",
        "Replica watch, no name", "Under Armour UA Tech 2.0 shirt", "A-grade refurbished Samsung Galaxy phone",
        "Nike shoes for long walks over hills and fields and through every wood, with a museum replica coin",
    ],
)  # fmt: skip
def test_coded_words_are_innocent_elsewhere(title):
    assert ask(title).coded_words == ()
    assert ask(title).level == "none"


@pytest.mark.parametrize("stated", ["Unbranded", "no brand", "Does not apply", "compatible", "нет бренда", "无品牌"])
def test_a_brand_field_that_says_none(stated):
    answer = ask("Nike running shoes", brand_field=stated)
    assert (answer.level, codes(answer)) == ("look", ["no_brand_field"])


def test_brand_field_and_title_name_different_brands():
    assert codes(ask("Nike running shoes", brand_field="Adidas")) == ["other_brand_field"]
    assert ask("Nike running shoes", brand_field="Nike").level == "none"
    assert ask("Nike running shoes").level == "none"


def test_a_brand_can_hide_in_the_brand_field():
    answer = ask("Running shoes, men", brand_field="N1ke")
    assert (answer.brand, answer.disguise, answer.written) == ("Nike", "leet", "N1ke")


def test_a_brand_of_nobody_is_taken_from_its_field():
    answer = ask("65 W travel charger", brand_field="Nordvolt")
    assert (answer.brand, answer.claim, answer.level) == ("Nordvolt", "claimed", "none")


def test_many_brands_in_one_title():
    assert codes(ask("Gucci Prada Dior Chanel bag")) == ["many_brands"]
    assert ask("Casio and Seiko watch tool").level == "none"


@pytest.mark.parametrize(
    ("price", "level", "code"),
    [
        ("29.99", "high", "price_far_below"),
        ("30", "look", "price_below"),
        ("59.99", "look", "price_below"),
        ("60", "none", ""),
    ],
)
def test_the_price_beside_the_usual_one(price, level, code):
    usual = Money(amount="100", currency="USD")
    answer = ask("Nike shoes", price=Money(amount=price, currency="USD"), reference_price=usual)
    assert answer.level == level
    assert codes(answer) == ([code] if code else [])
    assert ask("Nike shoes", price=Money(amount=price, currency="EUR"), reference_price=usual).level == "none"
    assert ask("Shoes", price=Money(amount=price, currency="USD"), reference_price=usual).level == "none"


def test_the_answer_for_the_shell():
    answer = answer_brand(
        {"title": "N1ke sneakers 1:1", "price": "20", "reference_price": "100", "currency": "usd", "brand_field": ""}
    )
    assert (answer["brand"], answer["disguise"], answer["coded_words"], answer["level"]) == (
        "Nike",
        "leet",
        ["1:1"],
        "high",
    )
    assert answer["share_of_usual_price"] == "0.20"
    assert [r["code"] for r in answer["reasons"]] == ["leet", "coded_words", "price_far_below"]
    assert all("(not known)" not in r["words"] for r in answer["reasons"])
    assert answer_brand({"title": "Wool scarf"}) == {
        "brand": "", "disguise": None, "coded_words": [], "level": "none", "claim": None, "written": "",
        "share_of_usual_price": None, "reasons": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    "row", [{}, {"title": " "}, {"title": "Nike", "price": "x", "currency": "USD"}, {"title": "Nike", "price": "5"}]
)
def test_a_row_that_cannot_be_answered(row):
    with pytest.raises(InputError):
        answer_brand(row)


def test_every_reason_has_words_and_every_rule_a_date():
    known = set(BOOK.checks["product.authenticity.brand"].messages)
    assert {made.kind for made in MADE} <= known
    assert len(BOOK.rules_for("brands")) >= 150
    rows = BOOK.rules_for("brands")
    assert {c for row in rows for c in row.columns["category"].split(";")} >= {
        "fashion", "shoes", "watches", "electronics", "cosmetics", "toys", "sports", "luxury", "tools", "phones",
    }  # fmt: skip
    assert all(not rule.may_fail for topic in ("brands", "brand_signals") for rule in BOOK.rules_for(topic))


def test_a_seller_adds_a_brand():
    rule = BOOK.rules_for("brands")[0]
    own = rule.model_copy(
        update={
            "id": "brand.nordvolt",
            "value": "Nordvolt",
            "columns": {**rule.columns, "aliases": "", "context": "", "ordinary": "nordholt", "rare": ""},
        }
    )
    brands = BrandList([own])
    assert brands.edited("nordvolk") is not None
    assert brands.plain["nordvolt"].brand.name == "Nordvolt"
    assert "nordholt" in brands.ordinary


@pytest.mark.slow
def test_a_disguise_hides_as_little_between_other_words():
    dice = random.Random(3)
    for made in dice.sample(MADE, 300):
        alone, inside = ask(made.title), ask(f"{made.title} and a wool scarf with it")
        assert (alone.brand, alone.disguise) == (inside.brand, inside.disguise) or made.kind in (
            "one_edit",
            "homoglyph",
        )


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_answered(text):
    answer = ask(text, brand_field=text[:40], category=text[:40])
    assert answer.level in ("none", "look", "high")
    assert bool(answer.reasons) == (answer.level != "none")
    assert [place.start for place in places(text)] == sorted(place.start for place in places(text))


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)
    assert key_of(key_of(text)) == key_of(text)


def test_every_disguise_by_look_alike_wide_or_hidden_signs_reads_as_its_brand():
    wanted: dict[str, set[str]] = {}
    for name in brand_list(BOOK, ON).names:
        wanted.setdefault(name.brand.name, set()).add(name.key)
    for made in MADE:
        if made.kind in ("homoglyph", "full_width", "zero_width"):
            assert "".join(c for c in normalise(made.written) if c.isalnum()) in wanted[made.brand], made


@given(st.text("abcde", min_size=1, max_size=8), st.integers(0, 7), st.sampled_from("abcde"))
def test_one_edit_is_one_edit(word, at, letter):
    at = min(at, len(word) - 1)
    assert one_edit(word, word[:at] + letter + word[at:])
    assert one_edit(word[:at] + word[at + 1 :], word) or len(word) == 0
    assert not one_edit(word, word)
    assert not one_edit(word, word + "xy")


def test_a_title_of_20_kb_is_read_in_one_go():
    # Work is counted and not timed: each word is looked at once, whatever stands around it.
    title = "Women's leather tote bag with zip N1ke " * 500
    answer = ask(title[:20_000])
    assert (answer.brand, answer.disguise) == ("Nike", "leet")
    hostile = ("n i k " * 3_000 + "\u200b" * 2_000)[:20_000]
    assert ask(hostile).brand == ""
    assert ask("ΑΒΕηνμσΛ" * 2_500).brand == ""
    assert ask("1" * 20_000).brand == ""
    assert ask(("Nike for " * 3_000)[:20_000]).brand == "Nike"
    assert "coded_words" in codes(ask(("Gucci bag replica " * 2_000)[:20_000]))


def test_a_rule_that_is_no_longer_in_force_is_not_used():
    early = date(2000, 1, 1)
    assert find_brand("Nike", playbook=BOOK, on=early).brand in ("", "Nike")
