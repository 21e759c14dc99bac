using System.Text.Json.Nodes;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.Python;
using Menace.Pipeline.Tests.Languages;
using static Menace.Pipeline.Tests.Development.Deployment.DeployedBot;

namespace Menace.Pipeline.Tests.Development.Deployment;

/// <summary>The members are those of the workflow syntax of GitHub Actions.</summary>
public sealed class GitHubWorkflowTests
{
    [Fact]
    public void A_schedule_has_its_zone_and_a_timeout()
    {
        var workflow = Workflow(Spec(new TaskSchedule(ScheduleKind.Cron, "30 4 * * MON-FRI", "Europe/Berlin"), """{ "timeout": "90s" }"""));

        Assert.Equal("""[{"cron":"30 4 * * 1-5","timezone":"Europe/Berlin"}]""", workflow["on"]!["schedule"]!.ToJsonString());
        var run = Steps(workflow).Single(step => (string?)step["name"] == "Run");
        Assert.Equal("sh ./main.sh run", (string?)run["run"]);
        Assert.Equal(2, (int)run["timeout-minutes"]!);
    }

    [Theory]
    [InlineData("once", null)]
    [InlineData("every 2m", "five minutes")]
    [InlineData("0 0 13 * FRI", "not both")]
    [InlineData("30 0 3 * * *", "seconds")]
    public void Without_a_schedule_it_runs_by_hand_only(string schedule, string? reason)
    {
        var workflow = Workflow(Spec(schedule));

        Assert.Equal(["push", "pull_request", "workflow_dispatch"], workflow["on"]!.AsObject().Select(trigger => trigger.Key));
        Assert.Equal(reason is null ? 0 : 1, Deploy(Spec(schedule), DeploymentTarget.GitHub).Findings.Count(finding => finding.Message.Contains(reason!, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_steps_set_up_test_and_run_a_bot_beside_its_checked_out_dependency()
    {
        using var fleet = new EmittedFleet();
        var language = new PythonLanguage(new ProcessRunner(), new PythonInterpreter(new ProcessRunner(), null));
        var dependency = Spec() with { Name = "Base", Language = BotLanguage.Python, Code = "def value():\n    return 20\n", Functions = ["value"] };
        var bot = Spec("@daily") with { Name = "Top", Language = BotLanguage.Python, Code = "import Base\n\ndef run():\n    return Base.value() + 1\n", Functions = ["run"], Dependencies = ["Base"] };
        await fleet.WriteAsync(language, dependency);
        var request = new EmitRequest(bot, await EmittedFleet.AnalyseAsync(language, bot), [new(dependency, await EmittedFleet.AnalyseAsync(language, dependency))]) { Closure = ["Base"] };
        var own = language.Emit(request);
        fleet.Write(bot, own);

        var deployment = Menace.Pipeline.Development.Deployment.Deployment.Of([DeploymentTarget.GitHub], request, own);

        Assert.Empty(deployment.Findings);
        var workflow = Check(ReadYaml(System.Text.Encoding.UTF8.GetString(deployment.Targets[0].Files[0].Content.Span))[0]);
        Assert.Contains(Steps(workflow), step => (string?)step["with"]?["repository"] == "${{ github.repository_owner }}/Base" && (string?)step["with"]!["path"] == "Base");
        Assert.Contains(Steps(workflow), step => ((string?)step["uses"])?.StartsWith("actions/setup-python@", StringComparison.Ordinal) == true);
        var folder = Path.Combine(fleet.Folder, (string)workflow["jobs"]!["bot"]!["defaults"]!["run"]!["working-directory"]!);
        var outputs = Steps(workflow).Where(step => step["run"] is not null && step["name"] is not null)
            .ToDictionary(step => (string)step["name"]!, step => Shell.Run(folder, new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" }, "bash", "-e", "-c", (string)step["run"]!));
        Assert.Contains("1 passed", outputs["Test"], StringComparison.Ordinal);
        Assert.Equal("21", outputs["Run"].Trim());
    }

    private static JsonNode Workflow(Menace.Pipeline.Contracts.BotSpec spec)
    {
        var (path, text) = File(spec, DeploymentTarget.GitHub);
        Assert.Equal(".github/workflows/bot.yml", path);
        return Check(ReadYaml(text)[0]);
    }

    internal static JsonNode Check(JsonNode workflow)
    {
        HasMembers(workflow, ["on", "jobs"], "name", "permissions");
        HasMembers(workflow["on"], [], "push", "pull_request", "workflow_dispatch", "schedule");
        Assert.All(workflow["on"]!["schedule"]?.AsArray() ?? [], entry => HasMembers(entry, ["cron"], "timezone"));
        var job = HasMembers(Assert.Single(workflow["jobs"]!.AsObject()).Value, ["runs-on", "steps"], "concurrency", "defaults");
        foreach (var step in job["steps"]!.AsArray())
        {
            HasMembers(step, [step!["uses"] is null ? "run" : "uses"], "name", "if", "with", "timeout-minutes");
        }

        return workflow;
    }

    private static IEnumerable<JsonNode> Steps(JsonNode workflow) => workflow["jobs"]!["bot"]!["steps"]!.AsArray().Select(step => step!);
}
