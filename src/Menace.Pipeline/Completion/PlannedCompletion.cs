using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Planning;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Completion;

/// <summary>
/// Completes tasks from bots that exist: the code of one that was proved to do a task, or that is a start for it. Its history goes into a
/// bundle beside the pins, so that another machine builds the same.
/// </summary>
internal sealed class PlannedCompletion(BotDevConfig config, IIpoBot planner, LanguageTable languages, IProcessRunner runner)
    : ICompletionSource
{
    private const string Reuse = "reuse";
    private const string Fork = BotLineage.ForkRule;

    /// <summary>A bot as the place of a value: <c>slug-tools@0123456789ab…</c>.</summary>
    public static string PlaceOf(KnownBot bot) => $"{bot.Name}@{bot.Commit}";

    /// <summary>Removes the bundles that no value of <paramref name="completed"/>, all pins of the project, comes from.</summary>
    /// <exception cref="IOException">A bundle cannot be removed.</exception>
    public static void RemoveUnused(BotDevConfig config, IReadOnlyList<CompletedField> completed)
    {
        var source = Path.GetFullPath(config.SourceDirectory);
        var folder = new DirectoryInfo(Path.Combine(source, config.CompletionsName));
        if (!folder.Exists)
        {
            return;
        }

        var used = completed.Select(field => BotLineage.Of(field, config.CompletionsName)?.Bundle).ToHashSet(StringComparer.Ordinal);
        foreach (var bundle in folder.EnumerateFiles("*.bundle").Where(file => !used.Contains($"{folder.Name}/{file.Name}")))
        {
            bundle.Delete();
        }
    }

    /// <inheritdoc/>
    public async Task<SourceAnswer> CompleteAsync(IReadOnlyList<OpenTask> open, CancellationToken cancellationToken)
    {
        var tasks = open.ToDictionary(one => one.Task.Name, one => one.Task, StringComparer.Ordinal);
        var plan = await planner.GeneratePlanAsync([.. tasks.Values], [], cancellationToken);
        List<CompletedField> fields = [];
        List<PipelineDiagnostic> findings = [.. plan.Warnings];
        foreach (var verdict in plan.Verdicts.Where(verdict => verdict.Candidate is not null))
        {
            var task = tasks[verdict.Task];
            if (verdict.Action == PlanAction.Suggested)
            {
                findings.Add(new(Rules.BotSuggested, [task.Name, PlaceOf(verdict.Candidate!), verdict.Reason]) { Bot = task.Name });
            }
            else if (verdict.Action is PlanAction.Reuse or PlanAction.Fork && Obstacle(task, verdict.Candidate!) is { } obstacle)
            {
                findings.Add(new(Rules.BotSuggested, [task.Name, PlaceOf(verdict.Candidate!), obstacle]) { Bot = task.Name });
            }
            else if (verdict.Action is PlanAction.Reuse or PlanAction.Fork && Of(task, verdict) is { Count: > 0 } found)
            {
                if (await KeepHistoryAsync(verdict.Candidate!, cancellationToken) is { } problem)
                {
                    findings.Add(problem with { Bot = task.Name });
                    continue;
                }

                fields.AddRange(found);
            }
        }

        return new(fields, plan.Candidates == 0 ? null : plan.Candidates == 1 ? "one known bot"
            : string.Create(CultureInfo.InvariantCulture, $"{plan.Candidates} known bots"))
        {
            Findings = findings,
        };
    }

    /// <summary>Why what the task says itself does not fit to the code of a bot, as a sentence, or null.</summary>
    private static string? Obstacle(TaskInfo task, KnownBot bot) =>
        task.Metadata.License is { Length: > 0 } license && !license.Equals(bot.License, StringComparison.OrdinalIgnoreCase)
            ? $"its licence is {bot.License}, and that of the task is {license}."
        : task.Metadata.Packages.Count > 0 && Names(bot.Packages).Except(Names(task.Metadata.Packages)).ToList() is { Count: > 0 } missing
            ? $"it needs {string.Join(", ", missing)}, which the task does not list in its packages."
        : bot.Dependencies.Except(task.Dependencies, StringComparer.Ordinal).ToList() is { Count: > 0 } others
            ? $"it calls {string.Join(", ", others)}, which the task does not depend on."
        : null;

    private static IEnumerable<string> Names(IReadOnlyList<string> packages) =>
        packages.Select(package => BotPackage.Parse(package).Name.ToLowerInvariant());

    /// <summary>The fields that a candidate gives; none if its code cannot be used here.</summary>
    private List<CompletedField> Of(TaskInfo task, PlanVerdict verdict)
    {
        var bot = verdict.Candidate!;
        var isFork = verdict.Action == PlanAction.Fork;
        var missing = isFork ? verdict.Missing : [];

        if (bot.Code.Length == 0 || bot.Commit.Length == 0)
        {
            return [];
        }

        var code = missing.Count == 0 ? bot.Code : languages[bot.Language].AddFunctions(
            bot.Code, task with { Metadata = task.Metadata with { Functions = missing, Purpose = task.Metadata.Purpose ?? bot.Purpose } });
        if (code is null)
        {
            return [];
        }

        FieldSource source = new(FieldSourceKind.Bot, PlaceOf(bot)) { Digest = ContentDigest.Of(bot.Code) };
        List<CompletedField> fields = [];
        Add("code", code);
        Add("metadata.language", bot.Language.ToName());
        Add("metadata.purpose", bot.Purpose.Length == 0 ? null : JsonValue.FromString(bot.Purpose));
        Add("metadata.functions", Texts([.. bot.Functions.Select(function => function.Name), .. missing]));
        Add("metadata.packages", Texts(bot.Packages));
        Add("metadata.license", bot.License.Length == 0 ? null : JsonValue.FromString(bot.License));
        return fields;

        void Add(string field, JsonValue? value)
        {
            if (value is not null)
            {
                fields.Add(new(task.Name, field, value, source, isFork ? Fork : Reuse, Math.Round(verdict.Score / 100, 2))
                {
                    Stubs = field == "code" ? missing : [],
                });
            }
        }
    }

    private async Task<PipelineDiagnostic?> KeepHistoryAsync(KnownBot bot, CancellationToken cancellationToken)
    {
        var bundle = Path.GetFullPath(BotLineage.BundleOf(PlaceOf(bot), config.CompletionsName), Path.GetFullPath(config.SourceDirectory));
        try
        {
            await new HistoryBundle(runner).CreateAsync(
                bot.Repository, bot.Commit, bundle, Path.Combine(config.StatePath, "bundle"), cancellationToken);
            return null;
        }
        catch (Exception exception) when (exception is HistoryException or ToolMissingException or IOException
            or UnauthorizedAccessException)
        {
            return new(Rules.PlannedWithout, [exception.Message.TrimEnd('.')]);
        }
    }

    private static JsonValue? Texts(IReadOnlyList<string> texts) =>
        texts.Count == 0 ? null : JsonValue.FromItems([.. texts.Distinct(StringComparer.Ordinal).Select(JsonValue.FromString)]);
}
