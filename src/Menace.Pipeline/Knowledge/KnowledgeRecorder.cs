using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Knowledge;

/// <summary>
/// Records what a build has shown: every bot that passed as a known bot, how long the tests of each took, every failure with its
/// cause, and the plan. A stub, a bot that
/// was tested against one, and a bot with edits that its commit does not hold are not registered: their commit was not verified.
/// </summary>
/// <param name="folder">The knowledge.</param>
/// <param name="languages">Read the code for signatures; the analyses of earlier stages are used.</param>
internal sealed class KnowledgeRecorder(KnowledgeFolder folder, LanguageTable languages)
{
    private const int LongestCode = 1 << 20;

    /// <summary>
    /// Records a build; what is registered already is not read again. Failures of the knowledge are findings: the build has its results
    /// without it.
    /// </summary>
    /// <param name="build">The repositories.</param>
    /// <param name="verify">The verdicts.</param>
    /// <param name="findings">What the stages reported; errors about a bot are the causes of its failure.</param>
    /// <param name="cancellationToken">Ends the reading of code; nothing is recorded then.</param>
    public async Task<IReadOnlyList<PipelineDiagnostic>> RecordAsync(
        BuildRecord build, VerifyRecord verify, IReadOnlyList<PipelineDiagnostic> findings, CancellationToken cancellationToken)
    {
        var verdicts = verify.Results.ToDictionary(result => result.Bot, StringComparer.Ordinal);
        var (known, errors, plans) = (folder.OpenBots(), folder.OpenErrors(), folder.Open(KnowledgeFolder.Workflows));
        List<PipelineDiagnostic> reported = [];
        IReadOnlyList<BotRepository> open = [];
        Try(() =>
        {
            var registered = known.Commits(KnownOrigin.Verified);
            open = [.. build.Repositories.Where(repository => verdicts.GetValueOrDefault(repository.Spec.Name) is
                { Outcome: VerificationOutcome.Passed, IsEdited: false }
                && !registered.Contains((repository.Path, repository.Commit)))];
        });
        var bots = await KnownBotsAsync(open, cancellationToken);
        Try(() => known.Register(bots));
        Try(() => folder.OpenDurations().Add(
        [
            .. from repository in build.Repositories
               let verdict = verdicts.GetValueOrDefault(repository.Spec.Name)
               where verdict is { IsGreen: true, IsReused: false, IsEdited: false, Seconds: > 0 }
               select (repository.Spec.Name, repository.Path, verdict.Seconds),
        ]));
        Try(() => folder.OpenMetrics().Add(Metrics(build, verdicts, findings)));
        foreach (var error in Errors(build, verify, findings))
        {
            Try(() => errors.Record(error));
        }

        Try(() => plans.Put(Plan(build, verify)));
        return
        [
            .. folder.TakeReplaced().Select(KnowledgeFindings.Of),
            .. reported.DistinctBy(finding => finding.Message),
        ];

        void Try(Action record)
        {
            try
            {
                record();
            }
            catch (KnowledgeException exception)
            {
                reported.Add(KnowledgeFindings.NotExtended(exception));
            }
        }
    }

