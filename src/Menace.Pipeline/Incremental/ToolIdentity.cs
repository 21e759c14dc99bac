using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Incremental;

/// <summary>
/// Tells a tool from another version of it without starting it: by its real path and its <see cref="FileIdentity"/>.
/// </summary>
internal static class ToolIdentity
{
    /// <summary>
    /// A hash over the identities of <paramref name="tools"/>; of a folder over those of its files and of the files one level below, which
    /// are those of packages. The time of a folder does not count: a first import writes <c>__pycache__</c> into it.
    /// </summary>
    /// <param name="tools">Files and folders.</param>
    /// <param name="ingredients">Receives each tool as an ingredient, or null.</param>
    public static string Of(IEnumerable<string> tools, KeyIngredients? ingredients = null) =>
        Of(tools, file => FileIdentity.Of(file, followsLinks: true)?.Text ?? "missing", ingredients);

    /// <summary>
    /// The same by paths and contents, which other machines can have too. The files of an SDK take a quarter of a second.
    /// </summary>
    public static string OfContents(IEnumerable<string> tools) => Of(tools, ContentOf, null);

    private static string Of(IEnumerable<string> tools, Func<string, string> identity, KeyIngredients? ingredients)
    {
        using var hash = new HashBuilder();
        foreach (var tool in tools)
        {
            ingredients?.Add("tool " + tool, Of([tool], identity, null));
            hash.Add(tool);
            if (Directory.Exists(tool))
            {
                AddFolder(hash, tool, depth: 1, identity);
            }
            else
            {
                hash.Add(File.Exists(tool) ? RealPath.Of(tool) : tool).Add(identity(tool));
            }
        }

        return hash.ToHex();
    }

    private static string ContentOf(string file)
    {
        if (FileIdentity.Of(file, followsLinks: true) is not { IsRegular: true } known)
        {
            return "missing";
        }

        try
        {
            return $"{known.Permissions:x} {ContentDigest.Of(File.ReadAllBytes(file))}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What cannot be read has at least an identity.
            return known.Text;
        }
    }

    private static void AddFolder(HashBuilder hash, string folder, int depth, Func<string, string> identity)
    {
        var entries = Directory.EnumerateFileSystemEntries(folder).Where(entry => Path.GetFileName(entry) != "__pycache__");
        foreach (var entry in entries.Order(StringComparer.Ordinal))
        {
            hash.Add(entry);
            if (!Directory.Exists(entry))
            {
                hash.Add(identity(entry));
            }
            else if (depth > 0)
            {
                AddFolder(hash, entry, depth - 1, identity);
            }
        }
    }
}
