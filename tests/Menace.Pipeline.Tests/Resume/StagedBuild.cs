using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.TaskFiles;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Handoff;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.Python;
using Menace.Pipeline.Languages.Shell;
using Menace.Pipeline.Research;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Tests.Resume;

/// <summary>
/// A build as the targets of the SDK run it, in a process of its own: each stage with its record in a file and a stamp, skipped where the stamp is newer than
/// its input. Appends to a file what is done with which bot.
/// </summary>
internal sealed class StagedBuild(string folder, string counts, string receiver, string stage3)
{
    public const string Command = "build";

    private readonly Lock _counting = new();
    private string _stage = "";

    public async Task RunAsync()
    {
        Directory.CreateDirectory(Path.Combine(folder, "obj"));
        var tasks = Path.Combine(folder, "tasks.json");
        var runner = new ProcessRunner();
        var config = new BotDevConfig
        {
            SourceDirectory = folder,
            Concurrency = 2,
            LintEnabled = false,
            TestEnvironment = ["MENACE_TEST_COUNTS"],
            Handoff = receiver.Length == 0 ? new() : new() { Stage4Url = receiver, Timeout = TimeSpan.FromSeconds(20) },
        };
        var research = new ResearchAggregatorBot([], sources: [new Inventory()], settings: new() { Stage3Url = stage3 });
        var pipeline = new ImplementationPipeline(
            config, new LanguageTable(Counted(new PythonLanguage(runner, new PythonInterpreter(runner))), Counted(new ShellLanguage(runner))), researcher: research);
        var handoff = await StageAsync<HandoffRecord>("handoff", tasks, _ => pipeline.HandoffAsync(TaskFileReader.Read(File.ReadAllBytes(tasks), TaskFolder.Options(folder))));
        var optimised = await StageAsync<OptimiseRecord>("optimise", RecordOf("handoff"), previous => pipeline.OptimiseAsync(handoff, previous));
        var built = await StageAsync<BuildRecord>("develop", RecordOf("optimise"), previous => pipeline.DevelopAsync(optimised, previous));
        await StageAsync<VerifyRecord>("verify", RecordOf("develop"), previous => pipeline.VerifyAsync(built, previous));
    }

    private async Task<T> StageAsync<T>(string name, string input, Func<T?, Task<StageResult<T>>> run)
        where T : class
    {
        var stamp = Path.Combine(folder, "obj", name + ".stamp");
        if (File.Exists(stamp) && File.GetLastWriteTimeUtc(stamp) >= File.GetLastWriteTimeUtc(input))
        {
            return StageFile.Read<T>(RecordOf(name));
        }

        File.Delete(stamp);
        _stage = name;
        var result = await run(StageFile.ReadPrevious<T>(RecordOf(name)));
        if (result.Diagnostics.Any(finding => finding.Rule.Severity != RuleSeverity.Information))
        {
            throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Select(finding => finding.Message)));
        }

        StageFile.Write(RecordOf(name), result.Record);
        AtomicFile.WriteText(stamp, "");
        return result.Record;
    }

    private string RecordOf(string name) => Path.Combine(folder, "obj", name + ".json");

    /// <summary>As in a build, no source is read twice in one process.</summary>
    private RememberingLanguage Counted(ILanguage language) => new(new CountingLanguage(language, (what, bot) =>
    {
        lock (_counting)
        {
            File.AppendAllText(counts, $"{_stage} {what} {bot}\n");
        }
    }));

    /// <summary>Knows the purpose of the bot that gives none.</summary>
    private sealed class Inventory : IResearchSource
    {
        public string Name => "inventory";

        public bool IsRemote => false;

        public Task<IReadOnlyList<ResearchFinding>> SearchAsync(ResearchQuestion question, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<ResearchFinding>>(question is { Task.Name: "Alone", Field: "metadata.purpose" }
                ? [new(Name, "row 7", "Says that it is alone.") { Bot = "Alone", Field = question.Field, Value = JsonValue.FromString("Says that it is alone.") }] : []);
    }
}
