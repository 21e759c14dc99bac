"""Groups the orders of a region into delivery areas by k-means, with the same result each night."""
import geo


def first_centres(points, count):
    """The point nearest to the middle, then always the one farthest from all centres: no dice are thrown."""
    middle = mean(points)
    centres = [min(points, key=lambda point: geo.distance(point, middle))]
    while len(centres) < count:
        centres.append(max(points, key=lambda point: min(geo.distance(point, centre) for centre in centres)))
    return centres


def mean(points):
    """The middle of points that are close enough for the earth to be flat."""
    return [sum(point[i] for point in points) / len(points) for i in (0, 1)]


def assign(points, centres):
    """For each point the number of its nearest centre."""
    return [min(range(len(centres)), key=lambda i: geo.distance(point, centres[i])) for point in points]


def cluster(orders, count, rounds=50):
    """The areas, largest first, each with its orders, its middle and how far its farthest order is."""
    if not 0 < count <= len(orders):
        raise ValueError(f"{count} areas cannot be made of {len(orders)} orders")
    points = [order["at"] for order in orders]
    centres = first_centres(points, count)
    members = assign(points, centres)
    for _ in range(rounds):
        centres = [
            mean([point for point, area in zip(points, members) if area == i]) if i in members else centres[i]
            for i in range(count)
        ]
        moved = assign(points, centres)
        if moved == members:
            break
        members = moved
    areas = [describe(orders, members, centres, i) for i in range(count) if i in members]
    return sorted(areas, key=lambda area: (-len(area["orders"]), area["orders"]))


def describe(orders, members, centres, number):
    """One area as a row of the report."""
    inside = [order for order, area in zip(orders, members) if area == number]
    return {
        "orders": sorted(order["id"] for order in inside),
        "centre": [round(x, 4) for x in centres[number]],
        "radius_km": round(max(geo.distance(order["at"], centres[number]) for order in inside), 1),
        "cell": geo.geohash(centres[number], 5),
    }
