using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Completion;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Research;

/// <summary>
/// Looks up what neither a task nor a plan holds, in real sources that are named, or not at all (docs/research.md). A finding fills a field
/// only if a source gives it for exactly this bot and this field, and no other source differs; everything else is shown. A source that
/// fails is left out with a warning.
/// </summary>
public sealed class ResearchAggregatorBot : ICompletionSource
{
    private const int MostTopics = 32;
    private const int LongestTopic = 100;
    private const int MostQuestions = 2_000;
    private const int MostShown = 5;
    private const int LongestShown = 300;
    private const int MostWords = 20;

    private readonly IReadOnlyList<string> _topics;
    private readonly int _givenTopics;
    private readonly IReadOnlyList<SourceCaller> _sources;
    private readonly ResearchMemory? _memory;
    private readonly ContextBuilder? _context;
    private readonly List<ResearchFinding> _complete = [];

    /// <summary>Researches <paramref name="topics"/> and missing fields.</summary>
    /// <param name="topics">
    /// What to look up about every incomplete task: <c>security</c>, <c>optimisation</c>, or any words; each once, at most 32.
    /// </param>
    /// <param name="contextBuilder">The knowledge, which also remembers what is found; null: none.</param>
    /// <param name="sources">More sources, asked after those of the settings.</param>
    /// <param name="settings">The remote sources; default: <see cref="ResearchSettings.FromEnvironment"/>.</param>
    /// <param name="clock">The time.</param>
    public ResearchAggregatorBot(
        IReadOnlyList<string> topics, ContextBuilder? contextBuilder = null, IReadOnlyList<IResearchSource>? sources = null,
        ResearchSettings? settings = null, TimeProvider? clock = null)
        : this(topics, contextBuilder, sources, settings, clock, null)
    {
    }

    internal ResearchAggregatorBot(
        IReadOnlyList<string> topics, ContextBuilder? contextBuilder, IReadOnlyList<IResearchSource>? sources,
        ResearchSettings? settings, TimeProvider? clock, WorkflowDb? workflows)
    {
        ArgumentNullException.ThrowIfNull(topics);
        string[] names = [.. topics.Select(topic => topic?.Trim() ?? "").Where(topic => topic.Length > 0)
            .Distinct(StringComparer.OrdinalIgnoreCase)];
        _topics = [.. names.Take(MostTopics).Select(topic => topic.Length > LongestTopic ? topic[..LongestTopic] : topic)];
        _givenTopics = names.Length;
        Settings = settings ?? ResearchSettings.FromEnvironment();
        _context = contextBuilder;
        var time = clock ?? TimeProvider.System;
        _memory = contextBuilder is null ? null : new(
            new(Path.Combine(Path.GetDirectoryName(contextBuilder.Bots.Path)!, KnowledgeFolder.Information), clock: time), time);
        _sources = [.. ResearchSources.Of(Settings, contextBuilder, workflows).Concat(sources ?? [])
            .Select(source => new SourceCaller(source, _memory, Settings, time))];
    }

    /// <summary>Gets the settings.</summary>
    public ResearchSettings Settings { get; }

    /// <inheritdoc/>
    public async Task<SourceAnswer> CompleteAsync(IReadOnlyList<OpenTask> open, CancellationToken cancellationToken)
    {
        var questions = Questions(open);
        List<PipelineDiagnostic> reported = [];
        if (_givenTopics > _topics.Count)
        {
            reported.Add(Limited(_topics.Count, _givenTopics, "topics"));
        }

        if (questions.Count > MostQuestions)
        {
            reported.Add(Limited(MostQuestions, questions.Count, "questions"));
        }

        if (questions.Count == 0)
        {
            return new([], null) { Findings = reported };
        }

        List<CompletedField> fields = [];
        List<ResearchFinding> found = [];
        foreach (var task in questions.Take(MostQuestions).GroupBy(question => question.Task.Name, StringComparer.Ordinal))
        {
            List<CompletedField> filled = [];
            List<(ResearchQuestion Question, IReadOnlyList<ResearchFinding> Findings)> answers = [];
            foreach (var question in task)
            {
                var findings = await AnswerAsync(question, cancellationToken);
                answers.Add((question, findings));
                var (value, mistakes) = question.Field.Length == 0 ? (null, [])
                    : FindingMerge.Merge(question.Task, question.Field, findings);
                reported.AddRange(mistakes);
                filled.AddRange(value is null ? [] : [value]);
            }

            var together = FindingMerge.Together(task.First().Task, filled);
            fields.AddRange(together);
            var enriched = FindingText.Enriched([.. answers.SelectMany(answer => answer.Findings)]);
            found.AddRange(enriched);
            _complete.AddRange(enriched.Where(finding => IsComplete(finding, answers, together)));
            reported.AddRange(Shown(enriched, together));
        }

        Remember(found, reported);
        reported.AddRange(_sources.Where(source => source.Problem is not null)
            .Select(source => new PipelineDiagnostic(Rules.ResearchSourceSkipped, [source.Name, source.Problem!])));
        reported.AddRange(_context?.TakeReplaced().Select(KnowledgeFindings.Of) ?? []);
        return new(fields, Looked()) { Findings = reported };
    }

