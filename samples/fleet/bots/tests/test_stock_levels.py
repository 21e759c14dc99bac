import pytest

import stock_levels


def movement(kind, quantity, sku="T1", place="HAM", **more):
    return {"kind": kind, "sku": sku, "place": place, "quantity": quantity, **more}


def test_movements_add_up():
    rows = stock_levels.run([movement("receipt", 10), movement("sale", 3), movement("return", 1), movement("loss", 2)])
    assert rows == [{"sku": "T1", "place": "HAM", "on_hand": 6, "reserved": 0, "available": 6}]


def test_a_transfer_keeps_the_total():
    rows = stock_levels.run([movement("receipt", 10), movement("transfer", 4, to="MUC")])
    assert [(row["place"], row["on_hand"]) for row in rows] == [("HAM", 6), ("MUC", 4)]


def test_reserved_goods_are_not_available():
    rows = stock_levels.run([movement("receipt", 5), movement("reserve", 4), movement("release", 1)])
    assert rows[0]["available"] == 2


def test_more_cannot_be_released_than_was_reserved():
    assert stock_levels.run([movement("reserve", 2), movement("release", 5)])[0]["reserved"] == 0


@pytest.mark.parametrize("wrong, message", [
    (movement("sale", 1), "Movement 2: T1 in HAM would be -1"),
    (movement("receipt", 0), "Movement 2: receipt of 0 T1"),
    (movement("gift", 1), "'gift' is no kind of movement: receipt, return, sale, loss, reserve, release, transfer"),
])
def test_what_cannot_have_happened(wrong, message):
    with pytest.raises(stock_levels.StockError, match=message):
        stock_levels.run([movement("receipt", 1, sku="T2"), wrong])


def test_oversold_counts_all_places():
    movements = [
        movement("receipt", 1), movement("reserve", 2), movement("receipt", 1, place="MUC"),
        movement("receipt", 1, sku="T2"), movement("reserve", 2, sku="T2"),
    ]
    assert stock_levels.oversold(movements) == ["T2"]
