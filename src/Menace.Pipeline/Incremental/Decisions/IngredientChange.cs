namespace Menace.Pipeline.Incremental.Decisions;

/// <summary>An ingredient that two keys do not have in common.</summary>
/// <param name="Ingredient">Its name.</param>
/// <param name="Before">The digest in the first key; null if it has no such ingredient, or if no digest is known.</param>
/// <param name="After">The digest in the second key, or null.</param>
internal sealed record IngredientChange(string Ingredient, string? Before = null, string? After = null)
{
    private const int NamedInText = 5;

    private static readonly string[] PrivateKinds = [KeyIngredients.Variable + " ", KeyIngredients.Property + " "];

    /// <summary>True if the name is a whole statement.</summary>
    public bool IsStatement { get; init; }

    /// <summary>The word <c>added</c>, <c>removed</c> or <c>changed</c>.</summary>
    public string Word => (Before, After) switch
    {
        (null, not null) => "added",
        (not null, null) => "removed",
        _ => "changed",
    };

    /// <summary>True if a digest must not be shown: the value may be short, and a secret, and could be guessed from it.</summary>
    public bool IsPrivate => PrivateKinds.Any(kind => Ingredient.StartsWith(kind, StringComparison.Ordinal));

    /// <summary>For example <c>file Shop.cs changed (1f2e3d to 4c5b6a)</c>.</summary>
    public override string ToString() => IsStatement ? Ingredient : $"{Ingredient} {Word}" + ((Before, After) switch
    {
        _ when IsPrivate => "",
        (null, null) => "",
        (null, _) => $" ({After})",
        (_, null) => $" ({Before})",
        _ => $" ({Before} to {After})",
    });

    /// <summary>The first of <paramref name="changes"/>, and how many more there are.</summary>
    public static string TextOf(IReadOnlyList<IngredientChange> changes) => string.Join(", ", changes.Take(NamedInText))
        + (changes.Count > NamedInText ? $" and {changes.Count - NamedInText} more" : "");

    /// <summary>What differs between two lists of ingredients, sorted by name. Of two with one name the last counts.</summary>
    public static IReadOnlyList<IngredientChange> Between(
        IEnumerable<IReadOnlyDictionary<string, string>> before, IEnumerable<IReadOnlyDictionary<string, string>> after) =>
        Between(All(before), All(after));

    /// <summary>What differs between two sets of ingredients, sorted by name.</summary>
    public static IReadOnlyList<IngredientChange> Between(
        IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
    [
        .. before.Keys.Union(after.Keys).Where(name => before.GetValueOrDefault(name) != after.GetValueOrDefault(name))
            .Order(StringComparer.Ordinal)
            .Select(name => new IngredientChange(name, before.GetValueOrDefault(name), after.GetValueOrDefault(name))),
    ];

    /// <summary>The ingredients of all groups.</summary>
    public static Dictionary<string, string> All(IEnumerable<IReadOnlyDictionary<string, string>> groups)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, digest) in groups.SelectMany(group => group))
        {
            all[name] = digest;
        }

        return all;
    }
}
