using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Repositories;

/// <summary>
/// The versions of templates in a trailer of the generated commit. They say which renames of later versions a merge has to follow.
/// </summary>
/// <param name="ByName">Version by name; empty for a template without a version.</param>
internal sealed record TemplateVersions(IReadOnlyDictionary<string, string> ByName)
{
    /// <summary>Returns the versions in the text of a trailer; unreadable ones are left out.</summary>
    public static TemplateVersions Parse(string text)
    {
        var versions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in text.Split("; ").Select(part => part.Split('=')).Where(part => part.Length == 2))
        {
            versions[Uri.UnescapeDataString(part[0])] = Uri.UnescapeDataString(part[1]);
        }

        return new(versions);
    }

    /// <summary>The text that <see cref="Parse"/> reads: no name can end its line.</summary>
    public override string ToString() => string.Join("; ", ByName.OrderBy(version => version.Key, StringComparer.Ordinal)
        .Select(version => $"{Uri.EscapeDataString(version.Key)}={Uri.EscapeDataString(version.Value)}"));

    /// <summary>
    /// The new path of each file that <paramref name="renames"/> have renamed since these versions; those of a template that was not used
    /// then do not count.
    /// </summary>
    public IReadOnlyDictionary<string, string> NewPaths(IReadOnlyList<TemplateRename> renames)
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var rename in renames.Where(IsLater))
        {
            foreach (var earlier in paths.Where(path => path.Value == rename.From).Select(path => path.Key).ToArray())
            {
                paths[earlier] = rename.To;
            }

            paths.TryAdd(rename.From, rename.To);
        }

        return paths;
    }

    private bool IsLater(TemplateRename rename) => ByName.TryGetValue(rename.Template, out var before)
        && (!Version.TryParse(before, out var version) || Version.Parse(rename.Version) > version);
}
