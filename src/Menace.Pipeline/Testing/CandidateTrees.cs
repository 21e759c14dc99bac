using System.Collections.Concurrent;
using System.Globalization;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Testing;

/// <summary>
/// The folder in which code of bots that are not built is laid out and run, and the warm processes that run it. Trees of different
/// languages can be used at once, those of one language cannot.
/// </summary>
internal sealed class CandidateTrees : IAsyncDisposable
{
    /// <summary>Name of the file that names a running process.</summary>
    public const string RunFileName = "running";

    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(20);

    private readonly BotDevConfig _config;
    private readonly LanguageTable _languages;
    private readonly IProcessRunner _runner;
    private readonly string _folder;
    private readonly ConcurrentDictionary<BotLanguage, Lazy<IFastTests?>> _fast = new();
    private int _count;

    private CandidateTrees(BotDevConfig config, LanguageTable languages, IProcessRunner runner, string folder) =>
        (_config, _languages, _runner, _folder) = (config, languages, runner, folder);

    /// <summary>Begins, after it has ended and removed what a killed run left.</summary>
    /// <param name="config">The settings.</param>
    /// <param name="languages">The languages.</param>
    /// <param name="runner">Runs processes.</param>
    /// <param name="name">Name of the folder below that of the state.</param>
    /// <exception cref="IOException">The folder cannot be emptied.</exception>
    public static async Task<CandidateTrees> BeginAsync(BotDevConfig config, LanguageTable languages, IProcessRunner runner, string name)
    {
        var folder = Path.Combine(config.StatePath, name);
        if (Directory.Exists(folder))
        {
            foreach (var running in Directory.EnumerateDirectories(folder).Select(tree => Path.Combine(tree, RunFileName)))
            {
                await ProcessRunner.EndLeftBehindAsync(running);
            }

            FolderRemoval.Delete(folder);
        }

        return new CandidateTrees(config, languages, runner, folder);
    }

    /// <summary>The time for one run of calls.</summary>
    public TimeSpan RunTime => _config.VerifyTimeout < LongestRun ? _config.VerifyTimeout : LongestRun;

    /// <summary>Creates a folder for the next tree.</summary>
    public string NewFolder() => Directory.CreateDirectory(Path.Combine(
        _folder, Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture))).FullName;

    /// <summary>A tree of <paramref name="code"/>, which is the code of <paramref name="spec"/>.</summary>
    public CandidateTree TreeOf(ReadCode code, BotSpec spec) =>
        new(code, spec, _languages[spec.Language], FastOf(spec.Language), _runner, NewFolder()) { RunTime = RunTime };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var fast in _fast.Values.Where(fast => fast.IsValueCreated))
        {
            if (fast.Value is { } started)
            {
                await started.DisposeAsync();
            }
        }

        FolderRemoval.Delete(_folder);
    }

    /// <summary>The warm processes of <paramref name="language"/>, or null.</summary>
    public IFastTests? FastOf(BotLanguage language) => _fast.GetOrAdd(
        language, id => new(() => _config.VerifyMode == VerifyMode.Isolated ? null : _languages[id].BeginFastTests(new FastTestSettings(
            Directory.CreateDirectory(Path.Combine(_config.StatePath, "warm")).FullName, CallerEnvironment.ForTests([]),
            _config.Concurrency)))).Value;
}
