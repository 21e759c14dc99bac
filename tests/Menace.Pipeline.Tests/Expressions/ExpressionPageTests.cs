using Menace.Pipeline.Expressions;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Tests.Expressions;

/// <summary>docs/expressions.md has each operator, its types and its languages, as the code has them.</summary>
public sealed class ExpressionPageTests
{
    [Fact]
    public void Page_lists_the_operators_with_their_types_and_languages()
    {
        var rows = File.ReadAllLines(Path.Combine(RepositoryRoot.Path, "docs", "expressions.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Trim('|', ' ').Split(" | ")).ToList();

        Assert.Equal(Operators.All.Select(Row), rows.Select(cells => (cells[0], cells[1], cells[2], cells[^1])));
        Assert.All(rows, cells =>
        {
            Assert.Equal(6, cells.Length);
            Assert.All(cells[3..5], cell => Assert.NotEqual("", cell.Trim()));
        });
    }

    private static (string, string, string, string) Row(Operator one) => ($"`{one.Id}`", string.Join(", ", one.Operands.Select(operand => Name(operand.Type))), Name(one.Result),
        string.Join(", ", LanguageTable.Rows.Select(row => (row.Id, Operator: row.Expressions?.Operators.FirstOrDefault(written => written.IdOf() == one.IdOf() && written.Operands
            .Select(operand => operand.Type).SequenceEqual(one.Operands.Select(operand => operand.Type)))))
            .Where(row => row.Operator is not null).Select(row => row.Id.ToName() + (row.Operator!.Equals(one) ? "" : " (constant)"))));

    private static string Name(ExpressionType type) => type.ToString().ToLowerInvariant();
}
