namespace Menace.Pipeline.Languages.CSharp;

/// <summary>
/// The one conversion between values and JSON. Its text is part of each file that needs it: of the command, of calls of other bots, of
/// tests; and of the
/// program that runs examples (src/Menace.TestHost).
/// </summary>
internal static class CSharpJson
{
    /// <summary>The class <c>BotJson</c>, which only its file sees.</summary>
    public static string Text { get; } = Templates.Text("csharp/BotJson.cs.scriban")
        .Replace("internal static class", "file static class", StringComparison.Ordinal);
}
