namespace Menace.Pipeline.Testing;

/// <summary>Many names in one message.</summary>
internal static class FileList
{
    private const int Most = 5;

    /// <summary>The first few of <paramref name="names"/>, and how many more there are.</summary>
    public static string Of(IReadOnlyCollection<string> names) =>
        names.Count == 0 ? "none" : string.Join(", ", names.Take(Most)) + (names.Count > Most ? $" and {names.Count - Most} more" : "");
}
