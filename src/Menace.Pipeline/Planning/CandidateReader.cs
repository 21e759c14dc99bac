using System.Text;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Planning;

/// <summary>Reads the code of candidates by the parsers of their languages; each candidate once.</summary>
internal sealed class CandidateReader(LanguageTable languages)
{
    /// <summary>Characters of code that are read: what is larger is not one bot.</summary>
    private const int MostCode = 1 << 20;

    private readonly Dictionary<KnownBot, CandidateCode> _read = new(ReferenceEqualityComparer.Instance);

    /// <summary>The code of <paramref name="candidate"/>, which was read before.</summary>
    public CandidateCode this[KnownBot candidate] => _read[candidate];

    /// <summary>Reads those that were not read yet, executing none of them.</summary>
    public async Task ReadAsync(IEnumerable<KnownBot> candidates, CancellationToken cancellationToken)
    {
        KnownBot[] open = [.. candidates.Distinct((IEqualityComparer<KnownBot>)ReferenceEqualityComparer.Instance)
            .Where(candidate => !_read.ContainsKey(candidate))];
        foreach (var candidate in open)
        {
            if (Unreadable(candidate) is { } reason)
            {
                _read[candidate] = new(candidate, null, reason);
            }
        }

        foreach (var group in open.Where(candidate => !_read.ContainsKey(candidate)).GroupBy(candidate => candidate.Language))
        {
            await AnalyseAsync(languages[group.Key], [.. group], cancellationToken);
        }
    }

    private async Task AnalyseAsync(ILanguage language, IReadOnlyList<KnownBot> candidates, CancellationToken cancellationToken)
    {
        IReadOnlyList<CodeAnalysis> analyses;
        try
        {
            analyses = await language.AnalyseAsync(
                [.. candidates.Select(candidate => new CodeSource(
                    candidate.Name, TaskNames.ToIdentifier(candidate.Name), candidate.Code,
                    [.. candidate.Functions.Select(function => function.Name)]))],
                cancellationToken);
        }
        catch (ToolMissingException exception)
        {
            foreach (var candidate in candidates)
            {
                _read[candidate] = new(candidate, null, $"its code was not read: {exception.Message}");
            }

            return;
        }

        foreach (var (candidate, analysis) in candidates.Zip(analyses))
        {
            _read[candidate] = analysis.MissingTool is { } missing ? new(candidate, null, $"its code was not read: {missing.Message}")
                : analysis.Errors is [var error, ..] ? new(candidate, null, $"its code does not parse: {error.Message}")
                : new(candidate, analysis, null);
        }
    }

    private string? Unreadable(KnownBot candidate) =>
        candidate.Code.Length == 0 ? "its code is not known"
        : candidate.Code.Length > MostCode ? "its code is larger than 1 MiB"
        : !Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(candidate.Code)).Equals(candidate.Code, StringComparison.Ordinal)
            ? "its code is not text"
        : languages.All.All(language => language.Id != candidate.Language) ? $"its language, {candidate.Language.ToName()}, is not known"
        : null;
}
