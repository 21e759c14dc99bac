"""Plans the tours of the day: every stop gets a van and a time slot."""
import geo
import WorkCalendar

SPEED_KM_H = 45
SERVICE_MINUTES = 8
SLOT_MINUTES = 120
START = 8 * 60


def clock(minutes):
    """Minutes after midnight as a time of day."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def slot_of(minutes):
    """The two-hour slot that a time lies in, as shown to customers."""
    first = START + (minutes - START) // SLOT_MINUTES * SLOT_MINUTES
    return f"{clock(first)}-{clock(first + SLOT_MINUTES)}"


def delivery_day(ordered, hour, state=""):
    """The day of delivery: what is ordered before noon is driven on the next working day, the rest one later."""
    return WorkCalendar.AddWorkdays(ordered, 1 if hour < 12 else 2, state)


def order_of(depot, stops):
    """Nearest neighbour first, then 2-opt until no exchange of two legs shortens the tour."""
    route, left, at = [], list(stops), depot
    while left:
        nearest = min(left, key=lambda stop: (geo.distance(at, stop["at"]), stop["order"]))
        left.remove(nearest)
        route.append(nearest)
        at = nearest["at"]

    def length(candidate):
        return geo.tour_length([depot, *(stop["at"] for stop in candidate)])

    improved = True
    while improved:
        improved = False
        for i in range(len(route) - 1):
            for j in range(i + 2, len(route) + 1):
                candidate = route[:i] + route[i:j][::-1] + route[j:]
                if length(candidate) < length(route) - 0.001:
                    route, improved = candidate, True
    return route


def plan(depot, stops, capacity):
    """A timetable: vans are filled by distance from the depot, farthest stops first."""
    heavy = [stop["order"] for stop in stops if stop["weight"] > capacity]
    if heavy:
        raise ValueError(f"Too heavy for any van of {capacity} kg: {', '.join(heavy)}")
    vans = []
    for stop in sorted(stops, key=lambda stop: (-geo.distance(depot, stop["at"]), stop["order"])):
        van = next((van for van in vans if sum(s["weight"] for s in van) + stop["weight"] <= capacity), None)
        if van is None:
            vans.append(van := [])
        van.append(stop)
    timetable = []
    for number, van in enumerate(vans, start=1):
        at, minutes = depot, START
        for stop in order_of(depot, van):
            minutes += round(geo.distance(at, stop["at"]) / SPEED_KM_H * 60)
            timetable.append({"van": number, "order": stop["order"], "arrival": clock(minutes), "slot": slot_of(minutes)})
            minutes += SERVICE_MINUTES
            at = stop["at"]
    return timetable
