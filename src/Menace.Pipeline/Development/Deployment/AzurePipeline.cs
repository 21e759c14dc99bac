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
            ["tests"] = YamlText.Quote(Macro(own.TestCommandLine)),
            ["run"] = YamlText.Quote(Macro(run.Line())),
            ["variables"] = new ScriptArray(run.Variables),
            ["timeout"] = RunLimits.Of(spec).Timeout is { } limit ? RunLimits.RoundUp(limit, TimeSpan.FromMinutes(1)) : 0,
            ["retries"] = run.Settings.Retries,
        });
        return new(
            "Azure Pipelines", [RepositoryFile.FromText(File, text)], schedule == TaskSchedule.Once
                || cron.Lines.Count > 0 ? null : cron.Reason)
        {
            // Azure starts every run that is due, and a run does not end another one.
            Gaps = run.Settings.Concurrency == RunConcurrency.Replace
                ? [new("concurrency", "a scheduled run does not end the one before it there")] : [],
        };
    }

    private static ScheduleText Cron(TaskSchedule schedule) =>
        schedule is { Kind: ScheduleKind.Cron, TimeZone: { } zone } && zone != "UTC"
            ? ScheduleText.Impossible("schedules are in UTC there") : CronText.Of(schedule);

    /// <summary>Text in which Azure finds no macro to replace: what <c>$(</c> begins.</summary>
    private static string Macro(string text) => text.Replace("$(", "$''(", StringComparison.Ordinal);
}
