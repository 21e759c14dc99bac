namespace Menace.Pipeline.Documentation;

/// <summary>The parameters of a signature as pages write it, in any of the languages.</summary>
internal static class SignatureParameters
{
    /// <summary>
    /// The names in order, without types, defaults and the signs of Python's <c>*values</c>: <c>net, rate</c> of
    /// <c>gross(net: float, *, rate=0.19)</c> and of <c>decimal Gross(decimal net, decimal rate = 0.19m)</c>.
    /// </summary>
    public static IReadOnlyList<string> Of(string signature)
    {
        var open = signature.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
        {
            return [];
        }

        List<string> names = [];
        var (depth, start) = (0, open + 1);
        for (var i = open; i < signature.Length; i++)
        {
            depth += signature[i] is '(' or '[' or '{' or '<' ? 1 : signature[i] is ')' or ']' or '}' or '>' ? -1 : 0;
            if (depth == 0 || (depth == 1 && signature[i] == ','))
            {
                names.Add(NameOf(signature[start..i]));
                start = i + 1;
            }

            if (depth == 0)
            {
                break;
            }
        }

        names.RemoveAll(name => name.Length == 0);
        return names;
    }

    private static string NameOf(string parameter)
    {
        var end = parameter.AsSpan().IndexOfAny(':', '=');
        var name = (end < 0 ? parameter : parameter[..end]).Trim();
        name = name[(name.LastIndexOf(' ') + 1)..].TrimStart('*', '$', '@');
        return name is "/" or "..." || !name.All(c => char.IsLetterOrDigit(c) || c == '_') ? "" : name;
    }
}
