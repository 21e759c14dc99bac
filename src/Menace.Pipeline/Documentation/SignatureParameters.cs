namespace Menace.Pipeline.Documentation;

/// <summary>The parameters of a signature as pages write it, in any of the languages.</summary>
internal static class SignatureParameters
{
    /// <summary>
    /// The names in order, without types, defaults and the signs of Python's <c>*values</c>: <c>net, rate</c> of
    /// <c>gross(net: float, *, rate=0.19)</c> and of <c>decimal Gross(decimal net, decimal rate = 0.19m)</c>. None if a part of it is not
    /// understood: then the page does not say what the parameters are.
    /// </summary>
    public static IReadOnlyList<string> Of(string signature)
    {
        var open = signature.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
        {
            return [];
        }

        List<string> names = [];
        var (depth, start, quote) = (0, open + 1, '\0');
        for (var i = open; i < signature.Length; i++)
        {
            var c = signature[i];
            if (quote != '\0' || c is '"' or '\'')
            {
                quote = quote == '\0' ? c : c == quote ? '\0' : quote;
                continue;
            }

            depth += c is '(' or '[' or '{' or '<' ? 1 : c is ')' or ']' or '}' or '>' ? -1 : 0;
            if (depth > 0 && (depth != 1 || c != ','))
            {
                continue;
            }

            var part = signature[start..i].Trim();
            start = i + 1;
            if (NameOf(part) is { } name)
            {
                names.Add(name);
            }
            else if (part is not ("" or "/" or "*"))
            {
                return [];
            }

            if (depth == 0)
            {
                return names;
            }
        }

        return [];
    }

    private static string? NameOf(string parameter)
    {
        var end = parameter.AsSpan().IndexOfAny(':', '=');
        var name = (end < 0 ? parameter : parameter[..end]).Trim();
        name = name[(name.LastIndexOf(' ') + 1)..].TrimStart('*', '$', '@');
        return name.Length > 0 && !char.IsDigit(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c == '_') ? name : null;
    }
}
