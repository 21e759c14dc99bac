using System.Collections.Concurrent;
using System.Globalization;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Verification;

/// <summary>The fast ways of testing of one run, one per language, and which bots are tested the literal way as well.</summary>
internal sealed class FastTestSet(BotDevConfig config, LanguageTable languages) : IAsyncDisposable
{
    private const int Parts = 10_000;

    private readonly ConcurrentDictionary<BotLanguage, Lazy<IFastTests?>> _tests = new();
    private readonly ConcurrentDictionary<string, bool> _kinds = new(StringComparer.Ordinal);

    /// <summary>The fast way of <paramref name="language"/>, or null if there is none, or the project does not want it.</summary>
    public IFastTests? Of(BotLanguage language) => config.VerifyMode == VerifyMode.Isolated ? null
        : _tests.GetOrAdd(language, id => new(() => languages[id].BeginFastTests(new FastTestSettings(
            Directory.CreateDirectory(Path.Combine(config.StatePath, "warm")).FullName, CallerEnvironment.ForTests(config.TestEnvironment),
            config.Concurrency)
        { Warnings = config.LintEnabled }))).Value;

    /// <summary>
    /// True if <paramref name="count"/> bots of a language are not worth what is done once per language: one bot of each language is
    /// tested the literal way in any case.
    /// </summary>
    public bool IsNotWorthwhile(BotLanguage language, int count) => count <= 1 || Of(language) is null;

    /// <summary>
    /// True if a bot that passed the fast way has to pass the literal way too: the first of each kind, and the share that the project
    /// asks for, chosen by the key so that it is the same for the same files.
    /// </summary>
    public bool IsAudited(string kind, string key) =>
        _kinds.TryAdd(kind, true)
        || int.Parse(key.AsSpan(0, 7), NumberStyles.HexNumber, CultureInfo.InvariantCulture) % Parts < config.VerifyAudit * Parts;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var tests in _tests.Values.Where(tests => tests.IsValueCreated))
        {
            if (tests.Value is { } started)
            {
                await started.DisposeAsync();
            }
        }
    }
}
