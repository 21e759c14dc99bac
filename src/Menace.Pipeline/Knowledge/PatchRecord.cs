namespace Menace.Pipeline.Knowledge;

/// <summary>A patch of a bot that got worse.</summary>
/// <param name="Bot">Name of the bot.</param>
/// <param name="Repository">Absolute path of its repository.</param>
/// <param name="Commit">Id of the commit of the patch.</param>
internal sealed record PatchRecord(string Bot, string Repository, string Commit)
{
    /// <summary>Gets the name of the patch: the first characters of its commit.</summary>
    public string Id => Commit[..Math.Min(Commit.Length, 12)];

    /// <summary>Gets the id of the commit that it changes.</summary>
    public string Base { get; init; } = "";

    /// <summary>Gets the name of the generator.</summary>
    public string Generator { get; init; } = "";

    /// <summary>Gets what got worse, as clauses.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Gets what supports the patch.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>Gets the code of the bot before it.</summary>
    public string Before { get; init; } = "";

    /// <summary>Gets the code of the bot with it.</summary>
    public string After { get; init; } = "";

    /// <summary>Gets when and how it was taken back, as a clause; empty if it was not.</summary>
    public string TakenBack { get; init; } = "";

    /// <summary>Gets when it was recorded.</summary>
    public DateTimeOffset At { get; init; }
}
