namespace Menace.Pipeline.Documentation;

/// <summary>What a block of a page is.</summary>
internal enum PageBlockKind
{
    /// <summary>Running text.</summary>
    Paragraph,

    /// <summary>A heading.</summary>
    Heading,

    /// <summary>A list; its entries are its children.</summary>
    List,

    /// <summary>An entry of a list, or a term of a definition list: the text, and the blocks below it.</summary>
    Item,

    /// <summary>A table.</summary>
    Table,

    /// <summary>Code in a fence or indented.</summary>
    Code,

    /// <summary>Front matter; its lines are those of <see cref="PageBlock.Code"/>.</summary>
    FrontMatter,
}

/// <summary>A block of a page. Comments, quotations, other HTML and front matter are left out.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="From">Where it begins in the page.</param>
/// <param name="To">Where it ends in the page.</param>
internal sealed record PageBlock(PageBlockKind Kind, int From, int To)
{
    /// <summary>Gets the text of a paragraph, a heading or an entry.</summary>
    public RichText? Text { get; init; }

    /// <summary>Gets whether an entry is the term of a definition list, and the blocks below it define it.</summary>
    public bool IsTerm { get; init; }

    /// <summary>Gets the level of a heading.</summary>
    public int Level { get; init; }

    /// <summary>Gets the blocks inside.</summary>
    public IReadOnlyList<PageBlock> Children { get; init; } = [];

    /// <summary>Gets the rows of a table, the first of which is its head.</summary>
    public IReadOnlyList<PageRow> Rows { get; init; } = [];

    /// <summary>Gets the lines of code.</summary>
    public IReadOnlyList<RichText> Code { get; init; } = [];

    /// <summary>Gets the language that a fence names, in lower case.</summary>
    public string Info { get; init; } = "";
}

/// <summary>A row of a table.</summary>
/// <param name="From">Where it begins in the page.</param>
/// <param name="To">Where it ends in the page.</param>
/// <param name="Cells">Its cells.</param>
internal sealed record PageRow(int From, int To, IReadOnlyList<RichText> Cells);
