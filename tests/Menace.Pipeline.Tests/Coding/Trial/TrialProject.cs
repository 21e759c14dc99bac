using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Coding.Trial;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Tests.Planning;

namespace Menace.Pipeline.Tests.Coding.Trial;

/// <summary>A folder in which candidates are tried by the real languages.</summary>
internal sealed class TrialProject : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CountingRunner Runner { get; } = new();

    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    public VerifyMode Mode { get; init; }

    public string Trials => _folder[".menace/trials"];

    public string this[string relative] => _folder[relative];

    private BotDevConfig Config => new() { SourceDirectory = _folder.Path, VerifyTimeout = Timeout, VerifyMode = Mode };

    /// <summary>A request for functions, each with calls of its own.</summary>
    public static CodeRequest Request(BotLanguage language, params (string Function, JsonValue[] Args, JsonValue Returns)[] examples) =>
        new(new TaskInfo { Name = "Shop", Metadata = new() { Language = language } }, language)
        {
            Functions =
            [
                .. examples.GroupBy(example => example.Function).Select(function => new CodeFunction(
                    function.Key,
                    [.. function.First().Args.Select((_, index) => $"x{index}")],
                    [.. function.Select(example => new TaskExample { Function = example.Function, Args = example.Args, Returns = example.Returns })])),
            ],
        };

    /// <summary>The request, with capabilities of its task.</summary>
    public static CodeRequest Allow(CodeRequest request, params string[] capabilities) =>
        request with { Task = request.Task with { Metadata = request.Task.Metadata with { Capabilities = capabilities } } };

    /// <summary>The request, with a resource of its task.</summary>
    public static CodeRequest Limit(CodeRequest request, string resource, JsonValue value) => request with
    {
        Task = request.Task with { Resources = new Dictionary<string, JsonValue>(request.Task.Resources) { [resource] = value } },
    };

    public async Task<CandidateTrials> BeginAsync() =>
        await CandidateTrials.BeginAsync(Config, LanguageTable.Create(Config, Runner), Runner);

    public Task<TrialVerdict> TryAsync(CodeRequest request, string code) => TryAsync(request, new CodeCandidate(code));

    public async Task<TrialVerdict> TryAsync(CodeRequest request, CodeCandidate candidate)
    {
        await using var trials = await BeginAsync();
        var verdict = await trials.TryAsync(request, candidate, CancellationToken.None);
        Assert.Empty(Directory.Exists(Trials) ? Directory.EnumerateFileSystemEntries(Trials) : []);
        return verdict;
    }

    /// <summary>Fails if code was run: a trial that refuses a text only starts the parser of its language.</summary>
    public void AssertNothingRan() => Assert.DoesNotContain(Runner.Started, IsRun);

    public void Dispose() => _folder.Dispose();

    private bool IsRun(ProcessCommand command) => command.WorkingDirectory.StartsWith(Trials, StringComparison.Ordinal)
        || command.OutputFile?.StartsWith(Trials, StringComparison.Ordinal) == true;
}
