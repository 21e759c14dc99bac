using Menace.Model.Languages.CSharp;
using Menace.Pipeline.Merging;
using Microsoft.CodeAnalysis;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>
/// C# by its members. A body is one text, and so are the statements of a program. A comment belongs to the member behind it, those at
/// the start of the file in front of the first using directive to the file.
/// </summary>
internal sealed class CSharpMergeSyntax : IMergeSyntax
{
    /// <summary>The time of the scanner grows with the square of the conditions: 38 s for 20,000 of them.</summary>
    private const int MostConditions = 1_000;

    /// <inheritdoc/>
    public bool Handles(string path) => path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public MergePart? Parse(string text)
    {
        if (text.AsSpan().Count("#if") > MostConditions)
        {
            return null;
        }

        var (levels, tooDeep) = CSharpScanner.Nesting(text);
        return tooDeep is null ? DeepStack.Run(levels, () => ParseShallow(text)) : null;
    }

    private static MergePart? ParseShallow(string text)
    {
        var unit = CSharpShape.ParseUnit(text);
        var isWrong = unit.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return isWrong ? null : new CSharpParts(text, unit).ReadFile();
    }
}
