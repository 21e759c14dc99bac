using System.Globalization;
using Menace.Model.Json;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Research;

/// <summary>Something that a source has. It is data: nothing in it is followed or run.</summary>
/// <param name="Source">Name of the source.</param>
/// <param name="Place">Where it is there, without credentials: <c>slug-tools@0123…</c>, <c>https://inventory/slugs $.purpose</c>.</param>
/// <param name="Text">What it says, for people.</param>
public sealed record ResearchFinding(string Source, string Place, string Text)
{
    /// <summary>Gets a few words that name it, or empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>Gets the name of the bot that it is about exactly, or empty if it is only alike.</summary>
    public string Bot { get; init; } = "";

    /// <summary>Gets the field whose value it gives exactly, or empty.</summary>
    public string Field { get; init; } = "";

    /// <summary>Gets the value of <see cref="Field"/> as tasks.json would have it, or null.</summary>
    public JsonValue? Value { get; init; }

    /// <summary>Gets the name of the task that was asked about. Set by the research.</summary>
    public string Task { get; init; } = "";

    /// <summary>Gets the field or topic that was asked about. Set by the research.</summary>
    public string Topic { get; init; } = "";

    /// <summary>Gets the most significant sentences of the text. Set by the research.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Gets how much there is to read, from 0 to 1: 500 characters are 1. Set by the research.</summary>
    public double Depth { get; init; }

    /// <summary>Gets the ids of other findings about the same task with words in common. Set by the research.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Gets the number of other sources that say the same. Set by the research.</summary>
    public int Corroborations { get; init; }

    /// <summary>Gets SHA-256 of task, field, source and normalised content: the same finding has the same id in every build.</summary>
    public string Id => ContentDigest.Of(string.Join('\n', Task, Field, Source, Normalised));

    /// <summary>The content without what does not change its meaning: case and white space.</summary>
    internal string Normalised => string.Join(' ', $"{Text} {(Value is null ? "" : CanonicalJson.Write(Value))}"
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLower(CultureInfo.InvariantCulture);

    /// <summary>The source and the place in it.</summary>
    internal string Origin => Place.Length == 0 ? Source : $"{Source}: {Place}";
}
