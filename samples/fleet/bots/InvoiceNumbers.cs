using System.Globalization;

namespace Nordwind;

/// <summary>Consecutive invoice numbers such as R2026-000123-47: a series, the year, a counter, two check digits.</summary>
public static class InvoiceNumbers
{
    /// <summary>The number of a counter in a series.</summary>
    public static string Write(string series, int year, int counter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(counter, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(counter, 999_999);
        var body = string.Create(CultureInfo.InvariantCulture, $"{series}{year:0000}-{counter:000000}");
        return $"{body}-{CheckDigits(body)}";
    }

    /// <summary>The number that follows the last one of a series; a new year starts at 1.</summary>
    public static string Next(string last, DateOnly day)
    {
        var (series, year, counter) = Read(last);
        if (day.Year < year)
        {
            throw new ArgumentException($"The last number {last} is of {year}, an invoice of {day:yyyy-MM-dd} would be out of order.");
        }

        return Write(series, day.Year, day.Year > year ? 1 : counter + 1);
    }

    /// <summary>True where the check digits fit, which a mistyped number fails.</summary>
    public static bool IsValid(string number)
    {
        var end = number.LastIndexOf('-');
        return end > 0 && number[(end + 1)..] == CheckDigits(number[..end]);
    }

    /// <summary>The counters missing between the first and the last number of each series and year, as auditors ask for.</summary>
    public static string[] Gaps(string[] numbers) =>
        [.. numbers.Select(Read)
            .GroupBy(number => (number.Series, number.Year))
            .OrderBy(group => group.Key.Series, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Year)
            .SelectMany(group =>
            {
                var counters = group.Select(number => number.Counter).ToHashSet();
                return Enumerable.Range(counters.Min(), counters.Max() - counters.Min() + 1)
                    .Where(counter => !counters.Contains(counter))
                    .Select(counter => Write(group.Key.Series, group.Key.Year, counter));
            })];

    private static (string Series, int Year, int Counter) Read(string number)
    {
        if (!IsValid(number))
        {
            throw new FormatException($"'{number}' is not an invoice number: its check digits are wrong.");
        }

        var dash = number.IndexOf('-', StringComparison.Ordinal);
        return (number[..(dash - 4)],
            int.Parse(number[(dash - 4)..dash], CultureInfo.InvariantCulture),
            int.Parse(number[(dash + 1)..(dash + 7)], CultureInfo.InvariantCulture));
    }

    private static string CheckDigits(string body) =>
        (98 - Checksums.Mod97(body.Replace("-", "", StringComparison.Ordinal) + "00")).ToString("00", CultureInfo.InvariantCulture);
}
