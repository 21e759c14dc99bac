using Menace.Model.Json;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Knowledge;

/// <summary>A row of a database: one revision of what is known under a key.</summary>
internal sealed record KnowledgeEntry
{
    /// <summary>Names the entry within its database, for all its revisions.</summary>
    public required string Key { get; init; }

    /// <summary>
    /// Tells revisions apart outside of the database, such as a commit: an earlier one with it is replaced. Empty: none is.
    /// </summary>
    public string Variant { get; init; } = "";

    /// <summary>Number of the revision, from 1; 0 for the next one.</summary>
    public int Revision { get; init; }

    /// <summary>Gets whether searches find the entry; the others are history.</summary>
    public bool IsCurrent { get; init; }

    /// <summary>A revision does not take the place of one with a higher rank.</summary>
    public int Rank { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Title { get; init; }

    /// <summary>The text that is searched and quoted.</summary>
    public string Body { get; init; } = "";

    /// <summary>Tags, sorted, each once.</summary>
    public IReadOnlyList<string> Tags { get; init => field = [.. value.Distinct().Order(StringComparer.Ordinal)]; } = [];

    /// <summary>All fields, an object.</summary>
    public JsonValue Content { get; init; } = JsonValue.FromMembers([]);

    /// <summary>SPDX identifier, or empty if it is unknown.</summary>
    public string License { get; init; } = "";

    /// <summary>When it was stored.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Gets the digest of all that the user gave.</summary>
    public string Digest => ContentDigest.Of(string.Join(
        '\n', CanonicalJson.Quote(Variant), CanonicalJson.Quote(Title), CanonicalJson.Quote(Body),
        CanonicalJson.Write(JsonValue.FromItems([.. Tags.Select(JsonValue.FromString)])), CanonicalJson.Write(Content),
        CanonicalJson.Quote(License)));

    /// <summary>Characters that it takes.</summary>
    public int Size => Key.Length + Title.Length + Body.Length + Tags.Sum(tag => tag.Length) + CanonicalJson.Write(Content).Length;

    /// <summary>The entry as it is stored, without secrets. Key and variant are built from ids and checked paths, and stay.</summary>
    public KnowledgeEntry Redacted() => this with
    {
        Key = SqlText.Storable(Key),
        Variant = SqlText.Storable(Variant),
        Title = KnowledgeJson.Redact(Title),
        Body = KnowledgeJson.Redact(Body),
        Tags = [.. Tags.Select(KnowledgeJson.Redact)],
        Content = KnowledgeJson.Redact(Content),
        License = KnowledgeJson.Redact(License),
    };
}

/// <summary>An entry that a search found.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Bm25">Its bm25 score, at least 0; the higher, the better.</param>
internal sealed record KnowledgeMatch(KnowledgeEntry Entry, double Bm25);
