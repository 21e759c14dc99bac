import delivery_slots
import pytest

HAMBURG = [53.55, 10.0]


def stop(order, north, east, weight=10):
    return {"order": order, "at": [HAMBURG[0] + north, HAMBURG[1] + east], "weight": weight}


def test_slots_are_two_hours_from_eight():
    assert [delivery_slots.slot_of(m) for m in (480, 599, 600, 725)] == [
        "08:00-10:00", "08:00-10:00", "10:00-12:00", "12:00-14:00"]


def test_a_tour_does_not_cross_itself():
    square = [stop("a", 0.1, 0), stop("b", 0.1, 0.1), stop("c", 0.2, 0), stop("d", 0.2, 0.1)]
    assert "".join(s["order"] for s in delivery_slots.order_of(HAMBURG, square)) in ("acdb", "bdca")


def test_arrivals_follow_distance_and_service_time():
    plan = delivery_slots.plan(HAMBURG, [stop("a", 0.1, 0), stop("b", 0.2, 0)], capacity=100)
    assert plan == [
        {"van": 1, "order": "a", "arrival": "08:15", "slot": "08:00-10:00"},
        {"van": 1, "order": "b", "arrival": "08:38", "slot": "08:00-10:00"},
    ]


def test_a_full_van_makes_room_for_another():
    plan = delivery_slots.plan(HAMBURG, [stop("a", 0.1, 0, 60), stop("b", 0.2, 0, 60), stop("c", 0.3, 0, 40)], capacity=100)
    assert sorted((row["order"], row["van"]) for row in plan) == [("a", 2), ("b", 1), ("c", 1)]


def test_an_order_that_fits_in_no_van_is_named():
    with pytest.raises(ValueError, match="Too heavy for any van of 50 kg: b"):
        delivery_slots.plan(HAMBURG, [stop("a", 0.1, 0), stop("b", 0.1, 0, 51)], capacity=50)


def test_no_stops_no_tour():
    assert delivery_slots.plan(HAMBURG, [], capacity=100) == []


def test_a_holiday_delays_the_delivery():
    assert delivery_slots.delivery_day("2026-04-02", 11) == "2026-04-07"
