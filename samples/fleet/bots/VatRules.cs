using System.Text.RegularExpressions;

namespace Nordwind;

/// <summary>One position of an invoice with its tax.</summary>
public sealed record VatLine(decimal Net, decimal Rate, decimal Vat, string Note);

/// <summary>The tax of one rate on an invoice.</summary>
public sealed record VatTotal(decimal Rate, decimal Net, decimal Vat, decimal Gross);

/// <summary>Value added tax inside the European Union, as a mail-order house needs it.</summary>
public static partial class VatRules
{
    private static readonly Dictionary<string, (decimal Standard, decimal Reduced)> Rates = new()
    {
        ["AT"] = (20, 10), ["BE"] = (21, 6), ["DE"] = (19, 7), ["DK"] = (25, 25), ["ES"] = (21, 10), ["FR"] = (20, 5.5m), ["IT"] = (22, 10), ["NL"] = (21, 9),
    };

    private static readonly string[] ReducedCategories = ["books", "food", "maps"];

    /// <summary>The rate in percent that a category has in a country.</summary>
    public static decimal RateFor(string country, string category) =>
        Rates.TryGetValue(country, out var rates)
            ? ReducedCategories.Contains(category) ? rates.Reduced : rates.Standard
            : throw new ArgumentException($"No rates of '{country}' are known. Known are: {string.Join(", ", Rates.Keys.Order(StringComparer.Ordinal))}.");

    /// <summary>True where the text has the form of a VAT identification number of the country.</summary>
    public static bool LooksLikeVatId(string country, string? vatId) => (country, vatId) switch
    {
        (_, null or "") => false,
        ("AT", _) => Austrian().IsMatch(vatId),
        ("DE", _) => German().IsMatch(vatId),
        ("NL", _) => Dutch().IsMatch(vatId),
        _ => General().IsMatch(vatId) && vatId.StartsWith(country, StringComparison.Ordinal),
    };

    /// <summary>Taxes one position: the buyer's country decides, a business abroad pays the tax itself, exports are free.</summary>
    public static VatLine Calculate(decimal net, string category, string seller, string buyer, string? buyerVatId = null)
    {
        var isAbroad = seller != buyer;
        if (isAbroad && !Rates.ContainsKey(buyer))
        {
            return new VatLine(net, 0, 0, "Export, free of tax");
        }

        if (isAbroad && LooksLikeVatId(buyer, buyerVatId))
        {
            return new VatLine(net, 0, 0, $"Reverse charge, {buyerVatId}");
        }

        var rate = RateFor(buyer, category);
        return new VatLine(net, rate, Money.Round(net * rate / 100, "EUR"), $"{rate:0.#} % {buyer}");
    }

    /// <summary>Totals per rate. Tax is computed on the sum, so it can differ by cents from the sum of the positions.</summary>
    public static VatTotal[] Summarise(VatLine[] lines) =>
        [.. lines.GroupBy(line => line.Rate).OrderByDescending(group => group.Key).Select(group =>
        {
            var net = group.Sum(line => line.Net);
            var vat = Money.Round(net * group.Key / 100, "EUR");
            return new VatTotal(group.Key, net, vat, net + vat);
        })];

    [GeneratedRegex("^ATU[0-9]{8}$")]
    private static partial Regex Austrian();

    [GeneratedRegex("^DE[0-9]{9}$")]
    private static partial Regex German();

    [GeneratedRegex("^NL[0-9]{9}B[0-9]{2}$")]
    private static partial Regex Dutch();

    [GeneratedRegex("^[A-Z]{2}[0-9A-Z]{8,12}$")]
    private static partial Regex General();
}
