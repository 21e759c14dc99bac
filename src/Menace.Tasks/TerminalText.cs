namespace Menace.Tasks;

/// <summary>Texts of others for a terminal.</summary>
internal static class TerminalText
{
    /// <summary><paramref name="text"/> with nothing in it that a terminal obeys.</summary>
    public static string Of(string text) => string.Concat(text.Select(c => c is not ('\t' or '\n') && char.IsControl(c) ? '\uFFFD' : c));
}