    /// <summary>What would be looked up, and where, as lines for people. Nothing is asked.</summary>
    internal IReadOnlyList<string> Plan(IReadOnlyList<OpenTask> open)
    {
        var questions = Questions(open);
        return questions.Count == 0 ? [] :
        [
            $"Research in {string.Join(", ", _sources.Select(source => source.Name))}:",
            .. questions.Take(MostQuestions).GroupBy(question => question.Task.Name, StringComparer.Ordinal)
                .Select(task => $"  {task.Key}: {string.Join(", ", task.Select(question => question.Subject))}"),
        ];
    }

    /// <summary>The findings that completed a field or a topic since the last call.</summary>
    internal IReadOnlyList<ResearchFinding> TakeComplete()
    {
        ResearchFinding[] complete = [.. _complete.DistinctBy(finding => finding.Id)];
        _complete.Clear();
        return complete;
    }

    private List<ResearchQuestion> Questions(IReadOnlyList<OpenTask> open) =>
    [
        .. open.SelectMany(one => ResearchFields.Of(one).Select(field => (Field: field, Topic: ""))
            .Concat(_topics.Select(topic => (Field: "", Topic: topic)))
            .Zip(Enumerable.Repeat(one.CodeFile?.Text ?? one.Task.Code, int.MaxValue))
            .Select(asked => new ResearchQuestion(one.Task, asked.First.Field, asked.First.Topic) { Code = asked.Second })),
    ];

    /// <summary>
    /// What all sources have. A topic that stays open is asked for again with words of what was found, as long as that finds something
    /// new.
    /// </summary>
    private async Task<IReadOnlyList<ResearchFinding>> AnswerAsync(ResearchQuestion question, CancellationToken cancellationToken)
    {
        List<ResearchFinding> findings = [];
        HashSet<string> known = new(StringComparer.Ordinal);
        for (var rounds = 0; rounds <= 2 * _topics.Count; rounds++)
        {
            var isNew = false;
            foreach (var source in _sources)
            {
                foreach (var finding in (await source.AskAsync(question, cancellationToken)).Where(finding => known.Add(finding.Id)))
                {
                    findings.Add(finding);
                    isNew = true;
                }
            }

            if (!isNew || question.Field.Length > 0 || TopicCheck.Missing(question.Topic, findings).Count == 0)
            {
                break;
            }

            question = question with
            {
                Words = [.. findings.SelectMany(finding => SearchTerms.Of(finding.Title)).Distinct(StringComparer.Ordinal).Take(MostWords)],
            };
        }

        return findings;
    }

    private static bool IsComplete(
        ResearchFinding finding, IReadOnlyList<(ResearchQuestion Question, IReadOnlyList<ResearchFinding> Findings)> answers,
        IReadOnlyList<CompletedField> filled) =>
        filled.Any(field => field.Field == finding.Field && finding.Value is not null)
        || answers.Any(answer => answer.Question.Topic.Length > 0 && answer.Question.Topic == finding.Topic
            && TopicCheck.Missing(finding.Topic, answer.Findings).Count == 0);

    /// <summary>What people may want to read: not about fields that are filled.</summary>
    private static IEnumerable<PipelineDiagnostic> Shown(IReadOnlyList<ResearchFinding> findings, IReadOnlyList<CompletedField> filled) =>
        findings.Where(finding => finding.Value is null && !filled.Any(field => field.Field == finding.Topic))
            .Take(MostShown)
            .Select(finding => new PipelineDiagnostic(Rules.ResearchFound, [finding.Task, finding.Topic, Line(finding), finding.Origin])
            {
                Bot = finding.Task,
            });

    /// <summary>A short text is shown as it is: its summary would leave out most of it.</summary>
    private static string Line(ResearchFinding finding)
    {
        var shown = finding.Text.Length <= LongestShown ? finding.Text : finding.Summary;
        var title = finding.Title.Length == 0 ? "" : finding.Title + ": ";
        var text = string.Join(' ', (title + shown).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return FindingText.Shortened(text, LongestShown);
    }

    private void Remember(IReadOnlyList<ResearchFinding> findings, List<PipelineDiagnostic> reported)
    {
        try
        {
            _memory?.Keep(findings);
        }
        catch (KnowledgeException exception)
        {
            reported.Add(KnowledgeFindings.NotExtended(exception));
        }

        reported.AddRange(_memory?.Store.TakeReplaced().Select(KnowledgeFindings.Of) ?? []);
    }

    private string? Looked()
    {
        string[] skipped = [.. _sources.Where(source => source.Problem is not null).Select(source => $"{source.Name} ({source.Problem})")];
        string[] asked = [.. _sources.Where(source => source.Problem is null).Select(source => source.Name)];
        return (asked.Length == 0 ? "research" : $"research in {string.Join(", ", asked)}")
            + (skipped.Length == 0 ? "" : $" without {string.Join(", ", skipped)}");
    }

    private static PipelineDiagnostic Limited(int looked, int all, string what) => new(
        Rules.ResearchBounded, [looked.ToString(CultureInfo.InvariantCulture), all.ToString(CultureInfo.InvariantCulture), what]);
}
