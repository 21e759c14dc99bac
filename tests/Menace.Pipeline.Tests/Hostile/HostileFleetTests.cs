using System.Text;
using System.Text.Json;
using Menace.Model.Json;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Storage;
using Menace.Pipeline.Tests.Languages;

namespace Menace.Pipeline.Tests.Hostile;

/// <summary>tasks.json is data: whatever a field holds comes out as it went in, and nothing of it is ever executed.</summary>
public sealed class HostileFleetTests : IDisposable
{
    /// <summary>Reads meta.yaml and the documentation of the Python bots back, each by the parser of its own language.</summary>
    private const string Read = """
        import ast, json, sys, yaml
        result = []
        for bot in json.load(sys.stdin.buffer):
            item = {"meta": yaml.load(open(bot["meta"], "rb"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))}
            if bot["source"]:
                module = ast.parse(open(bot["source"], "rb").read())
                item["doc"] = ast.get_docstring(module, clean=True)
                item["raw"] = ast.get_docstring(module, clean=False)
                functions = [node for node in module.body if isinstance(node, ast.FunctionDef)]
                item["functions"] = {f.name: [ast.get_docstring(f, clean=c) for c in (True, False)] for f in functions}
            result.append(item)
        json.dump(result, sys.stdout)
        """;

    private static readonly string[] Kinds =
        ["python template", "python statements", "python file", "python tests", "shell template", "shell statements", "shell file"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_field_of_python_and_shell_bots_comes_out_verbatim_and_nothing_is_executed()
    {
        await RunAsync(Bots("bot", Nightly.Choose(28, 700), Kinds));
    }

    [Fact]
    public async Task Every_field_of_csharp_bots_comes_out_verbatim_and_nothing_is_executed()
    {
        await RunAsync(Bots("Bot", Nightly.Choose(3, 60), "csharp template", "csharp statements", "csharp file"));
    }

    [Fact]
    public async Task A_long_text_in_every_field_comes_out_verbatim()
    {
        var text = string.Concat(Enumerable.Repeat(HostileText.Worst, Nightly.Choose(1 << 17, 1 << 20) / HostileText.Worst.Length)) + "end";
        await RunAsync([.. new[] { (BotLanguage.Python, "run"), (BotLanguage.Shell, "run") }.Select(pair => new TaskInfo
        {
            Name = pair.Item1.ToString(),
            Metadata = new()
            {
                Language = pair.Item1, Purpose = text, Description = text, Functions = [pair.Item2], FunctionDocs = new Dictionary<string, string> { [pair.Item2] = text },
                Level = text, Tags = [text], License = text, Examples = [new() { Function = pair.Item2, Returns = text }],
            },
        })]);
    }

    private static List<TaskInfo> Bots(string name, int count, params string[] kinds) =>
        [.. Enumerable.Range(0, count).SelectMany(i => HostileText.Take(HostileBots.Of($"{name}{i}", kinds[i % kinds.Length]), 1))];

    private async Task RunAsync(List<TaskInfo> tasks)
    {
        var package = new TaskPackage(tasks) { Title = HostileText.Worst, Description = HostileText.Worst };
        var file = TaskFileReader.Read(Encoding.UTF8.GetBytes(TaskPackageJson.Write(package)));
        Assert.False(file.HasErrors, string.Join('\n', file.Findings.Select(finding => finding.Message)));
        var config = new BotDevConfig { SourceDirectory = _folder.Path, Stubs = StubPolicy.Allow };
        var pipeline = new ImplementationPipeline(config: config);
        var handoff = Stored("handoff.json", (await pipeline.HandoffAsync(file)).Record);
        var optimised = await pipeline.OptimiseAsync(handoff);
        AssertNoErrors(optimised.Diagnostics, tasks);
        var built = await pipeline.DevelopAsync(Stored("optimise.json", optimised.Record));
        AssertNoErrors(built.Diagnostics, tasks);
        var verified = await pipeline.VerifyAsync(Stored("build.json", built.Record));
        AssertNoErrors(verified.Diagnostics, tasks);

        Assert.False(File.Exists(HostileText.Canary), "A text of the task list was executed.");
        Assert.All(verified.Record.Results, result => Assert.Equal((true, 0), (result.IsGreen, result.Failed)));
        Assert.Equal(tasks.Count, built.Record.Repositories.Count);
        var read = await ReadAsync(built.Record.Repositories);
        foreach (var (task, repository, written) in tasks.Zip(built.Record.Repositories, read))
        {
            AssertVerbatim(task, repository, written);
        }
    }

    /// <summary>The record as the next stage of a build gets it: through its file.</summary>
    private T Stored<T>(string name, T record)
    {
        StageFile.Write(_folder[name], record);
        return StageFile.Read<T>(_folder[name]);
    }

    private static void AssertNoErrors(IReadOnlyList<PipelineDiagnostic> diagnostics, List<TaskInfo> tasks) =>
        Assert.True(!diagnostics.Any(d => d.IsError), string.Join("\n", diagnostics.Select(d => $"{d}\n{TaskPackageJson.Write(new TaskPackage([.. tasks.Where(t => t.Name == d.Bot)]))}")));

    private async Task<IReadOnlyList<JsonElement>> ReadAsync(IReadOnlyList<BotRepository> repositories)
    {
        var input = JsonSerializer.Serialize(repositories.Select(r => new
        {
            meta = Path.Combine(r.Path, "meta.yaml"),
            source = r.Spec.Language == BotLanguage.Python ? r.MainFile : "",
        }));
        var command = new ProcessCommand("/usr/bin/python3", ["-c", Read], _folder.Path) { Input = input };
        var result = await new ProcessRunner().RunAsync(command, TimeSpan.FromMinutes(5), default);
        Assert.True(result.ExitCode == 0, result.Error);
        return [.. JsonDocument.Parse(result.Output).RootElement.EnumerateArray()];
    }

    /// <summary>What only the tasks whose code is a whole file have at the start of a line.</summary>
    private static readonly string[] WholeFiles = ["\ndef ", "\nsame() {", "\nnamespace "];

    private static void AssertVerbatim(TaskInfo task, BotRepository repository, JsonElement written)
    {
        var metadata = task.Metadata;
        var meta = written.GetProperty("meta");
        JsonElement Field(string name) => meta.TryGetProperty(name, out var field) ? field : JsonDocument.Parse("null").RootElement;
        Assert.Equal(metadata.Purpose, meta.GetProperty("purpose").GetString());
        Assert.Equal(metadata.Description, Field("description").GetString() ?? "");
        Assert.Equal(metadata.Level ?? "", Field("level").GetString() ?? "");
        Assert.Equal(metadata.Io ?? "", Field("io_format").GetString() ?? "");
        Assert.Equal(metadata.License, Field("license").GetString() ?? "");
        Assert.Equal(metadata.Tags, Field("tags") is { ValueKind: JsonValueKind.Array } tags ? tags.EnumerateArray().Select(tag => tag.GetString()) : []);
        foreach (var (name, value) in task.Resources)
        {
            Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(CanonicalJson.Write(value)).RootElement, meta.GetProperty("resources").GetProperty(name)), CanonicalJson.Write(value));
        }

