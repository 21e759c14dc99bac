using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;
using Scriban.Runtime;

namespace Menace.Pipeline.Development.Deployment;

/// <summary>
/// A pipeline of GitLab: tests on every push, runs by a schedule and by hand (https://docs.gitlab.com/ci/yaml/). GitLab keeps schedules
/// in the project and not in a file, so the file says at its beginning which one to create.
/// </summary>
internal static class GitLabPipeline
{
    /// <summary>The path of the file.</summary>
    public const string File = ".gitlab-ci.yml";

    public static TargetFiles Write(EmitRequest request, TaskSchedule schedule, BotRun run, LanguageFiles own)
    {
        var spec = request.Spec;
        var cron = CronText.Of(schedule);
        var rows = request.LanguageRows.ToList();
        var text = Templates.Render("deploy/gitlab.yml.scriban", new ScriptObject
        {
            ["cron"] = cron.Lines.Count > 0 ? YamlText.Quote(cron.Lines[0]) : "",
            ["zone"] = YamlText.Quote(schedule is { Kind: ScheduleKind.Cron, TimeZone: { } zone } ? zone : "UTC"),
            ["name"] = YamlText.Quote(spec.Name),
            ["image"] = rows.Select(row => row.Image).FirstOrDefault(image => image.Length > 0) ?? "debian:stable-slim",
            ["packages"] = string.Join(' ', AptPackages(request)),
            ["setup"] = YamlText.Quote("sh scripts/setup_tests.sh"),
            ["tests"] = YamlText.Quote(own.TestCommandLine),
            ["checks"] = new ScriptArray(run.Variables.Select(name => YamlText.Quote($": \"${{{name}:?is not set}}\""))),
            ["run"] = YamlText.Quote(run.RepeatedLine(
                RunLimits.Of(spec).Timeout is { } limit ? RunLimits.RoundUp(limit, TimeSpan.FromSeconds(1)) : 0)),
            ["isserial"] = run.Settings.Concurrency == RunConcurrency.Forbid,
            ["group"] = YamlText.Quote("run-" + spec.Name),
        });
        return new("GitLab", [RepositoryFile.FromText(File, text)], schedule == TaskSchedule.Once
            || cron.Lines.Count > 0 ? null : cron.Reason)
        {
            Gaps = run.Settings.Concurrency == RunConcurrency.Replace
                ? [new("concurrency", "a scheduled run does not end the one before it there")] : [],
        };
    }

    /// <summary>The packages of Debian that set up, test and run the bot, git for dependencies that are not there yet.</summary>
    public static IEnumerable<string> AptPackages(EmitRequest request) =>
        request.LanguageRows.SelectMany(row => row.AptPackages).Concat(LanguageTable.RowOf(request.Spec.Language).AptTestPackages)
            .Append("git").Distinct().Order(StringComparer.Ordinal);
}
