namespace Menace.Pipeline.Documentation;

/// <summary>What a part of a page is about.</summary>
/// <param name="From">Where it begins in the page.</param>
/// <param name="To">Where it ends.</param>
internal sealed record PageScope(int From, int To)
{
    /// <summary>Gets the bot, or null.</summary>
    public string? Bot { get; init; }

    /// <summary>Gets the language of the group of bots, or null.</summary>
    public string? Language { get; init; }

    /// <summary>Gets the heading that is the licence or the schedule of the bots that are listed below, or null.</summary>
    public RichText? Group { get; init; }

    /// <summary>Gets the field, or none.</summary>
    public PageField Field { get; init; }

    /// <summary>Gets the function that examples without a call are about.</summary>
    public Signature? Function { get; init; }

    /// <summary>Gets whether it is about the past, plans or talk, or about another bot.</summary>
    public bool IsIgnored { get; init; }

    /// <summary>Gets whether it is a part of its own below the bot's heading: what the bot does is not looked for there.</summary>
    public bool IsAside { get; init; }

    /// <summary>Gets whether days or times around it are not known: a time alone is no schedule.</summary>
    public bool IsTimed { get; init; }

    /// <summary>Gets whether it is a paragraph that is about a bot only because it names no other one.</summary>
    public bool IsTopic { get; init; }

    /// <summary>Gets whether it is the text of a list's entry behind the bot's name.</summary>
    public bool IsEntry { get; init; }
}
