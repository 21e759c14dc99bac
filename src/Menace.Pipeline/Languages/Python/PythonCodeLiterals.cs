using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Menace.Model.Languages.Python;

namespace Menace.Pipeline.Languages.Python;

/// <summary>
/// Reads the literals of Python, in their order. It reads tokens and not the tree: a question about one candidate must not start an
/// interpreter.
/// </summary>
internal static partial class PythonCodeLiterals
{
    private static readonly HashSet<string> Operators = new(StringComparer.Ordinal)
    {
        "<", "<=", ">", ">=", "+", "-", "*", "/", "//", "%", "**", "&", "|", "^", "<<", ">>", "+=", "-=", "*=", "/=", "%=", "//=",
    };

    private enum Kind
    {
        Line,
        Name,
        Sign,
        Number,
        Text,
        Formatted,
    }

    /// <summary>The literals of <paramref name="code"/>, without its docstrings; those up to a mistake if it has one.</summary>
    public static IReadOnlyList<CodeLiteral> Read(string code)
    {
        var tokens = Tokens(code);
        List<CodeLiteral> literals = [];
        for (var i = 0; i < tokens.Count; i++)
        {
            var (kind, text) = tokens[i];
            var isNegative = At(i - 1) is (Kind.Sign, "-")
                && !(At(i - 2) is (Kind.Number or Kind.Text, _) or (Kind.Sign, ")" or "]") || IsValue(At(i - 2)));
            var isOperand = IsOperator(At(i - (isNegative ? 2 : 1))) || IsOperator(At(i + 1));
            switch (kind)
            {
                case Kind.Number when CodeLiteral.Number(text, isNegative) is { } number:
                    literals.Add(number with { IsOperand = isOperand });
                    break;
                case Kind.Text when At(i - 1).Kind == Kind.Line && At(i + 1).Kind == Kind.Line:
                    break;
                case Kind.Text when At(i - 1).Kind == Kind.Text && literals.Count > 0:
                    literals[^1] = literals[^1] with { Text = literals[^1].Text + text };
                    break;
                case Kind.Text or Kind.Formatted:
                    var isFormatted = kind == Kind.Formatted;
                    literals.Add(new(text, true) { IsOperand = isOperand || isFormatted, IsInterpolated = isFormatted });
                    break;
                case Kind.Name when text is "True" or "False" or "None":
                    literals.Add(new(text == "None" ? "null" : text.ToLowerInvariant(), false));
                    break;
            }
        }

        return literals;

        (Kind Kind, string Text) At(int at) => at >= 0 && at < tokens.Count ? tokens[at] : (Kind.Line, "");
    }

    private static bool IsOperator((Kind Kind, string Text) token) => token.Kind == Kind.Sign && Operators.Contains(token.Text);

    /// <summary>A name ends an operand; a keyword does not.</summary>
    private static bool IsValue((Kind Kind, string Text) token) => token.Kind == Kind.Name
        && token.Text is not ("return" or "in" or "and" or "or" or "not" or "if" or "else" or "case" or "is" or "yield" or "lambda");

    private static List<(Kind Kind, string Text)> Tokens(string code)
    {
        List<(Kind, string)> tokens = [(Kind.Line, "")];
        var depth = 0;
        for (var at = 0; at < code.Length;)
        {
            var c = code[at];
            if (c == '#')
            {
                at = code.IndexOf('\n', at) is >= 0 and var end ? end : code.Length;
            }
            else if (c == '\n' || c == ';')
            {
                if (depth == 0)
                {
                    tokens.Add((Kind.Line, ""));
                }

                at++;
            }
            else if (char.IsWhiteSpace(c) || c == '\\')
            {
                at += c == '\\' ? 2 : 1;
            }
            else if (Opening().Match(code, at) is { Success: true } opening)
            {
                var prefix = opening.Groups[1].Value.ToLowerInvariant();
                if (PythonLines.StringAt(code, at + prefix.Length, prefix.Contains('f', StringComparison.Ordinal)) is not { } text)
                {
                    return tokens;
                }

                var content = code[text.ContentStart..text.ContentEnd];
                tokens.Add(prefix.Contains('f', StringComparison.Ordinal) ? (Kind.Formatted, content)
                    : (Kind.Text, prefix.Contains('r', StringComparison.Ordinal) ? content : Unescaped(content)));
                at = text.End;
            }
            else if (Piece().Match(code, at) is { Success: true } piece)
            {
                tokens.Add((piece.Groups[1].Success ? Kind.Number : Kind.Name, piece.Value));
                at += piece.Length;
            }
            else
            {
                var sign = Sign().Match(code, at) is { Success: true } signs ? signs.Value : code[at..(at + 1)];
                depth += sign is "(" or "[" or "{" ? 1 : sign is ")" or "]" or "}" ? -1 : 0;
                tokens.Add((Kind.Sign, sign));
                at += sign.Length;
            }
        }

        return tokens;
    }

    private static string Unescaped(string content) => Escape().Replace(content, escape => escape.Groups[1].Value switch
    {
        "n" => "\n",
        "t" => "\t",
        "r" => "\r",
        "\n" => "",
        "\\" or "'" or "\"" => escape.Groups[1].Value,
        ['x' or 'u' or 'U', .. var hex] when int.TryParse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var rune)
            && Rune.IsValid(rune) => new Rune(rune).ToString(),
        _ => escape.Value,
    });

    [GeneratedRegex("""\G([rRbBuUfF]{0,2})["']""")]
    private static partial Regex Opening();

    [GeneratedRegex(@"\G(?:(0[xX][0-9a-fA-F_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?[jJ]?)|\w+)")]
    private static partial Regex Piece();

    [GeneratedRegex(@"\G(?:\*\*|//=?|<<|>>|[-+*/%<>=!:]=|->)")]
    private static partial Regex Sign();

    [GeneratedRegex(@"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", RegexOptions.Singleline)]
    private static partial Regex Escape();
}