        var readme = Text(repository, "README.md");
        Assert.Contains($"\n{metadata.Purpose}\n", readme, StringComparison.Ordinal);
        Assert.Contains($"\n{metadata.Description}\n", readme, StringComparison.Ordinal);
        foreach (var function in metadata.Functions.Where(metadata.FunctionDocs.ContainsKey))
        {
            Assert.Contains(": " + metadata.FunctionDocs[function].Replace("\n", "\n  ", StringComparison.Ordinal) + "\n", readme, StringComparison.Ordinal);
        }

        using (var git = new LibGit2Sharp.Repository(repository.Path))
        {
            // A line that could be taken for a trailer is pushed in by one space.
            var expected = string.Join('\n', metadata.Purpose!.Split('\n').Select(line => (line.StartsWith("Menace-", StringComparison.Ordinal) ? " " : "") + line));
            Assert.StartsWith($"Generate {task.Name}\n\n{expected}\n\nMenace-Input: ", git.Head.Tip.Message, StringComparison.Ordinal);
            Assert.NotNull(GeneratedCommit.Of(git.Head.Tip));
        }

        if (metadata.Tests is { } tests)
        {
            Assert.Equal(tests, Text(repository, $"tests/test_{task.Name}.py"));
        }

        var source = File.ReadAllBytes(repository.MainFile);
        if (("\n" + task.Code) is var lines && WholeFiles.Any(start => lines.Contains(start, StringComparison.Ordinal)))
        {
            Assert.Equal(Encoding.UTF8.GetBytes(task.Code), source);
        }
        else if (repository.Spec.Language == BotLanguage.Python)
        {
            Assert.Contains(metadata.Purpose, new[] { written.GetProperty("doc").GetString(), written.GetProperty("raw").GetString() });
            foreach (var function in metadata.Functions)
            {
                Assert.Contains(metadata.FunctionDocs[function], written.GetProperty("functions").GetProperty(function).EnumerateArray().Select(doc => doc.GetString()));
            }
        }
        else if (repository.Spec.Language == BotLanguage.Shell)
        {
            foreach (var text in metadata.Functions.Select(function => metadata.FunctionDocs[function]).Append(metadata.Purpose!))
            {
                Assert.Contains("\n" + string.Join('\n', text.Split('\n').Select(line => line.Length == 0 ? "#" : "# " + line)) + "\n", Encoding.UTF8.GetString(source), StringComparison.Ordinal);
            }
        }
        else
        {
            CSharpReadBack.AssertDocumentation(Encoding.UTF8.GetString(source), metadata);
        }
    }

    private static string Text(BotRepository repository, string path) => Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(repository.Path, path)));
}
