using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Testing;

namespace Menace.Pipeline.Planning;

/// <summary>Reads the code of candidates by the parsers of their languages; each candidate once.</summary>
internal sealed class CandidateReader(LanguageTable languages)
{
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
        var read = await ReadCode.ReadAsync(
            language,
            [.. candidates.Select(candidate => new CodeSource(
                candidate.Name, TaskNames.ToIdentifier(candidate.Name), candidate.Code,
                [.. candidate.Functions.Select(function => function.Name)]))],
            cancellationToken);
        foreach (var (candidate, code) in candidates.Zip(read))
        {
            _read[candidate] = new(candidate, code.Analysis, code.Unread);
        }
    }

    private string? Unreadable(KnownBot candidate) =>
        candidate.Code.Length == 0 ? "its code is not known"
        : ReadCode.Unreadable(candidate.Code)
        ?? (languages.All.All(language => language.Id != candidate.Language) ? $"its language, {candidate.Language.ToName()}, is not known"
            : null);
}
