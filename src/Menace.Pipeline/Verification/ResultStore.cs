using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Verification;

/// <summary>
/// Verdicts on bots that passed, in a folder that builds, projects and machines can share: one file per <see cref="ResultKey"/>, complete
/// or not there, with the digest of its content. A file that cannot be used in any way is a verdict that is not known, never an error.
/// </summary>
/// <param name="folder">Absolute path of the folder; it is made when there is something to keep.</param>
internal sealed partial class ResultStore(string folder)
{
    /// <summary>The first word of an entry with the version of the format; the digest of the rest follows.</summary>
    private const string Format = "menace-result-1 ";

    /// <summary>The file whose time is that of the last pruning.</summary>
    private const string PruneMark = "menace-results.pruned";

    private const int LargestEntry = 64 << 20;

    /// <summary>No test takes longer; what does not come from a test run might.</summary>
    private const double MostSeconds = 1_000_000;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Entries that no build has used for so long are deleted.</summary>
    private static readonly TimeSpan KeptUnused = TimeSpan.FromDays(30);

    /// <summary>
    /// The warnings that a verdict in the store may have: they are about the code, and name no file of the machine that tested.
    /// </summary>
    private static readonly RuleDescriptor[] Repeatable = [Rules.MutantSurvived];

    private static readonly JsonSerializerOptions Json = new()
    {
        Converters = { new JsonStringEnumConverter() },
        IgnoreReadOnlyProperties = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private readonly Lazy<bool> _isMade = new(() =>
    {
        IgnoredFolder.Create(folder);
        return true;
    });

    private string? _problem;

    /// <summary>Gets the warning that something could not be kept, or null.</summary>
    public PipelineDiagnostic? Problem => _problem is { } reason ? new(Rules.ResultsNotKept, [folder, reason]) : null;

    /// <summary>True if a verdict may be kept although its run had <paramref name="warnings"/>.</summary>
    public static bool MayKeep(IEnumerable<RunWarning> warnings) =>
        warnings.All(warning => Repeatable.Any(rule => rule.Id == warning.Finding.Id));

    /// <summary>The verdict on the bot <paramref name="bot"/>, or null.</summary>
    public StoredResult? Find(string key, string bot)
    {
        var path = PathOf(key);
        try
        {
            // A pipe would be read for ever.
            if (FileIdentity.Of(path) is not { IsRegular: true } || new FileInfo(path).Length > LargestEntry || File.Exists(FlakyMark(key))
                || Parse(File.ReadAllBytes(path)) is not { } stored || !IsSound(stored, key, bot))
            {
                return null;
            }

            Touch(path);
            return stored;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps a verdict on a bot that passed, unless the same key was flaky before.</summary>
    public void Keep(StoredResult stored) => Change(() =>
    {
        if (!File.Exists(FlakyMark(stored.Key)))
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(stored, Json);
            Write(PathOf(stored.Key), [.. Encoding.ASCII.GetBytes(HeaderOf(body)), .. body]);
        }
    });

    /// <summary>Forgets the verdict of a key that has failed now. One that is flaky is not kept later either.</summary>
    public void Forget(string key, bool isFlaky) => Change(() =>
    {
        if (isFlaky)
        {
            Write(FlakyMark(key), []);
        }

        if (File.Exists(PathOf(key)))
        {
            File.Delete(PathOf(key));
        }
    });

    /// <summary>
    /// Deletes what was not used for thirty days, and what killed builds left, once a day. Nothing is reported if that fails.
    /// </summary>
    public void Prune()
    {
        try
        {
            var mark = Path.Combine(folder, PruneMark);
            var now = DateTime.UtcNow;
            if (!Directory.Exists(folder) || now - File.GetLastWriteTimeUtc(mark) < Day)
            {
                return;
            }

            File.WriteAllBytes(mark, []);
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles()
                .Where(file => OwnName().IsMatch(file.Name)
                    && now - file.LastWriteTimeUtc > (file.Extension == ".tmp" ? Day : KeptUnused)))
            {
                file.Delete();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next build tries again, or another machine may.
        }
    }

    private static StoredResult? Parse(byte[] content)
    {
        var end = content.AsSpan().IndexOf((byte)'\n') + 1;
        var body = content.AsSpan(end);
        if (!content.AsSpan(0, end).SequenceEqual(Encoding.ASCII.GetBytes(HeaderOf(body))))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<StoredResult>(body, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string HeaderOf(ReadOnlySpan<byte> body) => Format + ContentDigest.Of(body) + "\n";

    /// <summary>
    /// True if the entry is one that <see cref="Keep"/> can have written for this key and bot. It does not prove that no other program did.
    /// </summary>
    private static bool IsSound(StoredResult stored, string key, string bot) =>
        stored.Key == key
        && stored.Result is { Outcome: VerificationOutcome.Passed, IsReused: false, Baseline: { } baseline } result
        && result.Bot == bot && baseline.Tests == result.Tests.Count && IsTime(result.Seconds)
        && result.Tests.All(test => test is { Outcome: TestOutcome.Passed or TestOutcome.Skipped, IsCollectionError: false }
            && IsTime(test.Seconds))
        && result.Passed > 0
        && (result.Lint ?? []).All(warning => warning is not null)
        && stored.Warnings.All(warning => IsSound(warning, bot)) && MayKeep(stored.Warnings);

    private static bool IsSound(RunWarning? warning, string bot) =>
        warning is { Files: [], Finding: { IsError: false } finding, Bots: [var only] }
        && only == bot && finding.Bot == bot && (finding.Arguments ?? []).All(argument => argument is not null)
        && warning.ToDiagnostic() is not null;

    private static bool IsTime(double seconds) => seconds is >= 0 and <= MostSeconds;

    /// <summary>An entry that is used stays. In a folder that cannot be written it can be used all the same.</summary>
    private static void Touch(string path)
    {
        try
        {
            if (DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > Day)
            {
                File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is pruned earlier than it could be.
        }
    }

    /// <summary>The name is new each time: another machine can have a process of the same id.</summary>
    private void Write(string path, ReadOnlySpan<byte> content)
    {
        _ = _isMade.Value;
        AtomicFile.WriteThrough(Path.ChangeExtension(path, $"{Guid.NewGuid():N}.tmp"), path, content, isExecutable: false);
    }

    private void Change(Action change)
    {
        try
        {
            change();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _problem ??= exception.Message;
        }
    }

    private string PathOf(string key) => Path.Combine(folder, key + ".result");

    private string FlakyMark(string key) => Path.Combine(folder, key + ".flaky");

    [GeneratedRegex(@"^[0-9a-f]{64}\.(result|flaky|[0-9a-f]{32}\.tmp)\z")]
    private static partial Regex OwnName();
}

/// <summary>A verdict in the store.</summary>
/// <param name="Key">The <see cref="ResultKey"/>.</param>
/// <param name="Result">The verdict with the report of the tests; a stub has passed here.</param>
/// <param name="Warnings">The warnings of the run, which are repeated.</param>
internal sealed record StoredResult(string Key, VerificationResult Result, IReadOnlyList<RunWarning> Warnings);
