namespace Menace.Pipeline.Planning;

/// <summary>What a block of Markdown is.</summary>
internal enum MarkdownKind
{
    /// <summary>Running text.</summary>
    Paragraph,

    /// <summary>A heading.</summary>
    Heading,

    /// <summary>An entry of a list.</summary>
    ListItem,

    /// <summary>A row of a table.</summary>
    Row,

    /// <summary>The content of a fence whose language is Mermaid.</summary>
    Mermaid,
}

/// <summary>A block of a page. Comments, other fences and front matter are left out.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Line">Its first line, from 1.</param>
/// <param name="Text">Its text without the marks in front; the lines of a paragraph are joined by blanks.</param>
internal sealed record MarkdownBlock(MarkdownKind Kind, int Line, string Text)
{
    /// <summary>Gets the level of a heading, or the indentation of a list's entry.</summary>
    public int Level { get; init; }

    /// <summary>Gets the cells of a row.</summary>
    public IReadOnlyList<string> Cells { get; init; } = [];

    /// <summary>Gets the cells of the table's head, of a row.</summary>
    public IReadOnlyList<string> Head { get; init; } = [];

    /// <summary>Reads the blocks of a page.</summary>
    public static IReadOnlyList<MarkdownBlock> Read(string text, CancellationToken cancellationToken) =>
        new MarkdownReader(text, cancellationToken).Read();
}
