using Menace.Model.Diagnostics;
using Menace.Model.Tasks;
using Menace.Pipeline.Diagnostics;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Optimisation;

/// <summary>
/// Finds the language of code that does not say: a shebang decides; else C# if it parses and uses no undefined name; else Python if it
/// parses; else C# if it parses; else shell if <c>sh -n</c> accepts it.
/// </summary>
internal sealed class LanguageInference(LanguageTable languages)
{
    /// <summary>The language of each source, or why there is none.</summary>
    public async Task<IReadOnlyList<(BotLanguage? Language, PipelineDiagnostic? Finding)>> InferAsync(
        IReadOnlyList<CodeSource> sources, CancellationToken cancellationToken)
    {
        var results = new (BotLanguage? Language, PipelineDiagnostic? Finding)[sources.Count];
        var csharp = await AnalyseAsync(BotLanguage.CSharp, i => FromShebang(sources[i].Code) is null);
        var python = await AnalyseAsync(BotLanguage.Python, i => csharp[i] is { } found && !(Parses(found) && IsBound(found)));
        var shell = await AnalyseAsync(BotLanguage.Shell, i => python[i] is { } found && !Parses(found) && !Parses(csharp[i]));
        for (var i = 0; i < sources.Count; i++)
        {
            results[i] = Decide(sources[i], csharp[i], python[i], shell[i]);
        }

        return results;

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
                case "sh" or "bash" or "dash" or "ksh":
                    return BotLanguage.Shell;
                case "dotnet":
                    return BotLanguage.CSharp;
                case not null when word.StartsWith("python", StringComparison.Ordinal):
                    return BotLanguage.Python;
            }
        }

        return null;
    }

    private static (BotLanguage? Language, PipelineDiagnostic? Finding) Decide(
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
            (true, true, _) => (BotLanguage.Python, new PipelineDiagnostic(Rules.LanguageInferred,
                [source.Bot, BotLanguage.Python.ToName(), $"it parses as C# too, but there {Names(csharp!)} would be undefined"]) { Bot = source.Bot, Anchor = new("code") }),
            (_, _, true) => (BotLanguage.Shell, null),
            _ => (null, new PipelineDiagnostic(Rules.LanguageUnknown, [source.Bot, Reasons(csharp, python, shell)])
            {
                Bot = source.Bot,
                Anchor = new("code"),
            }),
        };
    }

    private static bool Parses(CodeAnalysis? analysis) => analysis is { Errors.Count: 0 };

    private static bool IsBound(CodeAnalysis analysis) => analysis.UnresolvedNames is { Count: 0 };

    private static string Names(CodeAnalysis analysis) => string.Join(", ", analysis.UnresolvedNames!.Take(3).Select(name => $"'{name}'"));

    private static string Reasons(CodeAnalysis? csharp, CodeAnalysis? python, CodeAnalysis? shell) =>
        string.Join("; ", new[] { ("C#", csharp), ("Python", python), ("sh", shell) }
            .Where(pair => pair.Item2 is { Errors.Count: > 0 })
            .Select(pair => $"{pair.Item1}: {pair.Item2!.Errors[0].Message}"));
}
