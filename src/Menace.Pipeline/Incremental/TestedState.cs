using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Incremental;

/// <summary>
/// What the verdicts of all bots together depend on, without reading a file and without starting a process: the state of every file of the
/// repositories and the <see cref="TestConditions"/>. If it differs, the last stage runs and finds by <see cref="VerdictKey"/> which bots
/// that concerns.
/// </summary>
internal static class TestedState
{
    /// <summary>The state now, lower-case hexadecimal SHA-256.</summary>
    /// <param name="repositories">The repositories.</param>
    /// <param name="languages">The languages, whose tools count.</param>
    /// <param name="testEnvironment">Names of the variables that the project lets through to tests.</param>
    /// <param name="timeout">The time for one bot, as the project has it.</param>
    public static string Of(
        IReadOnlyList<KnownRepository> repositories, LanguageTable languages, IReadOnlyList<string> testEnvironment, string timeout)
    {
        var conditions = TestConditions.Look(languages, Used(repositories), testEnvironment, TimeSpan.Zero);
        using var hash = new HashBuilder();
        return hash.Add(timeout).Add(conditions.ToString())
            .Add(FileState.Of([.. repositories.Select(repository => repository.Path)])).ToHex();
    }

    private static IEnumerable<BotLanguage> Used(IReadOnlyList<KnownRepository> repositories)
    {
        foreach (var name in repositories.Select(repository => repository.Language).Distinct(StringComparer.Ordinal))
        {
            if (BotLanguages.Parse(name) is { } language)
            {
                yield return language;
            }
        }
    }
}
