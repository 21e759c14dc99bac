using CsCheck;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Tests.Languages;
using static Menace.Pipeline.Tests.Development.Deployment.DeployedBot;

namespace Menace.Pipeline.Tests.Development.Deployment;

/// <summary>No text of a task adds a key, a step or a directive to a file.</summary>
public sealed class HostileDeploymentTests
{
    private static readonly Gen<BotSpec> Hostile = Gen.Select(Text(), Text(), Text(), Text(), (purpose, function, expression, zone) => Spec() with
    {
        Purpose = purpose,
        Functions = [function],
        Schedule = new TaskSchedule(ScheduleKind.Cron, expression.Length > 8 ? expression : "0 3 * * *", zone.Length == 0 ? null : zone),
    });

    [Fact]
    public void Purpose_function_schedule_and_zone_stay_what_they_are() => Hostile.Array[20].Sample(specs =>
    {
        var manifests = ReadYaml([.. specs.Select(spec => File(spec, DeploymentTarget.Kubernetes).Text)]);
        var workflows = ReadYaml([.. specs.Select(spec => File(spec, DeploymentTarget.GitHub).Text)]);
        foreach (var (spec, manifest, workflow) in specs.Zip(manifests, workflows))
        {
            Assert.Equal(spec.Purpose, (string?)manifest["metadata"]!["annotations"]!["menace/purpose"]);
            if ((string?)manifest["kind"] == "CronJob")
            {
                KubernetesManifestTests.CheckCronJob(manifest);
                Assert.Equal(spec.Schedule!.TimeZone ?? "Etc/UTC", (string?)manifest["spec"]!["timeZone"]);
                Assert.Equal(spec.Functions[0].Replace("$", "$$", StringComparison.Ordinal), (string?)manifest["spec"]!["jobTemplate"]!["spec"]!["template"]!["spec"]!["containers"]![0]!["args"]![0]);
            }

            GitHubWorkflowTests.Check(workflow);
            var run = (string?)workflow["jobs"]!["bot"]!["steps"]!.AsArray().Single(step => (string?)step!["name"] == "Run")!["run"];
            Assert.DoesNotContain("${{ x", run, StringComparison.Ordinal);
            Assert.Equal("|" + spec.Functions[0] + "|", Shell.Run("/", null, "bash", "-c", "sh() { shift; printf '|%s|' \"$1\"; }; " + run!.Replace("${{ '${{' }}", "${{", StringComparison.Ordinal)));
        }
    }, iter: Nightly.Choose(2, 40));

    [Fact]
    public void Units_have_their_own_directives_only_and_systemd_understands_them()
    {
        var plain = Keys(SystemdUnitsTests.Units(Spec("0 3 * * *")));
        Hostile.Array[15].Sample(specs =>
        {
            foreach (var units in specs.Select(spec => SystemdUnitsTests.Units(spec)))
            {
                Assert.Empty(Keys(units).Except(plain));
                Assert.Equal(plain.Count(key => key.StartsWith("Demo_Bot.service", StringComparison.Ordinal)), Keys(units).Count(key => key.StartsWith("Demo_Bot.service", StringComparison.Ordinal)));
                Assert.Equal("", SystemdUnitsTests.Verify(units.Where(unit => unit.Key.EndsWith(".service", StringComparison.Ordinal)).ToDictionary()));
            }
        }, iter: Nightly.Choose(1, 20));
    }

    /// <summary>Every line of the units but comments, without the values.</summary>
    private static List<string> Keys(Dictionary<string, string> units) =>
        [.. units.SelectMany(unit => unit.Value.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => unit.Key + ":" + line.Split('=')[0]))];

    private static Gen<string> Text() => Gen.Select(HostileText.Gen, Schedules.Words("", "a", "${{ x }}", "$(HOME)", "\\", "\u0085", "%n", "\nUser=root\n", "\": 1\n", "100%"), (text, end) => (text + end).Replace("\0", "", StringComparison.Ordinal));
}
