"""Stock per article and place from the movements of the day."""
import attrs

KINDS = {"receipt": 1, "return": 1, "sale": -1, "loss": -1}


@attrs.define
class Level:
    """What lies in one place, and what of it is promised to customers."""

    on_hand: int = attrs.field(default=0)
    reserved: int = attrs.field(default=0, validator=attrs.validators.ge(0))

    @property
    def available(self):
        return self.on_hand - self.reserved


class StockError(ValueError):
    """A movement that cannot have happened."""


def apply(levels, movement):
    """Changes the levels by one movement and says which keys it touched."""
    kind, sku, quantity = movement["kind"], movement["sku"], movement["quantity"]
    if quantity <= 0:
        raise StockError(f"{kind} of {quantity} {sku}: quantities are positive")
    place = levels.setdefault((sku, movement["place"]), Level())
    if kind in KINDS:
        place.on_hand += KINDS[kind] * quantity
    elif kind == "reserve":
        place.reserved += quantity
    elif kind == "release":
        place.reserved = max(0, place.reserved - quantity)
    elif kind == "transfer":
        place.on_hand -= quantity
        levels.setdefault((sku, movement["to"]), Level()).on_hand += quantity
    else:
        raise StockError(f"'{kind}' is no kind of movement: {', '.join([*KINDS, 'reserve', 'release', 'transfer'])}")
    if place.on_hand < 0:
        raise StockError(f"{sku} in {movement['place']} would be {place.on_hand}")


def run(movements):
    """The levels after all movements as rows, by article and place."""
    levels = {}
    for number, movement in enumerate(movements, start=1):
        try:
            apply(levels, movement)
        except StockError as error:
            raise StockError(f"Movement {number}: {error}") from error
    return [
        {"sku": sku, "place": place, **attrs.asdict(level), "available": level.available}
        for (sku, place), level in sorted(levels.items())
    ]


def oversold(movements):
    """Articles of which more is promised than there is in all places together."""
    totals = {}
    for row in run(movements):
        totals[row["sku"]] = totals.get(row["sku"], 0) + row["available"]
    return sorted(sku for sku, available in totals.items() if available < 0)
