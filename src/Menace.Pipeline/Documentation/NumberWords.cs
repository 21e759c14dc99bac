using System.Globalization;

namespace Menace.Pipeline.Documentation;

/// <summary>Numbers in digits and in words.</summary>
internal static class NumberWords
{
    /// <summary>Alternatives of a pattern.</summary>
    public const string Pattern = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty-five|"
        + "forty|fifty|"
        + "sixty|ninety|zwei|drei|vier|fünf|sechs|zehn|fünfzehn|zwanzig|dreißig";

    private static readonly Dictionary<string, int> Values = Pattern.Split('|')
        .Zip([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 20, 30, 45, 40, 50, 60, 90, 2, 3, 4, 5, 6, 10, 15, 20, 30])
        .ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns a whole number, or null.</summary>
    public static int? Whole(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || Values.TryGetValue(text, out number) ? number
            : null;

    /// <summary>Returns a number as tasks.json writes it, or null; <c>an</c> is one.</summary>
    public static string? Amount(string text) =>
        text.ToLowerInvariant() is "a" or "an" or "eine" or "ein" or "einer" or "single" ? "1"
        : Values.TryGetValue(text, out var word) ? word.ToString(CultureInfo.InvariantCulture)
        : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number.ToString(CultureInfo.InvariantCulture) : null;
}
