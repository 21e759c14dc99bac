using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.Shell;
using Menace.Pipeline.Storage;
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

    /// <summary>Minutes.</summary>
    private const int ShortestInterval = 5;

    /// <summary>Hours that a job may take on GitHub's own machines.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromHours(6);

    public static TargetFiles Write(EmitRequest request, BotRun run, LanguageFiles own)
    {
        var spec = request.Spec;
        var schedule = Schedule(spec.Schedule);
        var isOnDemand = spec.Schedule == TaskSchedule.Once;
        var timeout = RunLimits.Of(spec).Timeout is { } limit && limit < LongestRun ? RunLimits.RoundUp(limit, TimeSpan.FromMinutes(1)) : 0;
        var text = Templates.Render("deploy/github.yml.scriban", new ScriptObject
        {
            ["name"] = YamlText.Quote(spec.Name),
            ["cron"] = schedule.Lines.Count > 0 ? YamlText.Quote(schedule.Lines[0]) : "",
            ["zone"] = spec.Schedule is { Kind: ScheduleKind.Cron, TimeZone: { } zone } && zone != "UTC" ? YamlText.Quote(zone) : "",
            ["siblings"] = new ScriptArray(request.Closure.Select(name => new ScriptObject
            {
                ["repository"] = YamlText.Quote("${{ github.repository_owner }}/" + name),
                ["path"] = YamlText.Quote(name),
            })),
            ["steps"] = request.LanguageRows.SelectMany(row => row.RunSteps).Concat(LanguageTable.RowOf(spec.Language).TestSteps)
                .Select(step => new ScriptObject { ["uses"] = step.Uses, ["setting"] = step.Setting, ["value"] = step.Value }).ToList(),
            ["timeout"] = timeout,
            ["tests"] = Command(own.TestCommandLine),
            ["run"] = Command(string.Join(' ', run.Words(".").Select(ShellText.Word))),
        });
        return new("GitHub Actions", [RepositoryFile.FromText(File, text)], isOnDemand || schedule.Lines.Count > 0
            ? null : schedule.Reason);
    }

    private static ScheduleText Schedule(TaskSchedule schedule)
    {
        var text = CronText.Of(schedule);
        return text.Lines.Count > 0 && CronText.ShortestGap(schedule) < ShortestInterval
            ? ScheduleText.Impossible("the shortest interval is five minutes there")
            : text;
    }

    /// <summary>A command as a YAML scalar in which GitHub finds no expression to evaluate.</summary>
    private static string Command(string line) => YamlText.Quote(line.Replace("${{", "${{ '${{' }}", StringComparison.Ordinal));
}
