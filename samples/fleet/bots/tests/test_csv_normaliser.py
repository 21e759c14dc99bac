import pytest

from csv_normaliser import clean_value, delimiter_of, header_name, normalise


@pytest.mark.parametrize("text, expected", [
    ("a,b,c", ","), ("a;b;c", ";"), ("a\tb", "\t"), ('"x,y,z";b', ";"), ("\ufeffa|b", "|"),
])
def test_delimiter(text, expected):
    assert delimiter_of(text) == expected


def test_one_column_is_refused():
    with pytest.raises(ValueError, match="no delimiter"):
        delimiter_of("only one\n1\n")


@pytest.mark.parametrize("text, expected", [
    ("Unit price (EUR)", "unit_price_eur"), ("  SKU ", "sku"), ("EAN/GTIN", "ean_gtin"),
])
def test_header(text, expected):
    assert header_name(text) == expected


@pytest.mark.parametrize("text, expected", [
    ("31.12.2026", "2026-12-31"), ("01/02/2026", "2026-02-01"), ("2026-02-29", "2026-02-29"),
    ("1.234,50", "1234.50"), ("-7,5", "-7.5"), ("1.234.567", "1234567"), ("1.5", "1.5"),
    ("007", "007"), ("  two   words ", "two words"), ("", ""),
])
def test_value(text, expected):
    assert clean_value(text) == expected


def test_with_commas_between_columns_a_number_has_no_decimal_comma():
    assert clean_value("1.234", decimal_comma=False) == "1.234"


def test_a_german_file():
    text = "\ufeffArtikel-Nr;Preis;Gültig ab\r\nT1;1.299,00;01.03.2026\r\n;;\r\nT2;7,5\r\n"
    assert normalise(text) == "artikel_nr,preis,g_ltig_ab\nT1,1299.00,2026-03-01\nT2,7.5,\n"


def test_values_with_commas_are_quoted():
    assert normalise('sku;name\nT1;"Tent, green"\n') == 'sku,name\nT1,"Tent, green"\n'


@pytest.mark.parametrize("text, message", [
    ("a;A\n1;2\n", "same name: a"),
    ("a;b\n1;2\n1;2;3\n", "Row 3 has 3 values for 2 columns"),
])
def test_what_cannot_be_read_is_named(text, message):
    with pytest.raises(ValueError, match=message):
        normalise(text)
