using Menace.Model.Languages.Python;
using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Languages.Python;

/// <summary>
/// Python by its imports, its functions and classes, and the methods of classes. Other statements between two of them are one text, and
/// a body is one.
/// </summary>
internal sealed class PythonMergeSyntax : IMergeSyntax
{
    /// <inheritdoc/>
    public bool Handles(string path) => path.EndsWith(".py", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public MergePart? Parse(string text) =>
        PythonLines.Read(text) is { } lines && PythonMergeLine.Of(text, lines) is { } placed
            ? new PythonParts(text, placed).ReadFile()
            : null;
}
