using Menace.Model.Tasks;

namespace Menace.Pipeline.Knowledge;

/// <summary>A piece of code in a <see cref="CodeDb"/> (docs/knowledge.md).</summary>
public sealed record CodeRecord
{
    /// <summary>
    /// Gets the name under which it is kept, for all its revisions; empty for a new one, whose name is made from its digest.
    /// </summary>
    public string Id { get; init; } = "";

    /// <summary>The code; never empty.</summary>
    public required string Code { get; init; }

    /// <summary>What it does, in one sentence; never empty.</summary>
    public required string Summary { get; init; }

    /// <summary>The language.</summary>
    public BotLanguage Language { get; init; }

    /// <summary>Gets the kind of code, such as <c>function</c> or <c>bot</c>, or empty.</summary>
    public string TemplateType { get; init; } = "";

    /// <summary>The version that its author gives it.</summary>
    public string Version { get; init; } = "1.0";

    /// <summary>Gets a measure of its complexity; its unit is the caller's.</summary>
    public double ComplexityScore { get; init; }

    /// <summary>SPDX identifier of its licence; empty for code of one's own.</summary>
    public string License { get; init; } = "";

    /// <summary>Names of bots that use it.</summary>
    public IReadOnlyList<string> Bots { get; init; } = [];

    /// <summary>Number of the revision, from 1; 0 for one that is not stored.</summary>
    public int Revision { get; init; }

    /// <summary>When it was stored (UTC).</summary>
    public DateTimeOffset StoredAt { get; init; }
}
