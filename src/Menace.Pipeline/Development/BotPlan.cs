using Menace.Model.Tasks;
using Menace.Pipeline.Diagnostics;

namespace Menace.Pipeline.Development;

/// <summary>A plan that was read: its bots, and what of it could not be used.</summary>
/// <param name="Bots">The bots in the plan's order.</param>
/// <param name="Findings">MENACE3020 to MENACE3022.</param>
public sealed record BotPlan(IReadOnlyList<PlannedBot> Bots, IReadOnlyList<PipelineDiagnostic> Findings)
{
    /// <summary>True where the plan, or an entry of it, could not be read.</summary>
    public bool HasErrors => Findings.Any(finding => finding.IsError);

    /// <summary>The plan as a task list, which <see cref="ImplementationPipeline.RunAsync(IReadOnlyList{TaskInfo}, CancellationToken)"/> takes.</summary>
    public IReadOnlyList<TaskInfo> ToTasks() => [.. Bots.Select(bot => bot.ToTask())];
}

/// <summary>A bot as a plan describes it: sanitised, and perhaps not complete yet.</summary>
public sealed record PlannedBot
{
    /// <summary>The name, with every run of other characters than letters, digits and '_' turned to one '_'; never empty.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence, or empty.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>Names of functions, each once; all are identifiers.</summary>
    public IReadOnlyList<string> Functions { get; init; } = [];

    /// <summary>Documentation of functions that are in <see cref="Functions"/>.</summary>
    public IReadOnlyDictionary<string, string> FunctionDocs { get; init; } = new Dictionary<string, string>();

    /// <summary>What goes in and out (<c>io</c> or <c>io_format</c>), or empty.</summary>
    public string IoFormat { get; init; } = "";

    /// <summary>The language, or null where the plan leaves it out: then it is inferred, or the default.</summary>
    public BotLanguage? Language { get; init; }

    /// <summary>Names of the bots it calls, sanitised as their names are.</summary>
    public IReadOnlyList<string> Dependencies { get; init; } = [];

    /// <summary>The level, or empty.</summary>
    public string Level { get; init; } = "";

    /// <summary>Longer text, or empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>Sanitised capabilities.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>The implementation, or empty.</summary>
    public string Code { get; init; } = "";

    /// <summary>The bot as a task.</summary>
    public TaskInfo ToTask() => new()
    {
        Name = Name,
        Dependencies = Dependencies,
        Code = Code,
        Metadata = new()
        {
            Purpose = OrNull(Purpose),
            Functions = Functions,
            FunctionDocs = FunctionDocs,
            Io = OrNull(IoFormat),
            Language = Language,
            Level = OrNull(Level),
            Description = OrNull(Description),
            Capabilities = Capabilities,
        },
    };

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}
