using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Model.Text;
using Menace.Pipeline.Contracts;

namespace Menace.Tasks;

/// <summary>Reads the properties of a project into settings; a value that cannot be used is MENACE0003.</summary>
internal sealed class TaskSettings(PipelineTask task, DiagnosticLog diagnostics)
{
    private bool _isValid = true;

    /// <summary>The settings, or null if a property was reported.</summary>
    public BotDevConfig? ToConfig()
    {
        var config = new BotDevConfig { SourceDirectory = Path.GetFullPath(task.ProjectDirectory) };
        config = config with
        {
            // Files that tasks name are beside the task list.
            SourceDirectory = Path.GetDirectoryName(Path.GetFullPath(task.TasksFile, config.SourceDirectory))!,
            TaskListName = Path.GetFileName(task.TasksFile),
            RepositoryBase = Path.GetFullPath(task.RepositoryBase, config.SourceDirectory),
            StateDirectory = Path.GetFullPath(task.StateDirectory, config.SourceDirectory),
            MenaceId = Environment.GetEnvironmentVariable("MENACE_ID") ?? "",
            Python = task.Python.Length == 0 ? null : task.Python,
            Concurrency = Read("MenaceConcurrency", task.Concurrency, config.Concurrency, "a whole number of at least 1",
                text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : null),
            DefaultLanguage = Read("MenaceDefaultLanguage", task.DefaultLanguage, config.DefaultLanguage, string.Join(", ", BotLanguages.Names) + Nearest.Hint(task.DefaultLanguage, BotLanguages.Names), BotLanguages.Parse),
            VerifyEnabled = Read("MenaceVerifyEnabled", task.VerifyEnabled, config.VerifyEnabled, "true or false",
                text => bool.TryParse(text, out var value) ? value : null),
            LintEnabled = Read("MenaceLint", task.Lint, config.LintEnabled, "true or false",
                text => bool.TryParse(text, out var value) ? value : null),
            Stubs = Read("MenaceStubs", task.Stubs, config.Stubs, string.Join(", ", Enum.GetNames<StubPolicy>()) + Nearest.Hint(task.Stubs, Enum.GetNames<StubPolicy>()),
                text => Enum.TryParse<StubPolicy>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null),
            VerifyTimeout = Read("MenaceVerifyTimeout", task.VerifyTimeout, config.VerifyTimeout, "a duration such as 30s, 10m or 2h",
                text => Quantities.TryParseDuration(text, out var time) ? time : null),
            Emit = ReadEmit(),
            TestEnvironment = SplitNames(task.TestEnvironment),
        };
        config = task is HandoffStage handoff ? config with { Handoff = HandoffProperties.Read(handoff, this) } : config;
        return _isValid ? config : null;
    }

    /// <summary>The names in a property, each once.</summary>
    public static IReadOnlyList<string> SplitNames(string list) =>
        [.. list.Split([';', ',', ' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    private IReadOnlyList<DeploymentTarget> ReadEmit() =>
        DeploymentTargets.Parse(task.Emit, out var allowed) ?? Refuse<IReadOnlyList<DeploymentTarget>>("MenaceEmit", task.Emit, allowed, []);

    /// <summary>The value of a property, or <paramref name="fallback"/> if it is empty, or invalid and was reported.</summary>
    public T Read<T>(string property, string text, T fallback, string allowed, Func<string, T?> parse)
        where T : struct
    {
        if (text.Length == 0)
        {
            return fallback;
        }

        if (parse(text.Trim()) is { } value)
        {
            return value;
        }

        return Refuse(property, text, allowed, fallback);
    }

    /// <summary>Reports a value that cannot be used.</summary>
    public T Refuse<T>(string property, string text, string allowed, T fallback)
    {
        _isValid = false;
        diagnostics.Report(new PipelineDiagnostic(Rules.InvalidProperty, [property, text, allowed]));
        return fallback;
    }
}
