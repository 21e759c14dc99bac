namespace Menace.Pipeline.Merging;

/// <summary>
/// YAML with block mappings: each key is a part, a sequence is one text. Files with anchors, tags, several documents, or scalars and flow
/// collections over several lines are not read.
/// </summary>
internal sealed class YamlMergeSyntax : IMergeSyntax
{
    /// <inheritdoc/>
    public bool Handles(string path) =>
        path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public MergePart? Parse(string text) => YamlLine.Cut(text) is { } lines ? new YamlParts(lines).ReadFile() : null;
}
