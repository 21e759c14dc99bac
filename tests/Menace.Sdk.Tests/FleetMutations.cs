namespace Menace.Sdk.Tests;

/// <summary>One small mistake in a bot of samples/fleet that its tests notice.</summary>
/// <param name="Bot">The bot that it breaks.</param>
/// <param name="File">The file that holds the text, exactly once.</param>
/// <param name="Right">The text as it is.</param>
/// <param name="Wrong">The text that takes its place.</param>
internal sealed record FleetMutation(string Bot, string File, string Right, string Wrong);

/// <summary>A mistake for every bot of samples/fleet.</summary>
internal static class FleetMutations
{
    public static readonly IReadOnlyList<FleetMutation> All =
    [
        new("Money", "bots/Money.cs", "[\"JPY\"] = 0", "[\"JPY\"] = 1"),
        new("VatRules", "bots/VatRules.cs", "[\"DE\"] = (19, 7)", "[\"DE\"] = (19, 8)"),
        new("PriceRules", "bots/PriceRules.cs", "tier.From <= quantity", "tier.From < quantity"),
        new("Checksums", "bots/Checksums.cs", "i % 2 == 0 ? 3 : 1", "i % 2 == 1 ? 3 : 1"),
        new("InvoiceNumbers", "bots/InvoiceNumbers.cs", "(98 - ", "(97 - "),
        new("FifoValuation", "bots/FifoValuation.cs", "Math.Min(layer.UnitCost", "Math.Max(layer.UnitCost"),
        new("WorkCalendar", "bots/WorkCalendar.cs", "easter.AddDays(60)", "easter.AddDays(61)"),
        new("Dunning", "bots/Dunning.cs", ">= level.Days", "> level.Days"),
        new("CatalogImport", "bots/CatalogImport.cs", "article.Price <= 0", "article.Price < 0"),
        new("OrderPatch", "bots/OrderPatch.cs", "\"~1\"", "\"~2\""),
        new("csv_normaliser", "bots/csv_normaliser.py", "start=2", "start=1"),
        new("currency", "bots/currency.py", "known <= day", "known < day"),
        new("stock_levels", "bots/stock_levels.py", "\"loss\": -1", "\"loss\": 1"),
        new("reorder_points", "bots/reorder_points.py", "1.6449", "1.9449"),
        new("geo", "bots/geo.py", "6371.0088", "6371.1088"),
        new("delivery_slots", "bots/delivery_slots.py", "SERVICE_MINUTES = 8", "SERVICE_MINUTES = 9"),
        new("bin_packing", "bots/bin_packing.py", "(-item[1]", "(+item[1]"),
        new("order_clusters", "bots/order_clusters.py", "round(x, 4)", "round(x, 1)"),
        new("anonymiser", "bots/anonymiser.py", "age >= 80", "age > 80"),
        new("mail_merge", "bots/mail_merge.py", "str.upper", "str.lower"),
        new("packing_slip", "tasks.json", "Follows later: {", "Follows late: {"),
        new("log-rotation", "bots/log-rotation.sh", "$2 > days", "$2 >= days"),
        new("disk-usage", "bots/disk-usage.sh", "used + 0 >= limit", "used + 0 > limit"),
        new("backup-retention", "bots/backup-retention.sh", "substr($1, 9) + 0 <= 7", "substr($1, 9) + 0 <= 1"),
        new("csv-to-sql", "bots/csv-to-sql.sh", "gsub(quote, quote quote, text)", "gsub(quote, quote, text)"),
        new("checksum-manifest", "bots/checksum-manifest.sh", "old[path] != new[path]", "old[path] == new[path]"),
        new("ini-reader", "bots/ini-reader.sh", "[;#].*$", "[#].*$"),
        new("address-format", "bots/address-format.sh", "${field[$key]^^}", "${field[$key],,}"),
        new("rate-limiter", "bots/rate-limiter.sh", "rate /= 60", "rate /= 61"),
        new("markdown-table", "bots/markdown-table.sh", "share / 10 + 0.5", "share / 10 + 0.9"),
        new("cron-preview", "bots/cron-preview.sh", "weekdays[0]", "weekdays[1]"),
        new("nightly-summary", "bots/nightly-summary.sh", "seconds + 59", "seconds + 0"),
        new("maintenance-window", "tasks.json", "${2:-04:00}", "${2:-05:00}"),
    ];

    /// <summary>One per language, those with the cheapest dependents.</summary>
    public static readonly IReadOnlyList<string> InShort = ["OrderPatch", "geo", "markdown-table"];
}
