"""Distances and areas on the globe: great circles and geohashes."""
import math

EARTH_RADIUS_KM = 6371.0088
ALPHABET = "0123456789bcdefghjkmnpqrstuvwxyz"


def distance(a, b):
    """Kilometres between two points (latitude, longitude) by the haversine formula."""
    (lat1, lon1), (lat2, lon2) = ([math.radians(x) for x in point] for point in (a, b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return round(2 * EARTH_RADIUS_KM * math.asin(math.sqrt(h)), 3)


def geohash(point, length=6):
    """The cell in which a point lies; 6 characters are about 1.2 by 0.6 kilometres."""
    ranges = {"lon": [-180.0, 180.0], "lat": [-90.0, 90.0]}
    values = {"lat": point[0], "lon": point[1]}
    bits = []
    for i in range(length * 5):
        axis = "lat" if i % 2 else "lon"
        middle = sum(ranges[axis]) / 2
        is_upper = values[axis] >= middle
        ranges[axis][0 if is_upper else 1] = middle
        bits.append(is_upper)
    groups = (bits[i:i + 5] for i in range(0, len(bits), 5))
    return "".join(ALPHABET[sum(bit << (4 - i) for i, bit in enumerate(group))] for group in groups)


def cell(code):
    """The middle of a geohash cell and its height and width in degrees."""
    low, high = [-90.0, -180.0], [90.0, 180.0]
    axis = 1
    for character in code.lower():
        number = ALPHABET.find(character)
        if number < 0:
            raise ValueError(f"'{character}' is not a character of a geohash")
        for shift in range(4, -1, -1):
            middle = (low[axis] + high[axis]) / 2
            (low if number >> shift & 1 else high)[axis] = middle
            axis = 1 - axis
    centre = [round((low[i] + high[i]) / 2, 6) for i in (0, 1)]
    return {"centre": centre, "height": high[0] - low[0], "width": high[1] - low[1]}


def tour_length(points):
    """Kilometres of a round trip in the given order."""
    return round(sum(distance(a, b) for a, b in zip(points, points[1:] + points[:1])), 3)
