"""Fills letters: {field}, {field|upper}, and lines that only appear when a field is there: [if field]...[end]."""
import csv
import io
import re
import textwrap

import Dunning

FILTERS = {
    "upper": str.upper,
    "title": str.title,
    "money": lambda text: f"{float(text):,.2f}".replace(",", " "),
    "date": lambda text: ".".join(reversed(text.split("-"))),
}
CONDITION = re.compile(r"\[if (?P<field>\w+)\](?P<body>.*?)\[end\]\n?", re.DOTALL)
FIELD = re.compile(r"\{(?P<field>\w+)(?:\|(?P<filter>\w+))?\}")

REMINDER = """{head}

Invoice {number}: reminder {level}

Please pay {total|money} EUR by {pay_by|date}.
[if interest]
This includes {interest|money} EUR of interest on arrears.
[end]
"""
BASE_RATE = 1.27


class MergeError(ValueError):
    """A template that does not fit its data."""


def fields_of(template):
    """The fields that a template uses, in the order of their names."""
    used = {match["field"] for match in FIELD.finditer(template)}
    return sorted(used | {match["field"] for match in CONDITION.finditer(template)})


def merge(template, record, width=72):
    """One letter. A missing field is an error, so that no letter begins with "Dear {name}"."""

    def keep(match):
        return match["body"].lstrip("\n") if record.get(match["field"]) not in (None, "", False) else ""

    def fill(match):
        field, name = match["field"], match["filter"]
        if field not in record:
            raise MergeError(f"The template uses '{field}', the record has {', '.join(sorted(record))}")
        text = str(record[field])
        if name is None:
            return text
        if name not in FILTERS:
            raise MergeError(f"'{name}' is no filter: {', '.join(FILTERS)}")
        return FILTERS[name](text)

    text = FIELD.sub(fill, CONDITION.sub(keep, template))
    return "\n".join(line if len(line) <= width else textwrap.fill(line, width) for line in text.split("\n"))


def merge_all(template, records):
    """All letters, or the numbers of the records that do not fit and no letter at all."""
    letters, errors = [], []
    for number, record in enumerate(records, start=1):
        try:
            letters.append(merge(template, record))
        except MergeError as error:
            errors.append(f"record {number}: {error}")
    if errors:
        raise MergeError("; ".join(errors))
    return letters


def dunning_digest(ledger, today):
    """One line for each reminder of a day, from the open invoices as CSV with the columns number, amount and due."""
    invoices = [
        {"number": row["number"], "amount": float(row["amount"]), "due": row["due"]}
        for row in csv.DictReader(io.StringIO(ledger))
    ]
    return "\n".join(
        f"{reminder['Number']}: level {reminder['Level']}, {reminder['Total']:.2f} EUR until {reminder['PayBy']}"
        for reminder in Dunning.Plan(invoices, today, BASE_RATE)
    )


def dunning_letter(invoice, customer, today):
    """The letter that reminds a customer of an invoice, or None where it is not due for one."""
    plan = Dunning.Plan([invoice], today, BASE_RATE)
    if not plan:
        return None
    head = Dunning.Head(*(customer[field] for field in ("country", "name", "street", "postcode", "city")))
    record = {"number": "Number", "level": "Level", "total": "Total", "interest": "Interest", "pay_by": "PayBy"}
    return merge(REMINDER, {"head": head, **{field: plan[0][name] for field, name in record.items()}})
