using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Menace.Analyzers.Code;

/// <summary>The readings of the last run over one file, by the text that was read.</summary>
/// <param name="References">What was bound against.</param>
/// <param name="Readings">Reading by code.</param>
internal sealed record CodeSnapshot(ImmutableArray<MetadataReference> References, Dictionary<(string Code, bool Bound), CodeReading> Readings);

/// <summary>
/// Keeps the last run over each of a few files, so that an edit reads only the code that it changes. An editor analyzes one version of a file
/// after the other in one process.
/// </summary>
internal static class CodeCache
{
    private const int Files = 8;

    private static ImmutableDictionary<string, CodeSnapshot> _snapshots = ImmutableDictionary<string, CodeSnapshot>.Empty;

    /// <summary>The last run over <paramref name="path"/> with the same references, or null.</summary>
    public static CodeSnapshot? Find(string path, ImmutableArray<MetadataReference> references) =>
        Volatile.Read(ref _snapshots).TryGetValue(path, out var snapshot) && snapshot.References.SequenceEqual(references) ? snapshot : null;

    /// <summary>Puts a run in the place of the last one.</summary>
    public static void Store(string path, CodeSnapshot snapshot) => ImmutableInterlocked.Update(ref _snapshots, snapshots =>
    {
        var others = snapshots.Count >= Files && !snapshots.ContainsKey(path) ? snapshots.Clear() : snapshots;
        return others.SetItem(path, snapshot);
    });
}
