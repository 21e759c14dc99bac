using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>
/// Writes expressions as bash: parameter expansions, and <c>expr</c> for numbers, because reading cannot prove <c>$((…))</c> of an
/// argument harmless. Numbers are texts of digits; there are no lists, and a boolean is only a condition.
/// </summary>
internal sealed class ShellExpressionWriter : IExpressionWriter
{
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "if", "then", "else", "elif", "fi", "case", "esac", "for", "select", "while", "until", "do", "done", "in", "function", "time",
        "coproc",
    };

    /// <inheritdoc/>
    public IReadOnlyList<Operator> Operators => field ??=
    [
        .. Expressions.Operators.All
            .Where(one => !one.Result.IsList() && one.Operands.All(operand => !operand.Type.IsList()))

            // An expansion with a computed position would evaluate what it holds.
            .Select(one => one.Id != "at" ? one
                : one with { Operands = [one.Operands[0], one.Operands[1] with { Kind = OperandKind.Constant }] }),
    ];

    /// <inheritdoc/>
    public bool Writes(ExpressionType type) => type is ExpressionType.Text or ExpressionType.Integer;

    /// <inheritdoc/>
    public string Write(IReadOnlyList<WrittenFunction> functions)
    {
        HashSet<string> names = [.. functions.Select(function => function.Name)];
        List<ShellFunctionBody> bodies = [];
        List<string> parts = [];
        foreach (var function in functions)
        {
            if (!Writes(function.Body.Type) || function.Parameters.FirstOrDefault(one => !Writes(one.Type)) is not null)
            {
                throw new NotSupportedException($"'{function.Name}' has a parameter or a result that is neither a text nor a number.");
            }

            ShellFunctionBody body = new(new WrittenNames(name => Reserved.Contains(name) || names.Contains(name)), names);
            body.Write(function.Folded, function.Parameters.Count);
            bodies.Add(body);
            parts.Add($"{Comment(function)}{function.Name}() {{\n{string.Concat(body.Lines.Select(line => $"    {line}\n"))}}}\n");
        }

        var locale = bodies.Exists(body => body.CountsCharacters)
            ? "LC_ALL=C.UTF-8 # Characters count, not bytes, whatever the locale of the caller is.\n\n" : "";
        return $"#!/bin/bash\n\n{locale}{string.Join('\n', parts)}";
    }

    private static string Comment(WrittenFunction function)
    {
        var docs = function.Docs.Trim().ReplaceLineEndings("\n");
        if (docs.Length == 0)
        {
            // A comment without words would be read as the purpose.
            return "";
        }

        var lines = ShellText.Comment(string.Concat(docs.Select(c => c == '\n' || !char.IsControl(c) ? c : ' ')));
        WrittenNames names = new(_ => false);
        var usage = function.Parameters.Count == 0 ? "" :
            $"# {function.Name} {string.Join(' ', function.Parameters.Select(one => $"<{names.TakeParameter(one.Name)}>"))}\n";
        return lines + "\n" + usage;
    }
}
