using System.Text.RegularExpressions;

namespace Menace.Pipeline.Documentation;

/// <summary>A function as a page writes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">The signature as written.</param>
/// <param name="Note">What stands behind it.</param>
internal sealed record Signature(string Name, string Text, string Note)
{
    /// <summary>Gets whether it does not count: private, removed or planned.</summary>
    public bool IsOutOfUse => Name.StartsWith('_') || Hedges.IsOutOfUse(Note) || Hedges.IsPlan(Note)
        || Text.Contains("private ", StringComparison.Ordinal);
}

/// <summary>Reads signatures of functions.</summary>
internal static partial class SignatureWords
{
    /// <summary>Returns the function that an entry of a list or a part of a sentence begins with, or null.</summary>
    /// <param name="text">The text.</param>
    /// <param name="nameAlone">Whether a name without brackets is one too.</param>
    public static Signature? Read(RichText text, bool nameAlone)
    {
        var plain = text.Plain;
        if (plain.Length == 0)
        {
            return null;
        }

        var end = 0;
        while (end < plain.Length && text.Is(TextMark.Code, end))
        {
            end++;
        }

        var isCode = end > 0;
        end = isCode ? end : SignatureEnd(plain);
        if (end == 0)
        {
            return null;
        }

        var signature = Bare(plain[..end]);
        var note = plain[end..].Trim().TrimStart(':', '-', '\u2013', '\u2014', ',', ' ');
        if (signature.Contains('(', StringComparison.Ordinal))
        {
            return NameOf(signature) is { } name ? new(name, signature, note) : null;
        }

        return nameAlone && isCode && Identifier().IsMatch(signature) ? new(signature.Split('.')[^1], signature, note) : null;
    }

    /// <summary>Returns the function that a line of code declares, or null.</summary>
    public static Signature? Line(string line)
    {
        var comment = line.IndexOf("  #", StringComparison.Ordinal) is var hash and > 0 ? hash
            : line.IndexOf(" //", StringComparison.Ordinal);
        var note = comment > 0 ? line[comment..].Trim(' ', '#', '/') : "";
        var text = (comment > 0 ? line[..comment] : line).Trim();
        var signature = Bare(text.EndsWith("...", StringComparison.Ordinal) ? text[..^3].Trim() : text);
        return Declaration().IsMatch(text) && NameOf(signature) is { } name && SignatureEnd(signature) == signature.Length
            ? new(name, signature, note) : null;
    }

    /// <summary>The name in front of the first bracket.</summary>
    public static string? NameOf(string signature)
    {
        var match = Name().Match(signature);
        return match.Success && signature.EndsWith(')') | signature.Contains(')') ? match.Groups["name"].Value : null;
    }

    /// <summary>The parameters' names, in order.</summary>
    public static IReadOnlyList<string> ParametersOf(string signature)
    {
        var (open, close) = (signature.IndexOf('('), signature.LastIndexOf(')'));
        return open < 0 || close < open ? []
            : [.. signature[(open + 1)..close].Split(',').Select(p => p.Split(':', '=')[0].Trim().Split(' ')[^1]).Where(p => p.Length > 0)];
    }

    private static string Bare(string text)
    {
        text = text.Trim().TrimEnd('{', ';').TrimEnd();
        text = text.EndsWith(':') ? text[..^1].TrimEnd() : text;
        text = text.StartsWith("async def ", StringComparison.Ordinal) ? text["async ".Length..] : text;
        return text.StartsWith("def ", StringComparison.Ordinal) ? text["def ".Length..].Trim() : text;
    }

    /// <summary>Where a signature ends that a text begins with: behind the brackets, and behind the arrow with a type.</summary>
    private static int SignatureEnd(string text)
    {
        var start = Start().Match(text);
        if (!start.Success)
        {
            return 0;
        }

        var (depth, end) = (0, 0);
        for (var i = start.Length - 1; i < text.Length && end == 0; i++)
        {
            depth += text[i] is '(' or '[' ? 1 : text[i] is ')' or ']' ? -1 : 0;
            end = depth == 0 ? i + 1 : 0;
        }

        var arrow = end > 0 ? Arrow().Match(text, end) : Match.Empty;
        return arrow.Success ? end + arrow.Length : end;
    }

    [GeneratedRegex(@"^(?:def |async def |(?:public |static |async |internal )+[\w<>\[\]?,. ]*?)?[A-Za-z_][\w.]*(?:<\w+>)?\(",
        RegexOptions.CultureInvariant)]
    private static partial Regex Start();

    [GeneratedRegex(@"\G\s*(?:->|\u2192)\s*[A-Za-z_][\w.]*(?:\[[\w\[\], .|]*\])?(?:\s*\|\s*[A-Za-z_][\w.\[\]]*)*\??",
        RegexOptions.CultureInvariant)]
    private static partial Regex Arrow();

    [GeneratedRegex(@"(?<name>[A-Za-z_]\w*)(?:<\w+>)?\(", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"^[A-Za-z_][\w.]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();

    [GeneratedRegex(@"^(?:async )?def |^(?:public|static) |^[A-Za-z_]\w*\([^()]*\)\s*(?:->|\{)", RegexOptions.CultureInvariant)]
    private static partial Regex Declaration();
}
