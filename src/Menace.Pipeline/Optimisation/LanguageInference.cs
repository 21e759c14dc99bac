using Menace.Model.Diagnostics;
using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Optimisation;

/// <summary>
/// Infers the language of code without one (docs/tasks-json.md): a shebang decides; else, of the languages in which the code parses, the
/// one that leaves the fewest names unresolved; a tie gives the project's default. A language in which any word is a command is tried only
/// if the code parses in no other.
/// </summary>
internal sealed class LanguageInference(LanguageTable languages, BotLanguage defaultLanguage)
{
    /// <summary>The language of each source, or why there is none.</summary>
    /// <exception cref="ToolMissingException">A source cannot be judged without a program that this machine lacks.</exception>
    public async Task<IReadOnlyList<(BotLanguage? Language, PipelineDiagnostic? Finding)>> InferAsync(
        IReadOnlyList<CodeSource> sources, CancellationToken cancellationToken)
    {
        var named = sources.Select(source => BotLanguages.OfShebang(source.Code)).ToList();
        var answers = sources.Select(_ => new List<Answer>()).ToList();
        foreach (var language in languages.All.OrderBy(language => language.Id.Profile().RunsBareWords))
        {
            var isLast = language.Id.Profile().RunsBareWords;
            int[] asked = [.. Enumerable.Range(0, sources.Count).Where(IsOpen)];
            try
            {
                var analyses = asked.Length == 0 ? [] : await language.AnalyseAsync([.. asked.Select(i => sources[i])], cancellationToken);
                foreach (var (index, analysis) in asked.Zip(analyses))
                {
                    answers[index].Add(new(language.Id, analysis));
                }
            }
            catch (ToolMissingException) when (!isLast && asked.All(i => answers[i].Exists(answer => answer.IsWhole)))
            {
                // Nothing beats code that another language understands whole; at best this one would have been a tie.
            }

            bool IsOpen(int i) => named[i] is null && !(isLast && answers[i].Exists(answer => answer.Parses));
        }

        return [.. sources.Select((source, i) => named[i] is { } language ? (language, null) : Decide(source, answers[i]))];
    }

    /// <summary>
    /// Returns one of the languages in which the code parses, with a finding if it was close or is not the project's default.
    /// </summary>
    private (BotLanguage? Language, PipelineDiagnostic? Finding) Decide(CodeSource source, List<Answer> answers)
    {
        List<Answer> parsed = [.. answers.Where(answer => answer.Parses)];
        if (parsed.Count == 0)
        {
            var reasons = answers.Select(answer => $"{answer.Title}: {answer.Analysis.Errors[0].Message}");
            return (null, Finding(Rules.LanguageUnknown, source.Bot, string.Join("; ", reasons)));
        }

        if (parsed is [var only])
        {
            return (only.Language, null);
        }

        var fallback = parsed.Find(answer => answer.Language == defaultLanguage) ?? parsed[0];
        List<Answer> best = [.. parsed.GroupBy(answer => answer.Unresolved.Count).MinBy(group => group.Key)!];
        var winner = best.Contains(fallback) ? fallback : best[0];
        var other = parsed.Where(answer => answer != winner).MinBy(answer => answer.Unresolved.Count)!;
        var isTie = best.Contains(other);
        var reason = isTie
            ? $"it parses as {other.Title} too, with as many undefined names, and the project's default decides. "
                + "Set metadata.language to say which it is"
            : $"it parses as {other.Title} too, but there {string.Join(", ", other.Unresolved.Take(3).Select(name => $"'{name}'"))} " +
                $"would be undefined";
        var isExpected = !isTie && winner == fallback;
        return (winner.Language, isExpected ? null : Finding(Rules.LanguageInferred, source.Bot, winner.Language.ToName(), reason));
    }

    private static PipelineDiagnostic Finding(RuleDescriptor rule, string bot, params IEnumerable<string> arguments) =>
        new(rule, [bot, .. arguments]) { Bot = bot, Anchor = new("code") };

    private sealed record Answer(BotLanguage Language, CodeAnalysis Analysis)
    {
        public bool Parses => Analysis.Errors.Count == 0;

        /// <summary>Gets whether no name in it is undefined.</summary>
        public bool IsWhole => Parses && Unresolved.Count == 0;

        public string Title => Language.Profile().Title;

        public IReadOnlyList<string> Unresolved => Analysis.UnresolvedNames ?? [];
    }
}
