using System.Globalization;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Storage;
using Scriban.Runtime;

namespace Menace.Pipeline.Development.Deployment;

/// <summary>
/// A service that runs the bot once, and the timer that starts it (systemd.service(5), systemd.timer(5)); no timer for a plain <c>once</c>.
/// </summary>
internal static class SystemdUnits
{
    /// <summary>The paths of the files that it can write.</summary>
    public static IReadOnlyList<string> Files(BotSpec spec) => [ServicePath(spec), TimerPath(spec), Launcher];

    /// <summary>What gives a run its secrets and repeats it; systemd itself has no words for either.</summary>
    private const string Launcher = "deploy/run.sh";

    public static TargetFiles Write(EmitRequest request, TaskSchedule schedule, BotRun run)
    {
        var spec = request.Spec;
        List<RepositoryFile> files = [RepositoryFile.FromText(ServicePath(spec), Service(request, run))];
        if (NeedsLauncher(run))
        {
            files.Add(RepositoryFile.FromText(Launcher, Templates.Render("deploy/run.sh.scriban", new ScriptObject
            {
                ["name"] = spec.Name,
                ["secrets"] = new ScriptArray(run.Settings.Secrets),
                ["retries"] = run.Settings.Retries,
            })));
        }

        var timer = Timer(schedule);
        if (timer.Lines.Count > 0)
        {
            files.Insert(0, RepositoryFile.FromText(
                TimerPath(spec), Templates.Render("deploy/timer.scriban", new ScriptObject
                {
                    ["name"] = spec.Name,
                    ["lines"] = timer.Lines
                })));
        }

        return new("systemd", files, timer.Lines.Count > 0 || timer.Reason.Length == 0 ? null : timer.Reason)
        {
            Gaps = run.Settings.Concurrency == RunConcurrency.Forbid ? []
                : [new("concurrency", "a service that runs is not started again there")],
        };
    }

    private static bool NeedsLauncher(BotRun run) => run.Settings.Secrets.Count > 0 || run.Settings.Retries > 0;

    private static string ServicePath(BotSpec spec) => $"deploy/systemd/{spec.Name}.service";

    private static string TimerPath(BotSpec spec) => $"deploy/systemd/{spec.Name}.timer";

    private static string Service(EmitRequest request, BotRun run)
    {
        var spec = request.Spec;
        var limits = RunLimits.Of(spec);
        return Templates.Render("deploy/service.scriban", new ScriptObject
        {
            ["name"] = spec.Name,
            ["description"] = SystemdText.Description($"{spec.Purpose} ({spec.Name})"),
            ["command"] = string.Join(' ', Words(spec, run).Select(SystemdText.Word)),
            ["environment"] = run.Settings.Env.Count > 0,
            ["secrets"] = new ScriptArray(run.Settings.Secrets),
            ["lines"] = request.LanguageRows.SelectMany(row => row.ServiceLines)
                .Select(line => line.Replace("{name}", spec.Name, StringComparison.Ordinal)).ToList(),
            ["memory"] = limits.Memory ?? 0,

            // Hundredths of a percent are the smallest share that systemd knows.
            ["cpu"] = limits.Cores is { } cores ? (Math.Ceiling(cores * 10_000) / 100).ToString("0.##", CultureInfo.InvariantCulture) : "",
            ["timeout"] = limits.Timeout is { } timeout
                ? RunLimits.RoundUp(timeout * (run.Settings.Retries + 1), TimeSpan.FromSeconds(1)) : 0,
        });
    }

    private static IEnumerable<string> Words(BotSpec spec, BotRun run)
    {
        var root = "/opt/bots/" + spec.Name;
        return [.. NeedsLauncher(run) ? new[] { "sh", $"{root}/{Launcher}" } : [], .. run.Words(root)];
    }

    private static ScheduleText Timer(TaskSchedule schedule)
    {
        switch (schedule.Kind)
        {
            case ScheduleKind.Every when Quantities.TryParseDuration(schedule.Expression, out var interval):
                var seconds = interval.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
                return ScheduleText.Of($"OnBootSec={seconds}s", $"OnUnitActiveSec={seconds}s");

            case ScheduleKind.Once when schedule.Expression.Length == 0:
                return ScheduleText.Of();

            // Persistent: a time at which the machine was off is made up for.
            case ScheduleKind.Once when DateTimeOffset.TryParse(
                schedule.Expression, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time):
                var moment = time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture);
                return ScheduleText.Of($"OnCalendar={moment} UTC", "Persistent=true");

            case ScheduleKind.Cron:
                var calendar = CalendarText.Of(schedule);
                return calendar with { Lines = [.. calendar.Lines.Select(line => "OnCalendar=" + line)] };

            default:
                return ScheduleText.Impossible("it is not valid");
        }
    }
}
