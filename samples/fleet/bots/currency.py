"""Converts money by the reference rates of a day, which are units of a currency per euro."""
import csv
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import ini_reader

RATES_FILE = Path(__file__).resolve().parent / "data" / "rates.csv"


class UnknownRate(LookupError):
    """There is no rate for this currency or day."""


def read_rates(path=RATES_FILE):
    """The rates by day and currency; the euro itself is always 1."""
    rates = {}
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rates.setdefault(row["day"], {"EUR": Decimal(1)})[row["currency"]] = Decimal(row["rate"])
    return rates


def rate_of(currency, day):
    """The rate of the day, or of the last day before it: there are none on weekends and holidays."""
    rates = read_rates()
    days = [known for known in sorted(rates) if known <= day]
    if not days:
        raise UnknownRate(f"There are no rates of {day} or before; the first are of {min(rates)}.")
    try:
        return str(rates[days[-1]][currency])
    except KeyError:
        known = ", ".join(sorted(rates[days[-1]]))
        raise UnknownRate(f"There is no rate of {currency} on {days[-1]}. Known are: {known}.") from None


def convert(amount, source, target, day):
    """The amount in another currency as text, rounded once, at the end."""
    euros = Decimal(str(amount)) / Decimal(rate_of(source, day))
    exact = euros * Decimal(rate_of(target, day))
    unit = Decimal(1) if target == "JPY" else Decimal("0.01")
    return str(exact.quantize(unit, ROUND_HALF_UP))


def revalue(positions, target, day):
    """The sum of positions (amount and currency) in one currency, each converted by itself as in the books."""
    total = sum((Decimal(convert(amount, currency, target, day)) for amount, currency in positions), Decimal(0))
    return str(total)


def to_books(amount, source, day):
    """The amount in the currency of our books."""
    return convert(amount, source, ini_reader.fleet_setting("company", "currency"), day)
