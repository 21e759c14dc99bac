namespace Menace.Pipeline.Planning;

/// <summary>Which words are names of bots by their form alone.</summary>
internal static class BotNames
{
    private const int Longest = 100;

    /// <summary>True if <paramref name="text"/> can be the name of a task.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= Longest && char.IsLetter(text[0]) && char.IsLetterOrDigit(text[^1]) && text.All(IsInside);

    /// <summary>True for a character inside a name.</summary>
    public static bool IsInside(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or '.';

    /// <summary>
    /// True for a name that no ordinary word looks like: words joined by hyphens or underscores in lower case, or two humps, such as
    /// <c>csv-to-sql</c> and <c>DemoBot</c>. Not names of files.
    /// </summary>
    public static bool IsDistinct(string text)
    {
        if (!IsName(text) || text.Contains('.'))
        {
            return false;
        }

        if (text.Any(c => c is '-' or '_'))
        {
            return !text.Any(char.IsUpper) && text.Split('-', '_').All(part => part.Length > 0);
        }

        return char.IsUpper(text[0]) && text.Any(char.IsLower) && Humps(text) > 1;
    }

    /// <summary>True if the name itself calls it a bot: <c>DemoBot</c>, <c>TaskBot2</c>, <c>BotA</c>; not Bots, Bottle or Bot.</summary>
    public static bool SaysBot(string text)
    {
        if (!IsDistinct(text))
        {
            return false;
        }

        for (var at = text.IndexOf("Bot", StringComparison.Ordinal); at >= 0; at = text.IndexOf("Bot", at + 1, StringComparison.Ordinal))
        {
            if (at + 3 == text.Length || !char.IsLower(text[at + 3]))
            {
                return true;
            }
        }

        return text.Split('-', '_').Contains("bot", StringComparer.Ordinal);
    }

    private static int Humps(string text)
    {
        var humps = 1;
        for (var i = 1; i < text.Length; i++)
        {
            humps += char.IsUpper(text[i]) && (!char.IsUpper(text[i - 1]) || i == text.Length - 1) ? 1 : 0;
        }

        return humps;
    }
}
