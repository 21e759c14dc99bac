using System.Text;
using System.Text.Json.Nodes;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.Shell;

namespace Menace.Pipeline.Tests.Development.Deployment;

/// <summary>A shell bot without its sources: deployment looks at what is known about a bot only.</summary>
internal static class DeployedBot
{
    public static BotSpec Spec(TaskSchedule? schedule = null, string resources = "{}") => new()
    {
        Name = "Demo_Bot",
        Language = BotLanguage.Shell,
        Code = "run() { echo; }",
        Purpose = "demo",
        Functions = ["run"],
        Schedule = schedule ?? TaskSchedule.Once,
        Resources = JsonNode.Parse(resources)!.AsObject().ToDictionary(
            member => member.Key,
            member => member.Value!.GetValueKind() == System.Text.Json.JsonValueKind.String ? Model.Json.JsonValue.FromString((string)member.Value!) : Model.Json.JsonValue.FromNumberText(member.Value!.ToJsonString())),
    };

    public static Pipeline.Development.Deployment.Deployment Deploy(BotSpec spec, DeploymentTarget target, ShellAnalysis? analysis = null) =>
        Pipeline.Development.Deployment.Deployment.Of([target], new EmitRequest(spec, analysis ?? new ShellAnalysis(), []), new LanguageFiles([], "main.sh") { TestCommandLine = "bats tests" });

    /// <summary>The only file of the only target.</summary>
    public static (string Path, string Text) File(BotSpec spec, DeploymentTarget target)
    {
        var file = Assert.Single(Assert.Single(Deploy(spec, target).Targets).Files);
        return (file.Path, Encoding.UTF8.GetString(file.Content.Span));
    }

    /// <summary>YAML documents as JSON, read by a parser that is not ours (PyYAML).</summary>
    public static IReadOnlyList<JsonNode> ReadYaml(params IReadOnlyList<string> documents)
    {
        using var folder = new TemporaryFolder();
        var files = documents.Select((text, i) => folder.Write(i + ".yaml", text)).ToArray();
        var json = Shell.Run(folder.Path, null, "/usr/bin/python3",
            ["-c", "import json, sys, yaml; print(json.dumps([yaml.safe_load(open(f, 'rb')) for f in sys.argv[1:]]))", .. files]);
        return [.. JsonNode.Parse(json)!.AsArray().Select(node => node!)];
    }

    /// <summary>The object has all of <paramref name="required"/> and nothing besides <paramref name="optional"/>.</summary>
    public static JsonObject HasMembers(JsonNode? node, string[] required, params string[] optional)
    {
        var members = Assert.IsType<JsonObject>(node).Select(member => member.Key).ToList();
        Assert.Empty(required.Except(members));
        Assert.Empty(members.Except(required).Except(optional));
        return (JsonObject)node!;
    }
}
