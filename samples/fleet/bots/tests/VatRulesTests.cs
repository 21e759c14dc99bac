namespace Nordwind.Tests;

public class VatRulesTests
{
    [Theory]
    [InlineData("DE", "tents", 19)]
    [InlineData("DE", "maps", 7)]
    [InlineData("FR", "books", 5.5)]
    [InlineData("DK", "food", 25)]
    public void The_rate_depends_on_country_and_category(string country, string category, double rate) =>
        Assert.Equal((decimal)rate, VatRules.RateFor(country, category));

    [Fact]
    public void An_unknown_country_is_named_with_the_known_ones()
    {
        var exception = Assert.Throws<ArgumentException>(() => VatRules.RateFor("XX", "tents"));
        Assert.Contains("'XX'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("AT, BE, DE", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AT", "ATU12345678", true)]
    [InlineData("AT", "ATU1234567", false)]
    [InlineData("NL", "NL123456789B01", true)]
    [InlineData("FR", "FR12345678901", true)]
    [InlineData("FR", "IT12345678901", false)]
    [InlineData("DE", null, false)]
    public void A_vat_id_has_the_form_of_its_country(string country, string? id, bool expected) =>
        Assert.Equal(expected, VatRules.LooksLikeVatId(country, id));

    [Fact]
    public void A_consumer_abroad_pays_the_rate_at_home() =>
        Assert.Equal(new VatLine(99.99m, 20, 20.00m, "20 % AT"), VatRules.Calculate(99.99m, "tents", "DE", "AT"));

    [Fact]
    public void A_business_abroad_pays_the_tax_itself() =>
        Assert.Equal(new VatLine(500, 0, 0, "Reverse charge, ATU12345678"), VatRules.Calculate(500, "tents", "DE", "AT", "ATU12345678"));

    [Fact]
    public void A_business_at_home_does_not() => Assert.Equal(19, VatRules.Calculate(100, "tents", "DE", "DE", "DE123456789").Vat);

    [Fact]
    public void Exports_are_free() => Assert.Equal("Export, free of tax", VatRules.Calculate(100, "tents", "DE", "CH").Note);

    [Fact]
    public void Tax_is_computed_on_the_sum_of_a_rate()
    {
        var line = VatRules.Calculate(0.13m, "tents", "DE", "DE");
        Assert.Equal(0.02m, line.Vat);

        var total = Assert.Single(VatRules.Summarise([line, line, line]));

        Assert.Equal(new VatTotal(19, 0.39m, 0.07m, 0.46m), total);
    }
}
