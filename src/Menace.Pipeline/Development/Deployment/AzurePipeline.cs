using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;
using Scriban.Runtime;

namespace Menace.Pipeline.Development.Deployment;

/// <summary>
/// A pipeline of Azure DevOps: tests on every push, runs by schedule and by hand
/// (https://learn.microsoft.com/azure/devops/pipelines/yaml-schema). Its schedules are in UTC.
/// </summary>
internal static class AzurePipeline
{
    /// <summary>The path of the file.</summary>
    public const string File = "azure-pipelines.yml";

    public static TargetFiles Write(EmitRequest request, TaskSchedule schedule, BotRun run, LanguageFiles own)
    {
        var spec = request.Spec;
        var cron = Cron(schedule);
        var text = Templates.Render("deploy/azure.yml.scriban", new ScriptObject
        {
            ["name"] = YamlText.Quote(spec.Name),
            ["cron"] = cron.Lines.Count > 0 ? YamlText.Quote(cron.Lines[0]) : "",
            ["tasks"] = request.LanguageRows.Where(row => row.AzureTask is not null).Select(row => new ScriptObject
            {
                ["task"] = row.AzureTask!.Uses,
                ["setting"] = row.AzureTask.Setting,
                ["value"] = row.AzureTask.Value,
            }).ToList(),
            ["packages"] = string.Join(' ', GitLabPipeline.AptPackages(request)),
            ["tests"] = YamlText.Quote(Literal(own.TestCommandLine)),
            ["checks"] = new ScriptArray(Passed(run).Select(name => YamlText.Quote(
                $"case ${{{name}-}} in '' | '$''({name})') echo '{name} is not set' >&2; exit 1 ;; esac"))),
            ["run"] = YamlText.Quote(Literal(run.Line())),
            ["variables"] = new ScriptArray(Passed(run)),
            ["testtimeout"] = RunLimits.OfTests(spec) is { } test ? RunLimits.RoundUp(test, TimeSpan.FromMinutes(1)) : 0,
            ["timeout"] = RunLimits.Of(spec).Timeout is { } limit
                ? RunLimits.RoundUp(limit * (run.Settings.Retries + 1), TimeSpan.FromMinutes(1)) : 0,
            ["retries"] = run.Settings.Retries,
            ["isserial"] = run.Settings.Concurrency == RunConcurrency.Forbid,
        });
        return new(
            "Azure Pipelines", [RepositoryFile.FromText(File, text)],
            schedule == TaskSchedule.Once || cron.Lines.Count > 0 ? null : cron.Reason)
        {
            Gaps =
            [
                .. run.Settings.Concurrency == RunConcurrency.Replace
                    ? [new("concurrency", "a scheduled run does not end the one before it there")] : Array.Empty<TargetGap>(),
                .. run.Variables.Where(IsReserved).Select(name => new TargetGap(
                    run.Settings.Secrets.Contains(name) ? "secrets" : "env",
                        $"variables named like '{name}' are not passed to scripts there")),
            ],
        };
    }

    private static IEnumerable<string> Passed(BotRun run) => run.Variables.Where(name => !IsReserved(name));

    /// <summary>Names of which the agent keeps the values to itself.</summary>
    private static bool IsReserved(string name) =>
        Array.Exists(["endpoint", "input", "secret", "path", "securefile"], prefix =>
            name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static ScheduleText Cron(TaskSchedule schedule) =>
        schedule is { Kind: ScheduleKind.Cron, TimeZone: { } zone } && zone is not ("UTC" or "Etc/UTC")
            ? ScheduleText.Impossible("schedules are in UTC there") : CronText.Of(schedule);

    /// <summary>A line in which Azure finds no macro and no expression to replace; both would stand between single quotes.</summary>
    private static string Literal(string line) =>
        line.Replace("$(", "$''(", StringComparison.Ordinal).Replace("${{", "$''{{", StringComparison.Ordinal);
}
