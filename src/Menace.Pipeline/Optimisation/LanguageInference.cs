using Menace.Model.Diagnostics;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.Shell;

namespace Menace.Pipeline.Optimisation;

/// <summary>
/// Finds the language of code that does not say (format page, "From code to bot"): a shebang decides; else, of C# and Python where the code
/// parses, the one that leaves fewer names unresolved; a tie gives the project's default; shell only if the others do not parse.
/// </summary>
internal sealed class LanguageInference(LanguageTable languages, BotLanguage defaultLanguage)
{
    /// <summary>The language of each source, or why there is none.</summary>
    /// <exception cref="ToolMissingException">A source cannot be judged without a program that this machine lacks.</exception>
    public async Task<IReadOnlyList<(BotLanguage? Language, PipelineDiagnostic? Finding)>> InferAsync(
        IReadOnlyList<CodeSource> sources, CancellationToken cancellationToken)
    {
        var results = new (BotLanguage? Language, PipelineDiagnostic? Finding)[sources.Count];
        var csharp = await AnalyseAsync(BotLanguage.CSharp, i => FromShebang(sources[i].Code) is null);
        var python = await PythonAsync();
        var shell = await AnalyseAsync(BotLanguage.Shell, i => csharp[i] is not null && !Parses(python[i]) && !Parses(csharp[i]));
        for (var i = 0; i < sources.Count; i++)
        {
            results[i] = Decide(sources[i], csharp[i], python[i], shell[i]);
        }

        return results;

        async Task<CodeAnalysis?[]> PythonAsync()
        {
            try
            {
                return await AnalyseAsync(BotLanguage.Python, i => csharp[i] is not null);
            }
            catch (ToolMissingException) when (csharp.All(found => found is null || (Parses(found) && Unresolved(found) == 0)))
            {
                // Nothing beats code that C# understands whole; at best Python would have been a tie.
                return new CodeAnalysis?[sources.Count];
            }
        }

        async Task<CodeAnalysis?[]> AnalyseAsync(BotLanguage language, Func<int, bool> isCandidate)
        {
            int[] candidates = [.. Enumerable.Range(0, sources.Count).Where(isCandidate)];
            var found = new CodeAnalysis?[sources.Count];
            if (candidates.Length > 0)
            {
                var analyses = await languages[language].AnalyseAsync([.. candidates.Select(i => sources[i])], cancellationToken);
                foreach (var (index, analysis) in candidates.Zip(analyses))
                {
                    found[index] = analysis;
                }
            }

            return found;
        }
    }

    /// <summary>The language that the first line's interpreter names, or null.</summary>
    internal static BotLanguage? FromShebang(string code)
    {
        if (!code.StartsWith("#!", StringComparison.Ordinal))
        {
            return null;
        }

        var line = code.AsSpan(2);
        line = line[..(line.IndexOfAny('\r', '\n') is var end and >= 0 ? end : line.Length)];
        var words = line.ToString().Split([' ', '\t', '/'], StringSplitOptions.RemoveEmptyEntries);
        foreach (var word in words.Reverse())
        {
            switch (word)
            {
                case "fish":
                case not null when ShellInterpreter.IsKnown(word):
                    return BotLanguage.Shell;
                case "dotnet":
                    return BotLanguage.CSharp;
                case not null when word.StartsWith("python", StringComparison.Ordinal):
                    return BotLanguage.Python;
            }
        }

        return null;
    }

    private (BotLanguage? Language, PipelineDiagnostic? Finding) Decide(
        CodeSource source, CodeAnalysis? csharp, CodeAnalysis? python, CodeAnalysis? shell)
    {
        if (FromShebang(source.Code) is { } named)
        {
            return (named, null);
        }

        return (Parses(csharp), Parses(python), Parses(shell)) switch
        {
            (true, false, _) => (BotLanguage.CSharp, null),
            (false, true, _) => (BotLanguage.Python, null),
            (true, true, _) => Compare(source, csharp!, python!),
            (_, _, true) => (BotLanguage.Shell, null),
            _ => (null, new PipelineDiagnostic(Rules.LanguageUnknown, [source.Bot, Reasons(csharp, python, shell)])
            {
                Bot = source.Bot,
                Anchor = new("code"),
            }),
        };
    }

    /// <summary>
    /// Which of two languages in which the code parses; the user is informed if it was close or is not the project's default.
    /// </summary>
    private (BotLanguage? Language, PipelineDiagnostic? Finding) Compare(CodeSource source, CodeAnalysis csharp, CodeAnalysis python)
    {
        var balance = Unresolved(csharp).CompareTo(Unresolved(python));
        var fallback = defaultLanguage == BotLanguage.Python ? BotLanguage.Python : BotLanguage.CSharp;
        var winner = balance == 0 ? fallback : balance < 0 ? BotLanguage.CSharp : BotLanguage.Python;
        var (other, title) = winner == BotLanguage.CSharp ? (python, "Python") : (csharp, "C#");
        var reason = balance != 0 ? $"it parses as {title} too, but there {Names(other)} would be undefined"
            : $"it parses as {title} too, with as many undefined names, and the project's default decides. Set metadata.language to say which it is";
        return (winner, balance != 0 && winner == fallback ? null : new PipelineDiagnostic(Rules.LanguageInferred, [source.Bot, winner.ToName(), reason])
        {
            Bot = source.Bot,
            Anchor = new("code"),
        });
    }

    private static bool Parses(CodeAnalysis? analysis) => analysis is { Errors.Count: 0 };

    private static int Unresolved(CodeAnalysis analysis) => analysis.UnresolvedNames?.Count ?? 0;

    private static string Names(CodeAnalysis analysis) => string.Join(", ", (analysis.UnresolvedNames ?? []).Take(3).Select(name => $"'{name}'"));

    private static string Reasons(CodeAnalysis? csharp, CodeAnalysis? python, CodeAnalysis? shell) =>
        string.Join("; ", new[] { ("C#", csharp), ("Python", python), ("sh", shell) }
            .Where(pair => pair.Item2 is { Errors.Count: > 0 })
            .Select(pair => $"{pair.Item1}: {pair.Item2!.Errors[0].Message}"));
}
