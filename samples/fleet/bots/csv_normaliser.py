"""Brings the CSV files of suppliers into one form: commas, ISO dates, decimal points, snake_case headers."""
import csv
import io
import re
from datetime import datetime

DATE_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")
NUMBER = re.compile(r"^-?\d{1,3}(\.\d{3})+(,\d+)?$|^-?\d+(,\d+)?$")


def delimiter_of(text):
    """The delimiter that the first line uses most; quoted text does not count."""
    head = re.sub(r'"[^"]*"', "", text.lstrip("\ufeff").split("\n", 1)[0])
    counts = {mark: head.count(mark) for mark in (",", ";", "\t", "|")}
    best = max(counts, key=counts.get)
    if counts[best] == 0:
        raise ValueError("The first line has no delimiter: one of , ; tab and | is expected.")
    return best


def header_name(text):
    """A column's name as an identifier: "Unit price (EUR)" becomes unit_price_eur."""
    return re.sub(r"[^a-z0-9]+", "_", text.strip().lower()).strip("_")


def clean_value(text, decimal_comma=True):
    """One value: dates in ISO form, numbers with a decimal point, anything else trimmed."""
    text = " ".join(text.split())
    for form in DATE_FORMATS:
        try:
            return datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    if decimal_comma and NUMBER.match(text) and not re.match(r"^0\d", text):
        return text.replace(".", "").replace(",", ".")
    return text


def normalise(text):
    """The whole file in the common form; rows without any value are dropped, short ones filled."""
    delimiter = delimiter_of(text)
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter))
    header = [header_name(name) for name in rows[0]]
    doubles = sorted({name for name in header if header.count(name) > 1})
    if doubles:
        raise ValueError(f"Columns with the same name: {', '.join(doubles)}")
    output = io.StringIO(newline="")
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(header)
    for number, row in enumerate(rows[1:], start=2):
        if not any(value.strip() for value in row):
            continue
        if len(row) > len(header):
            raise ValueError(f"Row {number} has {len(row)} values for {len(header)} columns.")
        cleaned = [clean_value(value, decimal_comma=delimiter != ",") for value in row]
        writer.writerow(cleaned + [""] * (len(header) - len(row)))
    return output.getvalue()
