using System.Globalization;
using System.Text.RegularExpressions;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;
using Scriban.Runtime;

namespace Menace.Pipeline.Development.Deployment;

/// <summary>
/// A CronJob, or a Job for <c>once</c>. The image is the user's to build: <c>&lt;name&gt;:latest</c>, with the bot's command as its entry
/// point.
/// </summary>
internal static partial class KubernetesManifest
{
    /// <summary>A CronJob's name must leave room for eleven characters that the controller appends to a label of 63.</summary>
    private const int LongestName = 52;

    /// <summary>The paths of the files that it can write.</summary>
    public static IReadOnlyList<string> Files { get; } = [PathOf(isScheduled: true), PathOf(isScheduled: false)];

    public static TargetFiles Write(BotSpec spec, TaskSchedule schedule, BotRun run)
    {
        var cron = CronText.Of(schedule);
        var isScheduled = cron.Lines.Count > 0;
        var limits = RunLimits.Of(spec);
        var name = YamlText.Quote(NameOf(spec.Name));
        var job = Templates.Render("deploy/job.scriban", new ScriptObject
        {
            ["name"] = name,
            ["image"] = YamlText.Quote(NameOf(spec.Name) + ":latest"),
            ["arguments"] = new ScriptArray(run.Arguments.Select(argument => YamlText.Quote(Literal(argument)))),
            ["timeout"] = limits.Timeout is { } timeout ? RunLimits.RoundUp(timeout, TimeSpan.FromSeconds(1)) : 0,
            ["retries"] = run.Settings.Retries,
            ["variables"] = new ScriptArray(run.Variables.Select(variable => new ScriptObject
            {
                ["name"] = YamlText.Quote(variable),
                ["source"] = run.Settings.Secrets.Contains(variable) ? "secretKeyRef" : "configMapKeyRef",
            })),
            ["resources"] = Resources(spec),
        });
        var text = Templates.Render("deploy/kubernetes.yaml.scriban", new ScriptObject
        {
            ["name"] = name,
            ["bot"] = YamlText.Quote(spec.Name),
            ["purpose"] = YamlText.Quote(spec.Purpose),
            ["schedule"] = isScheduled ? YamlText.Quote(cron.Lines[0]) : "",
            ["zone"] = YamlText.Quote(schedule is { Kind: ScheduleKind.Cron, TimeZone: { } zone } && zone != "UTC" ? zone : "Etc/UTC"),
            ["concurrency"] = run.Settings.Concurrency.ToString(),
            ["job"] = YamlText.Indent(job, isScheduled ? 6 : 2),
        });
        return new("Kubernetes", [RepositoryFile.FromText(PathOf(isScheduled), text)],
            isScheduled || schedule == TaskSchedule.Once ? null : cron.Reason);
    }

    private static string PathOf(bool isScheduled) => $"deploy/kubernetes/{(isScheduled ? "cronjob" : "job")}.yaml";

    /// <summary>A label of RFC 1123: lower case, digits and hyphens; if it is truncated, a hash makes it unique.</summary>
    public static string NameOf(string bot)
    {
        var name = string.Concat(bot.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        if (name.Length is > 0 and <= LongestName)
        {
            return name;
        }

        var hash = ContentDigest.Of(bot)[..8];
        return (name.Length == 0 ? "bot" : name[..(LongestName - hash.Length - 1)].TrimEnd('-')) + "-" + hash;
    }

    /// <summary>Kubernetes replaces <c>$(NAME)</c> in arguments, and <c>$$</c> by a dollar sign.</summary>
    private static string Literal(string argument) => argument.Replace("$", "$$", StringComparison.Ordinal);

    /// <summary>
    /// Quantities as the task writes them where Kubernetes reads them in the same way, else in the smallest units, which need no fraction
    /// (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/).
    /// </summary>
    private static ScriptArray Resources(BotSpec spec)
    {
        var limits = RunLimits.Of(spec);
        var lines = new ScriptArray();
        if (limits.Cores is { } cores)
        {
            lines.Add($"cpu: \"{Written("cpu", SameCores()) ?? Math.Ceiling(cores * 1000).ToString("0",
                CultureInfo.InvariantCulture) + "m"}\"");
        }

        if (limits.Memory is { } memory)
        {
            lines.Add($"memory: \"{Written("memory", SameMemory()) ?? memory.ToString(CultureInfo.InvariantCulture)}\"");
        }

        return lines;

        string? Written(string resource, Regex same) => spec.Resources[resource].Text is { } text && same.IsMatch(text) ? text : null;
    }

    [GeneratedRegex(@"^(?:[1-9][0-9]*m|[0-9]+(?:\.[0-9]{1,3})?)\z")]
    private static partial Regex SameCores();

    [GeneratedRegex(@"^[1-9][0-9]*(?:[KMGT]i|[MGT])\z")]
    private static partial Regex SameMemory();
}
