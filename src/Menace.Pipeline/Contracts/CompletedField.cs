using System.Text.Json.Serialization;
using Menace.Model.Json;

namespace Menace.Pipeline.Contracts;

/// <summary>A field of a task that the task itself leaves out, with where its value comes from (docs/completion.md).</summary>
/// <param name="Bot">Name of the task.</param>
/// <param name="Field">Name of the field as tasks.json writes it: <c>schedule</c>, <c>metadata.purpose</c>.</param>
/// <param name="Value">The value as tasks.json would have it.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Rule">How it was found there, in a few words: <c>first sentence of the section</c>.</param>
/// <param name="Confidence">From 0 to 1; what is below the threshold of its field is not a value.</param>
public sealed record CompletedField(
    string Bot, string Field, JsonValue Value, FieldSource Source, string Rule, double Confidence)
{
    /// <summary>
    /// Gets SHA-256 of the task that a known bot or a finding completes, as lower-case hexadecimal digits: for another task it is asked
    /// again. Empty for all other sources.
    /// </summary>
    public string Question { get; init; } = "";

    /// <summary>Functions of the value, a code, that a template wrote.</summary>
    public IReadOnlyList<string> Stubs { get; init; } = [];

    /// <summary>Statements that support a value that a code generator wrote: <c>3 examples passed</c>. Empty for all other sources.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];
}

/// <summary>Where the value of a field comes from.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Place">
/// For documentation <c>docs/bots.md:12</c>, path relative to the project and line counted from 1; for a bot <c>name@commit</c>; for a
/// finding the source and the place in it; for a generator its name; else empty.
/// </param>
public sealed record FieldSource(FieldSourceKind Kind, string Place = "")
{
    /// <summary>
    /// Gets SHA-256 of the text that the value was taken from, as lower-case hexadecimal digits; empty for the task and its code.
    /// </summary>
    public string Digest { get; init; } = "";

    /// <summary>The kind and the place: <c>documentation docs/bots.md:12</c>.</summary>
    public override string ToString() => (Kind.ToString().ToLowerInvariant() + " " + Place).TrimEnd();
}

/// <summary>What a <see cref="FieldSource"/> is. The order is that of precedence: text is taken from the first one that has it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FieldSourceKind>))]
public enum FieldSourceKind
{
    /// <summary>The task says it.</summary>
    Task,

    /// <summary>The code of the task says it.</summary>
    Code,

    /// <summary>A page of the project says it.</summary>
    Documentation,

    /// <summary>A bot that was built before has it.</summary>
    Bot,

    /// <summary>Research found it.</summary>
    Finding,

    /// <summary>A code generator wrote it.</summary>
    Generator,

    /// <summary>A template wrote it.</summary>
    Template,
}
