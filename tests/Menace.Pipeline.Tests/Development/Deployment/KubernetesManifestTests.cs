using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Development.Deployment;
using static Menace.Pipeline.Tests.Development.Deployment.DeployedBot;

namespace Menace.Pipeline.Tests.Development.Deployment;

/// <summary>The members are those of CronJob and Job in the API reference of Kubernetes, batch/v1.</summary>
public sealed partial class KubernetesManifestTests
{
    [Fact]
    public void A_schedule_is_a_CronJob_with_its_zone_and_limits()
    {
        var (path, text) = File(
            Spec(new TaskSchedule(ScheduleKind.Cron, "30 4 ? * MON-FRI", "Europe/Berlin"), """{ "cpu": 0.25, "memory": "256Mi", "timeout": "1500s", "gpu": 1 }"""), DeploymentTarget.Kubernetes);

        Assert.Equal("deploy/kubernetes/cronjob.yaml", path);
        var manifest = ReadYaml(text)[0];
        CheckCronJob(manifest);
        Assert.Equal("30 4 * * 1-5", (string?)manifest["spec"]!["schedule"]);
        Assert.Equal("Europe/Berlin", (string?)manifest["spec"]!["timeZone"]);
        var job = manifest["spec"]!["jobTemplate"]!["spec"]!;
        Assert.Equal(1500, (int)job["template"]!["spec"]!["activeDeadlineSeconds"]!);
        var container = job["template"]!["spec"]!["containers"]![0]!;
        Assert.Equal("""{"requests":{"cpu":"0.25","memory":"256Mi"},"limits":{"cpu":"0.25","memory":"256Mi"}}""", container["resources"]!.ToJsonString());
        Assert.Equal("""["run"]""", container["args"]!.ToJsonString());
        Assert.Equal("demo-bot:latest", (string?)container["image"]);
    }

    [Theory]
    [InlineData("once", false)]
    [InlineData("0 0 L * *", true)]
    [InlineData("every 7m", true)]
    public void Without_a_schedule_that_cron_can_say_it_is_a_Job(string schedule, bool warns)
    {
        var (path, text) = File(Spec(schedule), DeploymentTarget.Kubernetes);

        Assert.Equal("deploy/kubernetes/job.yaml", path);
        var manifest = HasMembers(ReadYaml(text)[0], ["apiVersion", "kind", "metadata", "spec"]);
        Assert.Equal("Job", (string?)manifest["kind"]);
        CheckJob(manifest["spec"]);
        Assert.Equal(warns, Deploy(Spec(schedule), DeploymentTarget.Kubernetes).Findings is [{ Rule.Id: "MENACE3030", Anchor.Property: "schedule" }]);
    }

    [Fact]
    public void A_point_in_time_is_a_Job_and_a_warning()
    {
        var finding = Assert.Single(Deploy(Spec(new TaskSchedule(ScheduleKind.Once, "2027-05-01T10:00:00+02:00")), DeploymentTarget.Kubernetes).Findings);

        Assert.Equal(
            "Bot 'Demo_Bot': Kubernetes cannot express the schedule 'once at 2027-05-01T10:00:00+02:00': cron cannot express a single point in time. deploy/kubernetes/job.yaml is written without it",
            finding.Message);
    }

    [Theory]
    [InlineData("DemoBot", "demobot")]
    [InlineData("Demo_Bot.v2", "demo-bot-v2")]
    [InlineData("a-", "a")]
    public void A_name_is_a_label_of_RFC_1123(string bot, string expected) => Assert.Equal(expected, KubernetesManifest.NameOf(bot));

    [Fact]
    public void Long_names_stay_apart()
    {
        var (one, other) = (KubernetesManifest.NameOf(new string('a', 99) + "1"), KubernetesManifest.NameOf(new string('a', 99) + "2"));

        Assert.NotEqual(one, other);
        Assert.All([one, other], name => Assert.Matches(Label(), name));
        Assert.Equal(52, one.Length);
    }

    internal static void CheckCronJob(JsonNode manifest)
    {
        HasMembers(manifest, ["apiVersion", "kind", "metadata", "spec"]);
        Assert.Equal(("batch/v1", "CronJob"), ((string?)manifest["apiVersion"], (string?)manifest["kind"]));
        HasMembers(manifest["metadata"], ["name"], "labels", "annotations");
        Assert.Matches(Label(), (string?)manifest["metadata"]!["name"]);
        Assert.All(manifest["metadata"]!["labels"]!.AsObject(), label => Assert.Matches("^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$", (string?)label.Value));
        HasMembers(manifest["spec"], ["schedule", "jobTemplate"], "timeZone", "concurrencyPolicy");
        Assert.Equal("Forbid", (string?)manifest["spec"]!["concurrencyPolicy"]);
        HasMembers(manifest["spec"]!["jobTemplate"], ["spec"]);
        CheckJob(manifest["spec"]!["jobTemplate"]!["spec"]);
    }

    private static void CheckJob(JsonNode? job)
    {
        HasMembers(job, ["template"], "backoffLimit");
        HasMembers(job!["template"], ["spec"], "metadata");
        var pod = HasMembers(job["template"]!["spec"], ["containers", "restartPolicy"], "automountServiceAccountToken", "activeDeadlineSeconds");
        Assert.Equal("Never", (string?)pod["restartPolicy"]);
        var container = HasMembers(Assert.Single(pod["containers"]!.AsArray()), ["name", "image"], "args", "resources", "securityContext");
        Assert.All(container["args"]?.AsArray() ?? [], argument => Assert.IsType<string>((string?)argument));
    }

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,50}[a-z0-9])?$")]
    private static partial Regex Label();
}
