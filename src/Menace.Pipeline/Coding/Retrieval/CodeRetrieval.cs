using System.Text.RegularExpressions;
using Menace.Pipeline.Coding.Synthesis;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Coding.Retrieval;

/// <summary>
/// Proposes code of the database of code whose functions take as many arguments as those that are needed, under the names that are needed.
/// Whether it does what the task asks for is for others to prove.
/// </summary>
internal sealed class CodeRetrieval(CodeDb database, LanguageTable languages) : ICodeGenerator
{
    private const int MostRecords = 20;
    private const int MostCandidates = 8;
    private const int LeastExamples = 2;
    private const int LeastBits = 12;

    /// <inheritdoc/>
    public string Name => "retrieval";

    /// <inheritdoc/>
    public async Task<CodeAnswer> GenerateAsync(CodeRequest request, CancellationToken cancellationToken)
    {
        if (!File.Exists(database.Path))
        {
            return CodeAnswer.None("there is no database of code");
        }

        var words = string.Join(' ', ((string?[])[request.Task.Metadata.Purpose, .. request.Functions.Select(one =>
            $"{one.Name} {one.Docs}")])
            .OfType<string>());
        if (request.Functions.Any(function => !SaysEnough(function)))
        {
            return CodeAnswer.None("its examples say too little to choose known code by them");
        }

        CodeRecord[] records;
        try
        {
            records = [.. database.SearchTrusted(words, MostRecords).Where(record => record.Language == request.Language)];
        }
        catch (KnowledgeException exception)
        {
            return CodeAnswer.None(exception.Message.TrimEnd('.'));
        }

        if (records.Length == 0)
        {
            return CodeAnswer.None("no code with these words is known");
        }

        var read = await languages[request.Language].AnalyseAsync(
            [.. records.Select(record => new CodeSource(request.Task.Name, request.Task.Identifier, record.Code, []))], cancellationToken);
        List<CodeCandidate> candidates = [];
        foreach (var (record, analysis) in records.Zip(read))
        {
            foreach (var names in Assignments(request, analysis))
            {
                if (candidates.Count < MostCandidates)
                {
                    candidates.Add(new(Renamed(record.Code, names))
                    {
                        Origin = record.Id,
                        Evidence = [$"code of {record.Id}: {record.Summary}"],
                        License = record.License.Length == 0 ? null : record.License,
                    });
                }
            }
        }

        return candidates.Count > 0 ? new(candidates)
            : CodeAnswer.None("no known code has functions with as many parameters");
    }

    /// <summary>
    /// Which function of the code is used for which one that is needed: one of the same name, else each with as many parameters. Several
    /// are
    /// only tried if a single function is needed.
    /// </summary>
    private static IEnumerable<IReadOnlyDictionary<string, string>> Assignments(CodeRequest request, CodeAnalysis analysis)
    {
        if (analysis.Errors.Count > 0 || analysis.MissingTool is not null || analysis.Shape == CodeShape.Statements)
        {
            return [];
        }

        var known = analysis.Functions.Where(function => !function.IsType).ToLookup(function => function.Name, StringComparer.Ordinal);
        if (request.Functions.All(function => known[function.Name].Any(one => Takes(one, function))))
        {
            return [new Dictionary<string, string>()];
        }

        return request.Functions is [var needed]
            ? analysis.Functions.Where(one => !one.IsType && Takes(one, needed) && !known.Contains(needed.Name))
                .Select(one => new Dictionary<string, string> { [one.Name] = needed.Name })
            : [];
    }

    /// <summary>One example, or results that many functions have, would choose whatever comes first.</summary>
    private static bool SaysEnough(CodeFunction function) => function.Examples.Count >= LeastExamples
        && (SynthesisProblem.Of(function, [], isText: false, out _) is not { } problem || ExampleInformation.Of(problem) >= LeastBits);

    /// <summary>Functions that are called as commands name no parameters.</summary>
    private static bool Takes(FunctionSignature known, CodeFunction needed) => known.Parameters.Count == 0
        || needed.Examples.All(example => example.Args.Count <= known.Parameters.Count
            && example.Args.Count >= known.Parameters.Count(parameter => !parameter.IsOptional));

    /// <summary>The code with other names of functions; members of other objects keep theirs.</summary>
    private static string Renamed(string code, IReadOnlyDictionary<string, string> names) => names.Aggregate(
        code, (text, name) => Regex.Replace(
            text, $@"(?<![\w$.]){Regex.Escape(name.Key)}(?!\w)", name.Value.Replace("$", "$$", StringComparison.Ordinal),
            RegexOptions.CultureInvariant));
}
