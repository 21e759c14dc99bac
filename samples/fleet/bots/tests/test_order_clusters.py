import pytest

import order_clusters

HAMBURG, MUNICH, COLOGNE = [53.55, 10.0], [48.14, 11.58], [50.94, 6.96]


def orders_around(name, city, count):
    return [{"id": f"{name}{i}", "at": [city[0] + 0.01 * i, city[1] - 0.01 * i]} for i in range(count)]


ORDERS = orders_around("h", HAMBURG, 4) + orders_around("m", MUNICH, 3) + orders_around("c", COLOGNE, 2)


def test_cities_become_areas_the_largest_first():
    areas = order_clusters.cluster(ORDERS, 3)
    assert [area["orders"] for area in areas] == [["h0", "h1", "h2", "h3"], ["m0", "m1", "m2"], ["c0", "c1"]]


def test_an_area_has_a_middle_a_radius_and_a_cell():
    area = order_clusters.cluster(ORDERS, 3)[2]
    assert area["centre"] == [50.945, 6.955]
    assert area["radius_km"] == 0.7
    assert area["cell"] == "u1hcy"


def test_the_order_of_the_orders_does_not_matter():
    assert order_clusters.cluster(ORDERS[::-1], 3) == order_clusters.cluster(ORDERS, 3)


def test_as_many_areas_as_orders():
    areas = order_clusters.cluster(ORDERS, len(ORDERS))
    assert sorted(len(area["orders"]) for area in areas) == [1] * 9
    assert {area["radius_km"] for area in areas} == {0.0}


@pytest.mark.parametrize("count", [0, 10])
def test_impossible_counts(count):
    with pytest.raises(ValueError, match=f"{count} areas cannot be made of 9 orders"):
        order_clusters.cluster(ORDERS, count)
