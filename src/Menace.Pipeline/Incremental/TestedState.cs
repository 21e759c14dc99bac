using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Incremental;

/// <summary>
/// What the verdicts of all bots together depend on, without reading a file and without starting a process: the state of every file of the
/// repositories and the <see cref="TestConditions"/>. If it differs, the last stage runs and finds by <see cref="VerdictKey"/> which bots
/// that concerns.
/// </summary>
internal sealed class TestedState
{
    private readonly string _timeout;
    private readonly TestConditions _conditions;
    private readonly string[] _files;

    private TestedState(string timeout, TestConditions conditions, string[] files) =>
        (_timeout, _conditions, _files) = (timeout, conditions, files);

    /// <summary>The state now, lower-case hexadecimal SHA-256; the arguments are those of <see cref="Look"/>.</summary>
    public static string Of(
        IReadOnlyList<KnownRepository> repositories, LanguageTable languages, IReadOnlyList<string> testEnvironment, string timeout) =>
        Look(repositories, languages, testEnvironment, timeout).ToString();

    /// <summary>Looks at the files and the conditions.</summary>
    /// <param name="repositories">The repositories.</param>
    /// <param name="languages">The languages, whose tools count.</param>
    /// <param name="testEnvironment">Names of the variables that the project lets through to tests.</param>
    /// <param name="timeout">The time for one bot, as the project has it.</param>
    /// <param name="isNamed">True to keep the names of the ingredients for <see cref="Ingredients"/>.</param>
    public static TestedState Look(
        IReadOnlyList<KnownRepository> repositories, LanguageTable languages, IReadOnlyList<string> testEnvironment, string timeout,
        bool isNamed = false)
    {
        var conditions = TestConditions.Look(languages, Used(repositories), testEnvironment, TimeSpan.Zero, isNamed: isNamed);
        return new(timeout, conditions, FilesOf(repositories));
    }

    /// <summary>This state, with the files as they are now of those repositories that got the commit that was tested.</summary>
    /// <param name="repositories">The repositories, as they were looked at.</param>
    /// <param name="landed">Names of the bots whose branch was moved.</param>
    /// <param name="asTested">
    /// Returns the names of the bots whose files are those that were tested. Asked after the look, so that an edit is seen by one of both.
    /// </param>
    public TestedState After(
        IReadOnlyList<KnownRepository> repositories, IReadOnlyCollection<string> landed, Func<IReadOnlySet<string>> asTested)
    {
        if (landed.Count == 0)
        {
            return this;
        }

        int[] moved = [.. Enumerable.Range(0, repositories.Count).Where(i => landed.Contains(repositories[i].Bot))];
        var now = FilesOf([.. moved.Select(i => repositories[i])]);
        var (files, tested) = (_files.ToArray(), asTested());
        for (var i = 0; i < moved.Length; i++)
        {
            if (tested.Contains(repositories[moved[i]].Bot))
            {
                files[moved[i]] = now[i];
            }
        }

        return new(_timeout, _conditions, files);
    }

    /// <summary>Lower-case hexadecimal SHA-256.</summary>
    public override string ToString() => KeyOf(null);

    /// <summary>The ingredients. The files of a repository are one.</summary>
    public KeyIngredients Ingredients
    {
        get
        {
            var ingredients = new KeyIngredients();
            KeyOf(ingredients);
            return ingredients;
        }
    }

    private string KeyOf(KeyIngredients? ingredients)
    {
        using var key = new KeyBuilder(ingredients);
        return key.Add("MenaceVerifyTimeout", _timeout).AddPart(new(_conditions.ToString(), _conditions.Ingredients))
            .AddPart(new(string.Concat(_files), ingredients is null ? null : Named(_files))).ToHex();
    }

    private static KeyIngredients Named(string[] files)
    {
        var ingredients = new KeyIngredients();
        foreach (var line in files)
        {
            ingredients.Add("files of " + line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..].TrimEnd('\n'), line);
        }

        return ingredients;
    }

    private static string[] FilesOf(IReadOnlyList<KnownRepository> repositories) =>
        FileState.Of([.. repositories.Select(repository => repository.Path)]);

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
