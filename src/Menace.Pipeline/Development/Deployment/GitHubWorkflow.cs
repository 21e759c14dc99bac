using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;
using Scriban.Runtime;

namespace Menace.Pipeline.Development.Deployment;

/// <summary>
/// A workflow of GitHub Actions: tests on every push, runs by schedule and by hand. Its rules of schedules are at
/// https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#onschedule.
/// </summary>
internal static class GitHubWorkflow
{
    /// <summary>The path of the file.</summary>
    public const string File = ".github/workflows/bot.yml";

    /// <summary>True in a run of the bot, by schedule or by hand, in GitHub's own words; else the tests run.</summary>
    private const string IsRun = "(github.event_name == 'schedule' || github.event_name == 'workflow_dispatch')";

    /// <summary>Minutes.</summary>
    private const int ShortestInterval = 5;

    /// <summary>Hours that a job may take on GitHub's own machines.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromHours(6);

    public static TargetFiles Write(EmitRequest request, TaskSchedule schedule, BotRun run, LanguageFiles own)
    {
        var spec = request.Spec;
        var cron = Cron(schedule);
        var row = LanguageTable.RowOf(spec.Language);
        var text = Templates.Render("deploy/github.yml.scriban", new ScriptObject
        {
            ["name"] = YamlText.Quote(spec.Name),
            ["cron"] = cron.Lines.Count > 0 ? YamlText.Quote(cron.Lines[0]) : "",
            ["zone"] = schedule is { Kind: ScheduleKind.Cron, TimeZone: { } zone } && zone != "UTC" ? YamlText.Quote(zone) : "",
            ["siblings"] = new ScriptArray(request.Closure.Select(name => new ScriptObject
            {
                ["repository"] = YamlText.Quote("${{ github.repository_owner }}/" + name),
                ["path"] = YamlText.Quote(name),
            })),
            ["steps"] = request.LanguageRows.SelectMany(language => language.RunSteps).Concat(row.TestSteps)
                .Select(step => new ScriptObject { ["uses"] = step.Uses, ["setting"] = step.Setting, ["value"] = step.Value }).ToList(),
            ["caches"] = new ScriptArray(spec.Packages.Count == 0 ? [] : row.Caches.Select(cache => new ScriptObject
            {
                ["path"] = cache.Path,
                ["key"] = YamlText.Quote($"{cache.Name}-${{{{ hashFiles({cache.Locks}) }}}}"),
            })),
            ["timeout"] = Minutes(RunLimits.OfTests(spec), 1),
            ["longest"] = Minutes(RunLimits.Of(spec).Timeout, run.Settings.Retries + 1),
            ["tests"] = Command(own.TestCommandLine),
            ["run"] = Command(run.RepeatedLine()),
            ["variables"] = new ScriptArray(run.Variables.Where(name => Refusal(name) is null).Select(name => new ScriptObject
            {
                ["name"] = name,
                ["value"] = $"${{{{ {(run.Settings.Secrets.Contains(name) ? "secrets" : "vars")}.{name} }}}}",
            })),
            ["group"] = $"${{{{ github.workflow }}}}-${{{{ {IsRun} && 'run' || github.ref }}}}",
            ["isrun"] = $"${{{{ {IsRun} }}}}",
            ["concurrency"] = run.Settings.Concurrency.ToString().ToLowerInvariant(),
        });
        var isByHand = schedule == TaskSchedule.Once;
        return new("GitHub Actions", [RepositoryFile.FromText(File, text)], isByHand || cron.Lines.Count > 0 ? null : cron.Reason)
        {
            Gaps = [.. run.Variables.Where(name => Refusal(name) is not null).Select(name =>
                new TargetGap(run.Settings.Secrets.Contains(name) ? "secrets" : "env", $"the name '{name}' {Refusal(name)}"))],
        };
    }

    private static ScheduleText Cron(TaskSchedule schedule)
    {
        var text = CronText.Of(schedule);
        return text.Lines.Count > 0 && CronText.ShortestGap(schedule) < ShortestInterval
            ? ScheduleText.Impossible("the shortest interval is five minutes there")
            : text;
    }

    /// <summary>Minutes for that many runs; 0 for no limit.</summary>
    private static long Minutes(TimeSpan? time, int runs) =>
        time is { } limit && limit * runs < LongestRun ? RunLimits.RoundUp(limit * runs, TimeSpan.FromMinutes(1)) : 0;

    private static string? Refusal(string name) =>
        name.StartsWith("GITHUB_", StringComparison.OrdinalIgnoreCase) ? "begins with GITHUB_, which is reserved there" : null;

    /// <summary>A command as a YAML scalar in which GitHub finds no expression to evaluate.</summary>
    private static string Command(string line) => YamlText.Quote(line.Replace("${{", "${{ '${{' }}", StringComparison.Ordinal));
}
