using System.Collections.Immutable;

namespace Menace.Analyzers.Catalog;

/// <summary>The settings of the catalog from the project.</summary>
/// <param name="Namespace">The root namespace, valid in C#.</param>
/// <param name="Nullable">True if the project's language version has nullable reference types.</param>
internal sealed record CatalogSettings(string Namespace, bool Nullable);

/// <summary>A property of the catalog.</summary>
/// <param name="Identifier">Its name, escaped.</param>
/// <param name="Entry">The text.</param>
internal readonly record struct CatalogMember(string Identifier, CatalogEntry Entry);

/// <summary>
/// One source file of the catalog: the tasks whose names have one hash modulo <see cref="Count"/>, in the file's order. One file per task
/// would
/// cost the compiler a second at 10,000 tasks for each unrelated edit, one file for all would be rewritten for each renamed task.
/// </summary>
internal sealed class CatalogBucket(int number, CatalogSettings settings, IReadOnlyList<CatalogMember> members) : IEquatable<CatalogBucket>
{
    /// <summary>How many files there are; part of their names, so it never changes.</summary>
    public const int Count = 64;

    public int Number => number;

    public CatalogSettings Settings => settings;

    public IReadOnlyList<CatalogMember> Members => members;

    /// <summary>The bucket of the task called <paramref name="name"/>.</summary>
    public static int NumberOf(string name) => (int)(StableHash.Of(name) % Count);

    /// <summary>The first task of each name; a later one is MENACE1201.</summary>
    public static ImmutableArray<CatalogEntry> Distinct(ImmutableArray<CatalogEntry?> entries)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return entries.OfType<CatalogEntry>().Where(e => names.Add(e.Name)).ToImmutableArray();
    }

    /// <summary>All buckets, empty ones too.</summary>
    public static IEnumerable<CatalogBucket> Of(ImmutableArray<CatalogEntry> entries, CatalogSettings settings)
    {
        var identifiers = CatalogNames.Identifiers([.. entries.Select(e => e.Name)]);
        var buckets = Enumerable.Range(0, Count).Select(_ => new List<CatalogMember>()).ToArray();
        for (var i = 0; i < entries.Length; i++)
        {
            buckets[NumberOf(entries[i].Name)].Add(new(identifiers[i], entries[i]));
        }

        return buckets.Select((members, number) => new CatalogBucket(number, settings, members));
    }

    public bool Equals(CatalogBucket? other) =>
        other is not null && number == other.Number && settings == other.Settings && members.SequenceEqual(other.Members);

    public override bool Equals(object? obj) => Equals(obj as CatalogBucket);

    public override int GetHashCode() => number;
}
