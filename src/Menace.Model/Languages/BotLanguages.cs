using Menace.Model.Languages.CSharp;
using Menace.Model.Languages.Python;
using Menace.Model.Languages.Shell;
using Menace.Model.Tasks;

namespace Menace.Model.Languages;

/// <summary>The table of languages. A language is one row here and one in the pipeline's table.</summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
static class BotLanguages
{
    private static volatile IReadOnlyList<LanguageProfile> _profiles =
    [
        new CSharpProfile(),
        new PythonProfile(),
        new ShellProfile(),
    ];

    /// <summary>Gets the names of tasks.json, without aliases: <c>csharp</c>, <c>python</c>, <c>shell</c>.</summary>
    public static IReadOnlyList<string> Names => [.. _profiles.Select(profile => profile.Id.ToName())];

    /// <summary>Gets the language of a bot that names none and whose code shows none.</summary>
    public static BotLanguage Default => _profiles[0].Id;

    /// <summary>Gets the profiles in the order of the table.</summary>
    internal static IReadOnlyList<LanguageProfile> Profiles => _profiles;

    /// <summary>Returns the language called <paramref name="name"/> (names and aliases, case ignored), or null.</summary>
    public static BotLanguage? Parse(string? name) =>
        name?.ToLowerInvariant() is { } lower
            ? _profiles.FirstOrDefault(
                profile => profile.Id.ToName() == lower || profile.Aliases.Contains(lower, StringComparer.Ordinal))?.Id
            : null;

    /// <summary>Returns the language that the interpreter in the first line of <paramref name="code"/> runs, or null.</summary>
    internal static BotLanguage? OfShebang(string code)
    {
        if (!code.StartsWith("#!", StringComparison.Ordinal))
        {
            return null;
        }

        var end = code.IndexOfAny(['\r', '\n']);
        var line = code.Substring(2, (end < 0 ? code.Length : end) - 2);
        IEnumerable<string> words = line.Split([' ', '\t', '/'], StringSplitOptions.RemoveEmptyEntries);
        return words.Reverse()
            .Select(word => _profiles.FirstOrDefault(profile => profile.IsInterpreter(word)))
            .FirstOrDefault(profile => profile is not null)?.Id;
    }

    /// <summary>Returns the profile of <paramref name="language"/>.</summary>
    /// <exception cref="ArgumentException">The table has no such language.</exception>
    internal static LanguageProfile Profile(this BotLanguage language) =>
        _profiles.FirstOrDefault(profile => profile.Id == language)
        ?? throw new ArgumentException($"The language '{language}' is not in the table: {string.Join(", ", Names)}.", nameof(language));

    /// <summary>Adds a row. A host does this before it reads any task list.</summary>
    internal static void Add(LanguageProfile profile) => _profiles = [.. _profiles, profile];

    /// <summary>Removes a row that <see cref="Add"/> added.</summary>
    internal static void Remove(LanguageProfile profile) => _profiles = [.. _profiles.Where(known => known != profile)];
}