    /// <summary>
    /// A sample for each bot that was tested. One whose tests this machine could not run says nothing about the bot.
    /// </summary>
    private static IReadOnlyList<(string Bot, MetricSample Sample)> Metrics(
        BuildRecord build, Dictionary<string, VerificationResult> verdicts, IReadOnlyList<PipelineDiagnostic> findings)
    {
        var untested = findings.Where(finding => finding.Bot is not null
            && (finding.Rule == Rules.ToolMissing || finding.Rule == Rules.InfrastructureFailed))
            .Select(finding => finding.Bot).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from repository in build.Repositories
               let verdict = verdicts.GetValueOrDefault(repository.Spec.Name)
               where verdict is
               {
                   IsReused: false,
                   Outcome: not (VerificationOutcome.NotRun or VerificationOutcome.Blocked),
               } && !untested.Contains(verdict.Bot)
               select (verdict.Bot, new MetricSample
               {
                   FailedTests = Math.Max(verdict.Failed, verdict.Outcome == VerificationOutcome.Failed ? 1 : 0),
                   Seconds = verdict.Seconds,
                   IsFlaky = verdict.Outcome == VerificationOutcome.Flaky,
                   Commit = TestedCommit.Of(repository),
               }),
        ];
    }

    private async Task<IReadOnlyList<KnownBot>> KnownBotsAsync(
        IReadOnlyList<BotRepository> repositories, CancellationToken cancellationToken)
    {
        List<KnownBot> bots = [];
        foreach (var group in repositories.GroupBy(repository => repository.Spec.Language))
        {
            BotRepository[] all = [.. group];
            CodeSource[] sources = [.. all.Select(repository => Source(repository.Spec))];
            var analyses = await AnalyseAsync(languages[group.Key], sources, cancellationToken);
            bots.AddRange(all.Select((repository, i) => Known(repository, analyses.ElementAtOrDefault(i) ?? new CodeAnalysis())));
        }

        return [.. bots.OrderBy(bot => bot.Repository, StringComparer.Ordinal)];
    }

    /// <summary>
    /// None if the parser is missing, as in a build whose verdicts are those of an earlier one: names stand for signatures then.
    /// </summary>
    private static async Task<IReadOnlyList<CodeAnalysis>> AnalyseAsync(
        ILanguage language, IReadOnlyList<CodeSource> sources, CancellationToken cancellationToken)
    {
        try
        {
            return await language.AnalyseAsync(sources, cancellationToken);
        }
        catch (ToolMissingException)
        {
            return [];
        }
    }

    private static CodeSource Source(BotSpec spec) => new(spec.Name, spec.Identifier, spec.Code, spec.Functions)
    {
        Dependencies = [.. spec.Dependencies.Select(TaskNames.ToIdentifier)],
        Packages = [.. spec.Packages.Select(package => BotPackage.Parse(package).Name)],
    };

    private static KnownBot Known(BotRepository repository, CodeAnalysis analysis)
    {
        var spec = repository.Spec;
        var signatures = analysis.Functions.GroupBy(function => function.Name).ToDictionary(group => group.Key, group => group.First());
        return new()
        {
            Name = spec.Name,
            Purpose = spec.Purpose == BotSpec.UnknownPurpose ? "" : spec.Purpose,
            Language = spec.Language,
            License = spec.License,
            Origin = KnownOrigin.Verified,
            Functions = [.. spec.Functions.Select(name => KnownFunctions.Of(
                spec.Language, signatures.GetValueOrDefault(name) ?? new(name) { IsType = true },
                spec.FunctionDocs.GetValueOrDefault(name)))],
            Examples = spec.Examples,
            Packages = spec.Packages,
            Dependencies = spec.Dependencies,
            Tags = spec.Tags,

            // Code that holds what looks like a secret would not be the code of the commit once that is removed.
            Code = spec.Code.Length > LongestCode || KnowledgeJson.Redact(spec.Code) != spec.Code ? "" : spec.Code,
            Repository = repository.Path,
            Commit = repository.Commit,
        };
    }

    private static IEnumerable<KnownError> Errors(BuildRecord build, VerifyRecord verify, IReadOnlyList<PipelineDiagnostic> findings)
    {
        var reported = new HashSet<string>(StringComparer.Ordinal);
        foreach (var finding in findings.Where(finding => finding is { IsError: true, Bot: not null }))
        {
            reported.Add(finding.Bot!);
            yield return new(finding.Bot!, StageOf(finding.Rule.Id), finding.Rule.Id, finding.Message);
        }

        foreach (var failure in build.Failures.Where(failure => !reported.Contains(failure.Bot)))
        {
            var title = Rules.All.FirstOrDefault(rule => rule.Id == failure.Code)?.Title ?? failure.Code;
            yield return new(failure.Bot, StageOf(failure.Code), failure.Code, title);
        }

        foreach (var result in verify.Results.Where(result => !reported.Contains(result.Bot)))
        {
            if (result.Outcome == VerificationOutcome.Failed)
            {
                var test = result.Tests.FirstOrDefault(test => test.Outcome == TestOutcome.Failed);
                yield return new(result.Bot, PipelineStage.Verify, Rules.TestFailed.Id,
                    test is null ? Rules.TestFailed.Title : $"{test.Name}: {test.Message}");
            }
            else if (result.Outcome == VerificationOutcome.Blocked)
            {
                yield return new(result.Bot, PipelineStage.Verify, Rules.DependencyFailed.Id, Rules.DependencyFailed.Title);
            }
        }
    }

    /// <summary>The thousands of a code are its stage.</summary>
    private static PipelineStage StageOf(string code) => code["MENACE".Length..] switch
    {
        ['1' or '3', ..] => PipelineStage.Optimise,
        ['4', ..] => PipelineStage.Develop,
        ['5', ..] => PipelineStage.Verify,
        _ => PipelineStage.Handoff,
    };

    private static KnowledgeEntry Plan(BuildRecord build, VerifyRecord verify)
    {
        string[] names = [.. build.Repositories.Select(repository => repository.Spec.Name)];
        var dependencies = JsonValue.FromMembers(
            [.. build.Repositories.Where(repository => repository.Spec.Dependencies.Count > 0).Select(repository =>
                KeyValuePair.Create(repository.Spec.Name, KnowledgeJson.Texts(repository.Spec.Dependencies)!))]);
        var isGreen = build.Failures.Count == 0 && verify.Results.All(result => result.IsGreen);
        return new()
        {
            Key = ContentDigest.Of($"{string.Join('\n', names)}\n{dependencies}"),
            Variant = "last",
            Title = names.Length > 8 ? $"{string.Join(", ", names.Take(8))}, …" : string.Join(", ", names),
            Body = string.Join('\n', build.Repositories.Select(repository => $"{repository.Spec.Name}: {repository.Spec.Purpose}")),
            Tags = [isGreen ? "passed" : "failed"],
            Content = KnowledgeJson.Object(("task_sequence", KnowledgeJson.Texts(names)), ("dependencies", dependencies)),
        };
    }
}
