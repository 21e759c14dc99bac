using Menace.Model.Json;

namespace Menace.Pipeline.Knowledge;

/// <summary>The patches of bots that got worse, in the database of code, where they are no code to reuse.</summary>
internal sealed class PatchesDb(KnowledgeStore store)
{
    private const string Prefix = "patch:";

    /// <summary>True if the entry with this key is a patch.</summary>
    public static bool IsPatch(string key) => key.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Records <paramref name="patch"/>, also what became of one that is recorded.</summary>
    /// <exception cref="KnowledgeException">The database cannot be used.</exception>
    public void Record(PatchRecord patch) => store.Put(Write(patch));

    /// <summary>All patches, the newest first.</summary>
    /// <exception cref="KnowledgeException">The database cannot be used.</exception>
    public IReadOnlyList<PatchRecord> All() =>
    [
        .. store.List().Where(entry => IsPatch(entry.Key)).Select(Read)
            .OrderByDescending(patch => patch.At).ThenBy(patch => patch.Id, StringComparer.Ordinal),
    ];

    /// <summary>The patch <paramref name="id"/>, or null.</summary>
    /// <exception cref="KnowledgeException">The database cannot be used.</exception>
    public PatchRecord? Find(string id) => store.Find(Prefix + id) is { } entry ? Read(entry) : null;

    private static KnowledgeEntry Write(PatchRecord patch) => new()
    {
        Key = Prefix + patch.Id,
        Title = patch.Bot,
        Body = string.Join("; ", patch.Reasons),
        Content = KnowledgeJson.Object(
            ("repository", patch.Repository), ("commit", patch.Commit), ("base", patch.Base), ("generator", patch.Generator),
            ("reasons", Texts(patch.Reasons)), ("evidence", Texts(patch.Evidence)), ("before", patch.Before), ("after", patch.After),
            ("taken_back", patch.TakenBack)),
    };

    private static PatchRecord Read(KnowledgeEntry entry) =>
        new(entry.Title, entry.Content.Text("repository"), entry.Content.Text("commit"))
        {
            Base = entry.Content.Text("base"),
            Generator = entry.Content.Text("generator"),
            Reasons = Texts(entry.Content["reasons"]),
            Evidence = Texts(entry.Content["evidence"]),
            Before = entry.Content.Text("before"),
            After = entry.Content.Text("after"),
            TakenBack = entry.Content["taken_back"]?.Text ?? "",
            At = entry.At,
        };

    private static JsonValue Texts(IEnumerable<string> texts) => JsonValue.FromItems([.. texts.Select(JsonValue.FromString)]);

    private static IReadOnlyList<string> Texts(JsonValue? list) => [.. (list?.Items ?? []).Select(item => item.Text)];
}
