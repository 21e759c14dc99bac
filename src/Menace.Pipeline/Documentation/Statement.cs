using Menace.Model.Json;

namespace Menace.Pipeline.Documentation;

/// <summary>How strong a statement is.</summary>
internal enum StatementKind
{
    /// <summary>A label, a column or a section for the field: it is complete.</summary>
    Whole,

    /// <summary>A part of a sentence: there may be more of them.</summary>
    Part,

    /// <summary>A statement about all bots of the page: one about the bot itself counts more.</summary>
    All,
}

/// <summary>What one place of a page says about a field of a bot.</summary>
/// <param name="Bot">Name of the task.</param>
/// <param name="Field">Name of the field as tasks.json writes it.</param>
/// <param name="Value">The value, or null: something is said about the field that is not clear, so there is no value at all.</param>
/// <param name="Kind">How strong it is.</param>
/// <param name="Rule">How it was found.</param>
/// <param name="Confidence">From 0 to 1.</param>
/// <param name="Place">Where it is.</param>
internal sealed record Statement(
    string Bot, string Field, JsonValue? Value, StatementKind Kind, string Rule, double Confidence, StatementPlace Place);

/// <summary>Where a statement is.</summary>
/// <param name="Page">The number of the page.</param>
/// <param name="Offset">Where the statement begins in it.</param>
/// <param name="From">Where the section, row or entry begins.</param>
/// <param name="To">Where it ends.</param>
internal sealed record StatementPlace(int Page, int Offset, int From, int To);

/// <summary>Names of fields.</summary>
internal static class FieldNames
{
    public const string Purpose = "metadata.purpose";
    public const string Functions = "metadata.functions";
    public const string FunctionDocs = "metadata.function_docs";
    public const string Signatures = "signatures";
    public const string Examples = "metadata.examples";
    public const string Schedule = "schedule";
    public const string Dependencies = "dependencies";
    /// <summary>Tasks that a bot is said not to need; not a field of its own.</summary>
    public const string NoDependencies = "dependencies.not";

    public const string Packages = "metadata.packages";
    public const string Language = "metadata.language";
    public const string License = "metadata.license";
    public const string Resources = "resources";

    /// <summary>The time zone of a schedule; not a field of its own.</summary>
    public const string TimeZone = "schedule.timeZone";

    public const string Cpu = "resources.cpu";
    public const string Memory = "resources.memory";
    public const string Timeout = "resources.timeout";
}
