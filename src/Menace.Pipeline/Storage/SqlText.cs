using System.Data.Common;
using System.Globalization;
using System.Text.Json;

namespace Menace.Pipeline.Storage;

/// <summary>Converts values for the tables. Times, lists and words are text, the same text in every database.</summary>
internal static class SqlText
{
    /// <summary>A time as text of a fixed width, in UTC: it sorts as the time does.</summary>
    public static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    /// <summary>A list as JSON.</summary>
    public static string List(IReadOnlyList<string> items) => JsonSerializer.Serialize(items);

    /// <summary>A value of an enumeration as <c>snake_case</c>.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>
    /// PostgreSQL stores no NUL and neither database half a surrogate pair: both become U+FFFD. Texts of JSON have them escaped and
    /// are not touched.
    /// </summary>
    public static string Storable(string text)
    {
        if (!text.Contains('\0') && !HasLoneSurrogate(text))
        {
            return text;
        }

        // Encoding replaces invalid characters.
        var encoding = System.Text.Encoding.UTF8;
        return encoding.GetString(encoding.GetBytes(text)).Replace('\0', '\uFFFD');
    }

    /// <summary>The text in the column <paramref name="name"/>.</summary>
    public static string Text(this DbDataReader row, string name) => row.GetString(row.GetOrdinal(name));

    /// <summary>The text in the column <paramref name="name"/>, or null.</summary>
    public static string? TextOrNull(this DbDataReader row, string name) => row.IsDBNull(row.GetOrdinal(name)) ? null : row.Text(name);

    /// <summary>The number in the column <paramref name="name"/>.</summary>
    public static long Number(this DbDataReader row, string name) => row.GetInt64(row.GetOrdinal(name));

    /// <summary>The number in the column <paramref name="name"/>, or null.</summary>
    public static long? NumberOrNull(this DbDataReader row, string name) => row.IsDBNull(row.GetOrdinal(name)) ? null : row.Number(name);

    /// <summary>The number in the column <paramref name="name"/>.</summary>
    public static double Real(this DbDataReader row, string name) => row.GetDouble(row.GetOrdinal(name));

    /// <summary>The list in the column <paramref name="name"/>.</summary>
    public static IReadOnlyList<string> Items(this DbDataReader row, string name) =>
        JsonSerializer.Deserialize<string[]>(row.Text(name)) ?? [];

    /// <summary>The time in the column <paramref name="name"/>.</summary>
    public static DateTimeOffset Time(this DbDataReader row, string name) =>
        DateTimeOffset.Parse(row.Text(name), CultureInfo.InvariantCulture);

    /// <summary>The time in the column <paramref name="name"/>, or null.</summary>
    public static DateTimeOffset? TimeOrNull(this DbDataReader row, string name) => row.TextOrNull(name) is null ? null : row.Time(name);

    /// <summary>The value of an enumeration in the column <paramref name="name"/>.</summary>
    /// <exception cref="FormatException">The column holds another word.</exception>
    public static T Word<T>(this DbDataReader row, string name)
        where T : struct, Enum =>
        Enum.TryParse<T>(row.Text(name).Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var value)
            ? value
            : throw new FormatException($"the column {name} holds '{row.Text(name)}', which is not a valid {typeof(T).Name}");

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
            {
                return true;
            }
        }

        return false;
    }
}
