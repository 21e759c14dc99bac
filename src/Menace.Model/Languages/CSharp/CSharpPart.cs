using System.Text;

namespace Menace.Model.Languages.CSharp;

/// <summary>A using directive, a member or a statement outside all brackets.</summary>
/// <param name="Before">What precedes it: blanks and comments.</param>
/// <param name="Shape">Its text with single blanks, without comments and strings and without what is inside brackets.</param>
internal sealed record CSharpPart(string Before, string Shape)
{
    /// <summary>What ends a line, and with it a comment, in C# alone.</summary>
    private static readonly char[] LineEnds = ['\u0085', '\u2028', '\u2029'];

    /// <summary>
    /// The parts of <paramref name="code"/>, which is cut at the semicolons and blocks outside all brackets, and last one of what is behind
    /// them. Null if that is not certain: of directives, and names that take a table of Unicode.
    /// </summary>
    public static IReadOnlyList<CSharpPart>? Read(string code)
    {
        if (code.IndexOfAny(LineEnds) is >= 0 || code.Replace("\r\n", "").IndexOf('\r') is >= 0
            || CSharpScanner.Mask(code) is not { } masked)
        {
            return null;
        }

        List<CSharpPart> parts = [];
        var shape = new StringBuilder();
        var (depth, start, end) = (0, -1, 0);
        var isValue = false;
        for (var at = 0; at < masked.Length; at++)
        {
            var c = masked[at];
            if (c is ' ' or '\t' or '\r' or '\n')
            {
                shape.Append(depth == 0 && shape.Length > 0 && shape[shape.Length - 1] != ' ' ? " " : "");
                continue;
            }

            depth -= c is ')' or ']' or '}' ? 1 : 0;
            if (c is '#' or < ' ' or >= '\u007F' || depth < 0)
            {
                return null;
            }

            start = start < 0 ? at : start;
            isValue |= c == '=' && depth == 0;
            shape.Append(c, depth == 0 && c != '"' ? 1 : 0);
            depth += c is '(' or '[' or '{' ? 1 : 0;

            // A block ends its part, unless that is a value.
            if (depth == 0 && (c == ';' || (c == '}' && !isValue)))
            {
                parts.Add(new(code.Substring(end, start - end), shape.ToString()));
                shape.Clear();
                (start, end, isValue) = (-1, at + 1, false);
            }
        }

        parts.Add(new(code.Substring(end), ""));
        return depth == 0 && start < 0 ? parts : null;
    }
}
