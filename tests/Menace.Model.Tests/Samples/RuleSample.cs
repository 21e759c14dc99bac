namespace Menace.Samples;

/// <summary>A file with exactly one mistake, whose place is marked with <c>[|</c> and <c>|]</c>.</summary>
/// <param name="Id">The rule that reports it.</param>
/// <param name="Marked">The text with the marks.</param>
public sealed record RuleSample(string Id, string Marked)
{
    public string[] Templates { get; init; } = [];

    /// <summary>The files that exist; null if files are not checked.</summary>
    public string[]? Files { get; init; }

    /// <summary>Properties of the project, by their names.</summary>
    public Dictionary<string, string> Properties { get; init; } = [];

    public string Text => Marked.Remove(Close, 2).Remove(Start, 2);

    public int Start => Marked.IndexOf("[|", StringComparison.Ordinal);

    public int End => Close - 2;

    private int Close => Marked.LastIndexOf("|]", StringComparison.Ordinal);

    public RuleSample With(Func<string, string> change) => this with { Marked = change(Marked) };

    public override string ToString() => Id + " " + (Marked.Length > 80 ? Marked[..80] : Marked);
}
