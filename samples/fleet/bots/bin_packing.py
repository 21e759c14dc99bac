"""Packs orders into as few parcels as possible, and knows what the parcels cost."""

# The smallest parcel that carries a weight in kilograms and the girth in centimetres, and its price in cents.
SERVICES = [("letter", 0.5, 60, 270), ("packet", 2, 90, 469), ("parcel S", 5, 180, 719), ("parcel M", 10, 300, 1019), ("parcel L", 31.5, 360, 1949)]


def pack(items, capacity):
    """First fit decreasing: never more than 11/9 of the best number of parcels, and one."""
    too_large = [name for name, weight in items if weight > capacity]
    if too_large:
        raise ValueError(f"Heavier than {capacity}: {', '.join(too_large)}")
    parcels = []
    for name, weight in sorted(items, key=lambda item: (-item[1], item[0])):
        for parcel in parcels:
            if parcel["weight"] + weight <= capacity:
                parcel["items"].append(name)
                parcel["weight"] = round(parcel["weight"] + weight, 3)
                break
        else:
            parcels.append({"items": [name], "weight": weight})
    return parcels


def girth(length, width, height):
    """The longest side and once around the two others, as carriers measure."""
    longest, *others = sorted((length, width, height), reverse=True)
    return longest + 2 * sum(others)


def service_for(weight, size):
    """The cheapest service for a weight and the three sides of a parcel."""
    around = girth(*size)
    for name, most_weight, most_girth, cents in SERVICES:
        if weight <= most_weight and around <= most_girth:
            return {"service": name, "cents": cents}
    raise ValueError(f"No service takes {weight} kg with a girth of {around} cm")


def waste(items, capacity):
    """The share of the capacity that stays empty, in percent."""
    parcels = pack(items, capacity)
    if not parcels:
        return 0
    return round(100 * (1 - sum(parcel["weight"] for parcel in parcels) / (capacity * len(parcels))), 1)
