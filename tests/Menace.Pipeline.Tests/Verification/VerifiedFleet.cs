using System.Globalization;
using System.Text;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Tests.Verification;

/// <summary>Bots in a folder of their own, built and verified for real.</summary>
internal sealed class VerifiedFleet : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private BuildRecord? _build;

    /// <summary>How the bots are tested.</summary>
    public VerifyMode Mode { get; set; }

    /// <summary>How many bots are tested at a time.</summary>
    public int Concurrency { get; set; } = 2;

    /// <summary>Takes each verdict as it comes, before a bot that waits for its place begins.</summary>
    public Action<VerificationResult> Verified { get; set; } = _ => { };

    /// <summary>Which tests have to fail when the code is changed.</summary>
    public MutationCheck MutationCheck { get; set; } = MutationCheck.Generated;

    /// <summary>The other settings; none of the folders counts.</summary>
    public BotDevConfig Settings { get; set; } = new();

    /// <summary>The languages, or null for those of the product.</summary>
    public LanguageTable? Languages { get; set; }

    public ImplementationPipeline Pipeline => new(Config, Languages);

    /// <summary>The settings of the project.</summary>
    public BotDevConfig Config => Settings with
    {
        SourceDirectory = Folder,
        Concurrency = Concurrency,
        VerifyMode = Mode,
        VerifyTimeout = Timeout,
        MutationCheck = MutationCheck,
    };

    /// <summary>The time for one bot.</summary>
    public TimeSpan Timeout { get; set; } = new BotDevConfig().VerifyTimeout;

    public string Folder => _folder.Path;

    public WorkflowDb Database => new(_folder[".menace/workflows.db"]);

    public string this[string relative] => _folder[relative];

    /// <summary>A bot that passes, whatever the others do.</summary>
    public static TaskInfo Neighbour { get; } = Python("neighbour", "def test_value():\n    import neighbour\n    assert neighbour.value() == 1\n");

    public static TaskInfo Python(string name, string tests, params (string Name, JsonValue Value)[] resources) =>
        Bot(name, BotLanguage.Python, "value", "def value():\n    return 1\n", tests, resources);

    public static TaskInfo Bot(string name, BotLanguage language, string function, string code, string? tests, params (string Name, JsonValue Value)[] resources) => new()
    {
        Name = name,
        Code = code,
        Resources = resources.ToDictionary(resource => resource.Name, resource => resource.Value),
        Metadata = new() { Language = language, Purpose = $"The bot {name}", Functions = [function], Tests = tests },
    };

    /// <summary>Builds and verifies the bots, and looks for what they left running.</summary>
    public async Task<Verified> VerifyAsync(IReadOnlyList<TaskInfo> tasks, VerifyRecord? previous = null, CancellationToken cancellationToken = default)
    {
        var pipeline = Pipeline;
        var handoff = await pipeline.HandoffAsync(new TaskPackage(tasks), CancellationToken.None);
        _build = (await pipeline.DevelopAsync((await pipeline.OptimiseAsync(handoff.Record!, cancellationToken: CancellationToken.None)).Record, cancellationToken: CancellationToken.None)).Record;
        Assert.Empty(_build.Failures);
        try
        {
            var stage = await pipeline.VerifyAsync(_build, previous, Verified, cancellationToken);
            return new Verified(stage.Record, stage.Diagnostics);
        }
        finally
        {
            AssertNothingRuns();
        }
    }

    public void Dispose()
    {
        AssertNothingRuns();
        _folder.Dispose();
    }

    /// <summary>No process works in the folder or knows of it by argument or variable; one that was killed may take a moment to go.</summary>
    private void AssertNothingRuns()
    {
        for (var wait = 0; Running() is { Length: > 0 } running; wait++)
        {
            Assert.True(wait < 50, $"Still running: {running}");
            Thread.Sleep(100);
        }
    }

    private string Running()
    {
        var ids = Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id != Environment.ProcessId);
        return string.Join(", ", ids.Where(BelongsHere));

        bool BelongsHere(string process)
        {
            try
            {
                return new FileInfo(Path.Combine(process, "cwd")).LinkTarget is { } cwd && cwd.StartsWith(Folder, StringComparison.Ordinal)
                    || Contains(Path.Combine(process, "environ")) || Contains(Path.Combine(process, "cmdline"));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }

        bool Contains(string file) => File.ReadAllText(file, Encoding.Latin1) is var text
            && text.Contains(Folder, StringComparison.Ordinal) && !text.Contains("VBCSCompiler", StringComparison.Ordinal);
    }
}

/// <summary>What a verification said.</summary>
internal sealed record Verified(VerifyRecord Record, IReadOnlyList<PipelineDiagnostic> Findings)
{
    /// <summary>Bot, code and nothing else of every finding.</summary>
    public IEnumerable<string> Codes => Findings.Select(finding => $"{finding.Bot}:{finding.Rule.Id}");

    /// <summary>All messages, one a line.</summary>
    public string Messages => string.Join('\n', Findings.Select(finding => finding.Message));

    public VerificationOutcome this[string bot] => Record.Results.Single(result => result.Bot == bot).Outcome;
}
