using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Repositories;

/// <summary>
/// The parts of a bot's input with a short hash of each, kept in a trailer of the generated commit: compared with those of the next input
/// they say why a repository is written again. Only the commit before and the input take part, so that the same sequence of inputs gives
/// the same text.
/// </summary>
/// <param name="Hashes">Hash by name of the part, in the order in which reasons are named.</param>
internal sealed record InputParts(IReadOnlyList<KeyValuePair<string, string>> Hashes)
{
    internal const string Code = "code";
    internal const string Metadata = "metadata";
    internal const string Dependency = "dependency ";
    internal const string Version = "Menace version";
    private const int HashLength = 8;
    private const int NamedReasons = 3;

    /// <summary>Returns the parts in the text of a trailer; unreadable ones are left out.</summary>
    public static InputParts Parse(string text) =>
        new([.. text.Split("; ").Select(part => part.Split('=', 2)).Where(part => part.Length == 2)
            .Select(part => new KeyValuePair<string, string>(part[0], part[1]))]);

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => string.Join("; ", Hashes.Select(part => $"{part.Key}={part.Value}"));

    /// <summary>
    /// Returns the differences of this input from <paramref name="before"/>, for example <c>dependency Geo changed</c>. Purpose and
    /// functions may be inferred from the code: if the code changed, they are not named.
    /// </summary>
    /// <param name="before">The parts of the last generated commit; null: it was made by a version of Menace that kept none.</param>
    public string ReasonAfter(InputParts? before)
    {
        if (before is null)
        {
            return "Menace version changed";
        }

        var old = before.Hashes.ToDictionary(StringComparer.Ordinal);
        var now = Hashes.ToDictionary(StringComparer.Ordinal);
        var names = Hashes.Select(part => part.Key).Concat(old.Keys.Where(name => !now.ContainsKey(name)));
        string[] reasons =
        [
            .. names.Where(name => old.GetValueOrDefault(name) != now.GetValueOrDefault(name))
                .Select(name => !old.ContainsKey(name) ? $"{name} added" : !now.ContainsKey(name) ? $"{name} removed" : $"{name} changed"),
        ];
        if (reasons.Contains(Code + " changed"))
        {
            reasons = [.. reasons.Where(reason => !reason.StartsWith(Metadata + " ", StringComparison.Ordinal))];
        }

        return string.Join(", ", reasons.Take(NamedReasons))
            + (reasons.Length > NamedReasons ? $" and {reasons.Length - NamedReasons} more" : "");
    }

    /// <summary>The name of the part of a file of the project's template; separators of the trailer are escaped.</summary>
    public static string Template(string path) => "template " + path.Replace("%", "%25", StringComparison.Ordinal)
        .Replace("=", "%3D", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal);

    /// <summary>The hash of a dependency's tree among the parts.</summary>
    public static string PinOf(string tree) => Hash(tree);

    /// <summary>True if nothing but the version of Menace makes this input another one than <paramref name="before"/>.</summary>
    /// <param name="before">The parts of the last generated commit; null: unknown, and false.</param>
    /// <param name="isOfVersion">True if the dependency of this name differs from the one with this hash only by the version of
    /// Menace.</param>
    public bool DiffersOnlyInVersion(InputParts? before, Func<string, string, bool> isOfVersion)
    {
        if (before is null)
        {
            return false;
        }

        var old = before.Hashes.ToDictionary(StringComparer.Ordinal);
        var now = Hashes.ToDictionary(StringComparer.Ordinal);
        string[] changed = [.. old.Keys.Union(now.Keys).Where(name => old.GetValueOrDefault(name) != now.GetValueOrDefault(name))];
        return changed.Contains(Version) && changed.All(name => name == Version
            || (name.StartsWith(Dependency, StringComparison.Ordinal) && old.TryGetValue(name, out var pin) && now.ContainsKey(name)
                && isOfVersion(name[Dependency.Length..], pin)));
    }

    /// <summary>The short hash of a part.</summary>
    internal static string Hash(params ReadOnlySpan<string> texts)
    {
        using var hash = new HashBuilder();
        foreach (var text in texts)
        {
            hash.Add(text);
        }

        return hash.ToHex()[..HashLength];
    }
}
