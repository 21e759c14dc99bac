using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Nordwind;

/// <summary>An article as suppliers list it.</summary>
public sealed record Article(string Sku, string Ean, string Name, decimal Price);

/// <summary>A row that was not taken over, and why.</summary>
public sealed record Rejected(int Row, string Reason);

/// <summary>The articles of a list, and the rows that were refused.</summary>
public sealed record Import(Article[] Articles, Rejected[] Rejected);

/// <summary>What changed between two imports.</summary>
public sealed record CatalogChange(string Sku, string Kind, decimal? Before, decimal? After);

/// <summary>Reads the price lists of suppliers and compares them with the last ones.</summary>
public static class CatalogImport
{
    /// <summary>Reads a list with the columns sku, ean, name and price, whatever their order and case.</summary>
    public static Import Read(string csv)
    {
        var settings = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            PrepareHeaderForMatch = header => header.Header.Trim().ToUpperInvariant(),
            TrimOptions = TrimOptions.Trim,
        };
        using var reader = new CsvReader(new StringReader(csv), settings);
        var articles = new Dictionary<string, Article>();
        var rejected = new List<Rejected>();
        reader.Read();
        reader.ReadHeader();
        while (reader.Read())
        {
            var article = new Article(reader.GetField("sku")!, reader.GetField("ean")!, reader.GetField("name")!, reader.GetField<decimal>("price"));
            var reason = !Checksums.IsEan(article.Ean) ? $"'{article.Ean}' is not an EAN"
                : article.Price <= 0 ? "the price is not positive"
                : !articles.TryAdd(article.Sku, article) ? $"'{article.Sku}' is listed twice"
                : null;
            if (reason is not null)
            {
                rejected.Add(new Rejected(reader.Parser.Row, reason));
            }
        }

        return new Import([.. articles.Values], [.. rejected]);
    }

    /// <summary>Reads a list as the supplier sent it, whatever its delimiter, decimal mark and headers.</summary>
    public static Import ReadSupplier(string text) => Read((string)csv_normaliser.normalise(text)!);

    /// <summary>New, dropped and repriced articles, by SKU.</summary>
    public static CatalogChange[] Compare(Article[] before, Article[] after)
    {
        var old = before.ToDictionary(article => article.Sku, article => article.Price);
        var now = after.ToDictionary(article => article.Sku, article => article.Price);
        return [.. old.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
            .Select(sku => new CatalogChange(sku, Kind(old, now, sku), Find(old, sku), Find(now, sku)))
            .Where(change => change.Kind != "same")];
    }

    private static string Kind(Dictionary<string, decimal> old, Dictionary<string, decimal> now, string sku) =>
        !old.ContainsKey(sku) ? "new" : !now.ContainsKey(sku) ? "dropped" : old[sku] == now[sku] ? "same" : "repriced";

    private static decimal? Find(Dictionary<string, decimal> prices, string sku) => prices.TryGetValue(sku, out var price) ? price : null;
}
