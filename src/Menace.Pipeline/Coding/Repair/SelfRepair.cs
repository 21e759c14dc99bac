using LibGit2Sharp;
using Menace.Model.Tasks;
using Menace.Pipeline.Coding.Trial;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Testing;

namespace Menace.Pipeline.Coding.Repair;

/// <summary>
/// Looks for better code of a bot that got worse, and puts what holds on the branch <c>menace/self-coding</c> of its repository
/// (docs/self-repair.md). Better is code that passes what the present code fails, or earlier code that a build verified.
/// </summary>
/// <param name="folder">The knowledge.</param>
/// <param name="languages">The languages.</param>
/// <param name="trials">Tries the code.</param>
/// <param name="engine">Writes code if no earlier code holds and the present code fails; made when it is needed.</param>
/// <param name="failures">Where failures of its candidates are kept, or null.</param>
internal sealed class SelfRepair(
    KnowledgeFolder folder, LanguageTable languages, CandidateTrials trials, Func<ICodeGenerator> engine, ErrorsDb? failures)
{
    private readonly PatchesDb _patches = folder.OpenPatches();

    /// <summary>Repairs a bot.</summary>
    /// <param name="repository">The bot, as it was tested.</param>
    /// <param name="worse">What got worse.</param>
    /// <param name="cancellationToken">Ends what runs.</param>
    /// <returns>The patch, or why there is none, as a sentence.</returns>
    /// <exception cref="KnowledgeException">A database cannot be used.</exception>
    public async Task<(PatchRecord? Patch, string? Reason)> RepairAsync(
        BotRepository repository, Degradation worse, CancellationToken cancellationToken)
    {
        var spec = repository.Spec;
        if (spec.Dependencies.Count > 0)
        {
            return (null, "It calls other bots, which a trial does not run");
        }

        var request = RequestOf(spec);
        var present = await trials.TryAsync(request, new CodeCandidate(spec.Code), cancellationToken);
        if (present.Failure == TrialFailure.NotTried)
        {
            return (null, present.Reason);
        }

        var earlier = new EarlierRevisions(folder.OpenBots(), repository.Path, Replaced(spec.Name));
        var held = await new CandidateRepair(trials, null).FirstThatHoldsAsync(earlier, request, 1, cancellationToken);
        if (held is not null)
        {
            return await CommitAsync(repository, worse, earlier.Name, held, cancellationToken);
        }

        if (present.Passed)
        {
            return (null, "Its code passes its examples and tests, and no earlier code of it does");
        }

        var repair = new CandidateRepair(trials, failures);
        foreach (var generator in SelfCodingEngine.GeneratorsOf(engine()))
        {
            held = await repair.FirstThatHoldsAsync(
                generator, request with { Failures = [present.Reason] }, CandidateRepair.DefaultAttempts, cancellationToken);
            if (held is not null)
            {
                return await CommitAsync(repository, worse, generator.Name, held, cancellationToken);
            }
        }

        return (null, $"No generator has code that holds. The present code: {present.Reason}");
    }

    /// <summary>Code that an earlier patch replaced, because the bot had got worse with it.</summary>
    private HashSet<string> Replaced(string bot) =>
        [.. _patches.All().Where(patch => patch.Bot == bot && patch.TakenBack.Length == 0).Select(patch => patch.Before)];

    private static CodeRequest RequestOf(BotSpec spec) => new(
        new TaskInfo
        {
            Name = spec.Name,
            Resources = spec.Resources,
            Metadata = new()
            {
                Language = spec.Language,
                Purpose = spec.Purpose,
                Functions = spec.Functions,
                FunctionDocs = spec.FunctionDocs,
                Examples = spec.Examples,
                Capabilities = spec.Capabilities,
                Packages = spec.Packages,
                Tests = spec.Tests.GetValueOrDefault(""),
                TestsFiles = [.. spec.Tests.Keys.Where(file => file.Length > 0)],
            },
        },
        spec.Language)
    {
        Code = spec.Code,
        Functions =
        [
            .. spec.Functions.Select(function => new CodeFunction(
                function, [], [.. spec.Examples.Where(example => example.Function == function)])
            {
                Docs = spec.FunctionDocs.GetValueOrDefault(function, ""),
            }),
        ],
    };

    private async Task<(PatchRecord? Patch, string? Reason)> CommitAsync(
        BotRepository repository, Degradation worse, string generator, TrialVerdict held, CancellationToken cancellationToken)
    {
        var spec = repository.Spec;
        var onto = TestedCommit.Of(repository);
        if (await MainFileAsync(spec, cancellationToken) is not { } before
            || await MainFileAsync(spec with { Code = held.Candidate.Code }, cancellationToken) is not { } after)
        {
            return (null, "Its code cannot be read");
        }

        try
        {
            var (commit, refusal) = PatchBranch.Add(
                repository.Path, onto, Path.GetRelativePath(repository.Path, repository.MainFile), before, after,
                Message(spec.Name, worse, generator, held));
            if (commit is null)
            {
                return (null, $"The branch menace/self-coding was not changed: {refusal!.Reason}: {refusal.Evidence}");
            }

            var patch = new PatchRecord(spec.Name, repository.Path, commit)
            {
                Base = onto,
                Generator = generator,
                Reasons = worse.Evidence,
                Evidence = held.Evidence,
                Before = spec.Code,
                After = held.Candidate.Code,
            };
            _patches.Record(patch);
            return (patch, null);
        }
        catch (LibGit2SharpException exception)
        {
            return (null, $"Git cannot write its repository: {exception.Message}");
        }
    }

    private async Task<ReadOnlyMemory<byte>?> MainFileAsync(BotSpec spec, CancellationToken cancellationToken)
    {
        var language = languages[spec.Language];
        var source = new CodeSource(spec.Name, spec.Identifier, spec.Code, spec.Functions);
        var code = (await ReadCode.ReadAsync(language, [source], cancellationToken))[0];
        if (code.Analysis is null)
        {
            return null;
        }

        var emitted = language.Emit(new EmitRequest(spec, code.Analysis, []));
        return emitted.Files.First(file => file.Path == emitted.MainFile).Content;
    }

    private static string Message(string bot, Degradation worse, string generator, TrialVerdict held)
    {
        string[] lines =
        [
            $"Repair {bot}", "", "It got worse: " + string.Join(", ", worse.Evidence),
            "Generator: " + (held.Candidate.Origin.Length == 0 ? generator : $"{generator} {held.Candidate.Origin}"),
            .. held.Evidence.Select(evidence => "Evidence: " + evidence),
        ];
        return string.Join('\n', lines.Select(line => Redaction.Redact(line.ReplaceLineEndings(" ")))) + "\n";
    }
}
