using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Testing;

namespace Menace.Pipeline.Verification;

/// <summary>
/// Detects interference between bots that were verified at the same time. A suspected bot is run once more alone: a bot
/// that passes then fails because of the others, and one that writes to the same place again is reported.
/// </summary>
/// <param name="config">The settings.</param>
/// <param name="look">Looks at everything that tests must leave alone.</param>
/// <param name="prepare">Lays out the tree of a bot anew.</param>
/// <param name="repeat">Runs the tests of a bot once more, in the time given.</param>
internal sealed class InterferenceCheck(
    BotDevConfig config, Func<FolderSnapshot> look, Action<string> prepare,
    Func<string, TimeSpan, CancellationToken, Task<TestedBotResult>> repeat)
{
    /// <summary>
    /// Where more than this fail it is not each other's fault, and running them one by one takes longer than it is worth.
    /// </summary>
    private const int MostRepeats = 20;

    private readonly Dictionary<string, (TestedBotResult Tested, IReadOnlyList<FileChange> Changes)> _alone = new(StringComparer.Ordinal);
    private readonly string _project = Path.GetFullPath(config.SourceDirectory);

    /// <summary>The verdicts with what a second look adds, and warnings that are about no single bot.</summary>
    /// <param name="bots">The verdicts.</param>
    /// <param name="before">Everything before the first was run.</param>
    /// <param name="earlier">The changes during the tests of an interrupted build.</param>
    /// <param name="cancellationToken">Ends what runs.</param>
    public async Task<(IReadOnlyList<TestedBotResult> Bots, IReadOnlyList<RunWarning> Warnings)> TakeAsync(
        IReadOnlyList<TestedBotResult> bots, FolderSnapshot before, IReadOnlyList<FileChange> earlier, CancellationToken cancellationToken)
    {
        var changes = earlier.Concat(before.ChangesUntil(look())).GroupBy(change => change.Path, StringComparer.Ordinal)
            .Select(file => file.Last());
        var byName = bots.ToDictionary(bot => bot.Result.Bot, StringComparer.Ordinal);

        foreach (var bot in bots.Where(bot => bot.MayPassAlone).Take(MostRepeats))
        {
            var (alone, _) = await AloneAsync(bot, cancellationToken);
            if (alone.Result.Outcome == VerificationOutcome.Passed)
            {
                var reason = bot.Findings.First(finding => finding.IsError);
                byName[bot.Result.Bot] = bot with
                {
                    Result = bot.Result with { Outcome = VerificationOutcome.Flaky },
                    Findings = [.. bot.Findings.Where(finding => !finding.IsError),
                        About(bot, Rules.Flaky, FileList.Of(Beside(bot, bots)), $"{reason.Rule.Id}: {reason.Message}")],
                };
            }
            else
            {
                byName[bot.Result.Bot] = bot with { Findings = [.. bot.Findings.Select(finding => WithPlace(finding, alone.Findings))] };
            }
        }

        List<RunWarning> warnings = [];
        foreach (var place in changes.GroupBy(change => PlaceOf(change.Path)).OrderBy(place => place.Key.Name, StringComparer.Ordinal))
        {
            var (finding, suspects) = await WhoAsync(place.Key, [.. place], bots, cancellationToken);
            // A tree is gone after the run: what happened in it is true as long as the verdict is.
            var warning = RunWarning.Of(finding, suspects,
                place.Key.Owner is not null ? [] : [.. place.Select(change => AsItIs(_project, Shown(change.Path)))]);
            if (finding.Bot is null)
            {
                warnings.Add(warning);
                continue;
            }

            var bot = byName[finding.Bot];
            byName[finding.Bot] = bot with
            {
                Findings = [.. bot.Findings, finding],
                Warnings = finding.IsError ? bot.Warnings : [.. bot.Warnings, warning],
                Result = finding.IsError ? bot.Result with { Outcome = VerificationOutcome.Failed } : bot.Result,
            };
        }

        return ([.. bots.Select(bot => byName[bot.Result.Bot])], warnings);
    }

    /// <summary>Returns the findings about changed files of one place, and the bots concerned.</summary>
    private async Task<(PipelineDiagnostic Finding, IReadOnlyList<string> Bots)> WhoAsync(
        Place place, IReadOnlyList<FileChange> changes, IReadOnlyList<TestedBotResult> bots, CancellationToken cancellationToken)
    {
        var ran = bots.Where(bot => bot.Ran is not null).ToArray();
        var atTheTime = ran.Where(bot => changes.Any(bot.WasAtWork)).ToArray();

        // A time outside every run was set explicitly by the writer of the file.
        var suspects = (atTheTime.Length > 0 ? atTheTime : ran).OrderBy(bot => bot.Result.Bot != place.Owner).ToArray();
        var files = FileList.Of([.. changes.Select(change => Shown(change.Path))]);
        if (suspects is [var only] && only.Result.Bot == place.Owner)
        {
            return (About(only, Rules.WroteOwnRepository, files), [only.Result.Bot]);
        }

        foreach (var suspect in suspects.Take(MostRepeats))
        {
            var (_, again) = await AloneAsync(suspect, cancellationToken);
            if (again.Any(change => PlaceOf(change.Path) == place))
            {
                return (suspect.Result.Bot == place.Owner
                    ? About(suspect, Rules.WroteOwnRepository, files)
                    : About(suspect, Rules.WroteOutside, place.Name, files), [suspect.Result.Bot]);
            }
        }

        string[] names = [.. suspects.Select(bot => bot.Result.Bot)];
        return (new PipelineDiagnostic(Rules.ChangedMeanwhile, [place.Name, files, FileList.Of(names)]), names);
    }

    /// <summary>Runs <paramref name="bot"/> with nothing beside it, once at most, and says what changed meanwhile.</summary>
    private async Task<(TestedBotResult Tested, IReadOnlyList<FileChange> Changes)> AloneAsync(
        TestedBotResult bot, CancellationToken cancellationToken)
    {
        if (!_alone.TryGetValue(bot.Result.Bot, out var alone))
        {
            prepare(bot.Result.Bot);
            var before = look();
            var left = config.VerifyTimeout - TimeSpan.FromSeconds(bot.Result.Seconds);
            var tested = await repeat(bot.Result.Bot, left, cancellationToken);
            _alone[bot.Result.Bot] = alone = (tested, before.ChangesUntil(look()));
        }

        return alone;
    }

    private Place PlaceOf(string path)
    {
        if (Below(config.TreesPath) is { } laidOut)
        {
            var owner = laidOut.Split('/')[0];
            return new Place($"the tree of '{owner}'", owner);
        }

        if (Below(config.RepositoryBasePath) is { } inside)
        {
            return new Place($"the repository of '{inside.Split('/')[0]}'", null);
        }

        return Below(config.StatePath) is not null ? new Place("the state folder", null) : new Place("the task project", null);

        string? Below(string folder) => path.StartsWith(folder + "/", StringComparison.Ordinal) ? path[(folder.Length + 1)..] : null;
    }

    /// <summary>A file of a project as it is now.</summary>
    /// <param name="folder">The folder of the project.</param>
    /// <param name="path">Path relative to it.</param>
    public static LeftFile AsItIs(string folder, string path) => new(path, FileIdentity.Of(Path.Combine(folder, path))?.Text);

    private string Shown(string path) => Path.GetRelativePath(_project, path);

    /// <summary>
    /// A failure at its place in the code, else in the tests, if only the repetition knows it: traces of warm processes may name no lines.
    /// </summary>
    private static PipelineDiagnostic WithPlace(PipelineDiagnostic finding, IReadOnlyList<PipelineDiagnostic> repeated) =>
        finding.Rule == Rules.TestFailed && !CodePlaces.IsCode(finding.Anchor)
            ? repeated.FirstOrDefault(other => other.Rule == finding.Rule && other.Arguments[1] == finding.Arguments[1]
                && (CodePlaces.IsCode(other.Anchor) || (finding.Anchor?.Bot is null && other.Anchor?.Bot is not null))) ?? finding
            : finding;

    private static IReadOnlyList<string> Beside(TestedBotResult bot, IReadOnlyList<TestedBotResult> bots) =>
        [.. bots.Where(other => other != bot && other.Overlaps(bot)).Select(other => other.Result.Bot)];

    private static PipelineDiagnostic About(TestedBotResult bot, RuleDescriptor rule, params IEnumerable<string> arguments) =>
        new(rule, [bot.Result.Bot, .. arguments]) { Bot = bot.Result.Bot };

    /// <summary>Where a file is.</summary>
    /// <param name="Name">As messages name it.</param>
    /// <param name="Owner">The bot whose tree it is, or null.</param>
    private sealed record Place(string Name, string? Owner);
}
