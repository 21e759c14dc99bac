namespace Menace.Pipeline.Merging;

/// <summary>
/// A part of a file that has a name of its own, such as a method or a member of an object. The texts of the parts of a file, in their
/// order, are the file character for character.
/// </summary>
/// <param name="Key">What the part is and is called, unique among its siblings: "method Run(string)".</param>
/// <param name="Space">The white space in front of it.</param>
/// <param name="Head">Its comments and its text up to the first of its children; the whole text of a part without children.</param>
internal sealed record MergePart(string Key, string Space, string Head)
{
    private string? _core;

    /// <summary>Gets whether parts can stand in this one, even if none does.</summary>
    public bool IsContainer { get; init; }

    /// <summary>
    /// Gets whether nothing in the file names the part: siblings then have equal keys, and <see cref="UnnamedParts"/> finds out which of
    /// another file is the same part.
    /// </summary>
    public bool IsUnnamed { get; init; }

    /// <summary>Gets what must stand between two children, or an empty text.</summary>
    public string Joint { get; init; } = "";

    public IReadOnlyList<MergePart> Children { get; init; } = [];

    /// <summary>Gets the text behind the last child.</summary>
    public string Tail { get; init; } = "";

    /// <summary>Gets the joint behind this part as it is in the file: empty behind the last one, mostly.</summary>
    public string Separator { get; init; } = "";

    /// <summary>Gets the rest of the line behind the separator: white space and comments.</summary>
    public string After { get; init; } = "";

    /// <summary>Gets the text without what depends on the neighbours.</summary>
    public string Core => _core ??= Children.Count == 0 ? Head + Tail : Head + string.Concat(Children.Select(child => child.Text)) + Tail;

    /// <summary>Gets the whole text.</summary>
    public string Text => Space + Core + Separator + After;

    /// <summary>True if the text is the same, whatever white space and separator is around it.</summary>
    public bool IsSame(MergePart other) =>
        Core == other.Core && After.AsSpan().Trim().SequenceEqual(other.After.AsSpan().Trim()) && IsContainer == other.IsContainer;
}
