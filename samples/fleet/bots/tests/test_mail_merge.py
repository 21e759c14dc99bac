import pytest

from mail_merge import MergeError, dunning_digest, dunning_letter, fields_of, merge, merge_all


def test_fields_and_filters():
    template = "{name|upper}, {amount|money} EUR until {day|date}"
    record = {"name": "Ada", "amount": "1234.5", "day": "2026-12-31"}
    assert merge(template, record) == "ADA, 1 234.50 EUR until 31.12.2026"


@pytest.mark.parametrize("record, expected", [
    ({"name": "Ada", "title": "Dr."}, "Dear\nDr. Ada\nBye"),
    ({"name": "Ada", "title": ""}, "Dear\nAda\nBye"),
    ({"name": "Ada"}, "Dear\nAda\nBye"),
])
def test_a_condition_hides_what_is_empty(record, expected):
    assert merge("Dear\n[if title]{title} [end]{name}\nBye", record) == expected


def test_a_hidden_line_leaves_no_gap():
    assert merge("a\n[if fee]\nfee: {fee}\n[end]\nb", {}) == "a\nb"
    assert merge("a\n[if fee]\nfee: {fee}\n[end]\nb", {"fee": 5}) == "a\nfee: 5\nb"


def test_long_lines_are_wrapped():
    assert merge("{text}", {"text": "one two three four"}, width=9) == "one two\nthree\nfour"


def test_fields_of_a_template():
    assert fields_of("{b} {a|upper}[if c]x[end]{a}") == ["a", "b", "c"]


def test_a_missing_field_is_named_with_those_there_are():
    with pytest.raises(MergeError, match="uses 'name', the record has city, street"):
        merge("Dear {name}", {"street": "x", "city": "y"})


def test_an_unknown_filter_is_named():
    with pytest.raises(MergeError, match="'lower' is no filter: upper, title, money, date"):
        merge("{name|lower}", {"name": "x"})


def test_all_or_nothing():
    assert merge_all("Hi {n}", [{"n": 1}, {"n": 2}]) == ["Hi 1", "Hi 2"]
    with pytest.raises(MergeError, match="record 2: .*; record 3: "):
        merge_all("Hi {n}", [{"n": 1}, {"m": 1}, {}])


def test_a_reminder_with_interest():
    invoice = {"number": "R2026-000123-46", "amount": 1000, "due": "2026-03-02"}
    customer = {"country": "GB", "name": "Ada", "street": "1 High St", "postcode": "sw1a 1aa", "city": "London"}
    assert dunning_letter(invoice, customer, "2026-05-14") == """Nordwind Outdoor GmbH, Sandtorkai 7, 20457 Hamburg

Ada
1 High St
LONDON
SW1A 1AA
GB

Invoice R2026-000123-46: reminder 3

Please pay 1 022.54 EUR by 21.05.2026.
This includes 12.54 EUR of interest on arrears.
"""


def test_a_digest_has_the_worst_case_first():
    ledger = "number,amount,due\nR1,100.00,2026-05-10\nR2,50.00,2026-05-01\nR3,80.00,2026-03-02\n"
    assert dunning_digest(ledger, "2026-05-14") == (
        "R3: level 3, 91.00 EUR until 2026-05-21\nR2: level 1, 50.00 EUR until 2026-05-29")
