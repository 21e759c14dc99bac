using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Menace.Pipeline.Merging;

/// <summary>The contents of a merge: those of the three trees, and the new ones.</summary>
internal sealed class MergeBlobs
{
    /// <summary>The id of an empty file.</summary>
    public const string EmptyId = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";

    private readonly Dictionary<string, MergeTree> _holders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _new = new(StringComparer.Ordinal);

    public MergeBlobs(params ReadOnlySpan<MergeTree> trees)
    {
        foreach (var tree in trees)
        {
            foreach (var entry in tree.Entries.Values)
            {
                _holders.TryAdd(entry.Id, tree);
            }
        }
    }

    public ReadOnlyMemory<byte> Read(string id) => _holders.TryGetValue(id, out var tree) ? tree.Read(id) : _new[id];

    /// <summary>Returns the id of a content that was merged.</summary>
    public string Add(ReadOnlyMemory<byte> content)
    {
        var id = IdOf(content.Span);
        if (!_holders.ContainsKey(id))
        {
            _new[id] = content;
        }

        return id;
    }

    /// <summary>Returns the new contents that <paramref name="entries"/> name.</summary>
    public Dictionary<string, ReadOnlyMemory<byte>> NewOnesOf(IEnumerable<MergeEntry> entries) =>
        entries.Select(entry => entry.Id).Distinct(StringComparer.Ordinal).Where(_new.ContainsKey)
            .ToDictionary(id => id, id => _new[id], StringComparer.Ordinal);

    /// <summary>The id of git's blob: SHA-1 of its type, length and content.</summary>
    public static string IdOf(ReadOnlySpan<byte> content)
    {
#pragma warning disable CA5350 // Git's object format, not a protection.
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
#pragma warning restore CA5350
        hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {content.Length}\0")));
        hash.AppendData(content);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
