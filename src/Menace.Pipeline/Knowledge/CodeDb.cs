using System.Globalization;
using Menace.Model.Json;
using Menace.Model.Languages;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Knowledge;

/// <summary>
/// Pieces of code with revisions, a check of their licence and a search, in a SQLite file that several processes can use
/// (docs/knowledge.md). The methods can be called from several threads. Secrets in what is stored are replaced.
/// </summary>
public sealed class CodeDb
{
    private readonly KnowledgeStore _store;

    /// <summary>Uses the file <paramref name="path"/>, made when something is stored.</summary>
    /// <param name="path">
    /// A path, or a name without a folder such as <c>code.db</c>, which is in the folder that the variable <c>MenaceKnowledge</c> names,
    /// by default <c>.menace/knowledge</c>.
    /// </param>
    public CodeDb(string path = KnowledgeFolder.Code)
        : this(new KnowledgeStore(KnowledgeFolder.PathOf(path)))
    {
    }

    internal CodeDb(KnowledgeStore store) => _store = store;

    /// <summary>Gets the absolute path of the file.</summary>
    public string Path => _store.Path;

    /// <summary>Stores new code. Code that is stored already, byte for byte, is not stored again.</summary>
    /// <returns>The record with its id and revision: the new one, or the one with the same code.</returns>
    /// <exception cref="ArgumentException">Code or summary are empty.</exception>
    /// <exception cref="KnowledgeException">
    /// MENACE6003: the licence does not allow reuse, or the code is too large. MENACE6001: the file cannot be used. Nothing was stored.
    /// </exception>
    public CodeRecord Add(CodeRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return Read(_store.PutOnce(Write(record with { Id = ContentDigest.Of(KnowledgeJson.Redact(record.Code)) })));
    }

    /// <summary>Stores another revision of the code <see cref="CodeRecord.Id"/>; earlier revisions stay in its history.</summary>
    /// <param name="record">The next revision, with the id of the code.</param>
    /// <param name="expectedRevision">The revision that it was made from; null to replace any.</param>
    /// <returns>The record with its revision.</returns>
    /// <exception cref="ArgumentException">Code or summary are empty.</exception>
    /// <exception cref="KeyNotFoundException">There is no code with this id.</exception>
    /// <exception cref="InvalidOperationException">Another revision is stored than <paramref name="expectedRevision"/>.</exception>
    /// <exception cref="KnowledgeException">As for <see cref="Add"/>.</exception>
    public CodeRecord Update(CodeRecord record, int? expectedRevision = null)
    {
        ArgumentNullException.ThrowIfNull(record);
        var entry = Write(record);
        return Read(_store.Change(record.Id, known => known is null || PatchesDb.IsPatch(record.Id)
            ? throw new KeyNotFoundException($"There is no code '{record.Id}' in '{Path}'.")
            : expectedRevision is { } expected && known.Revision != expected
                ? throw new InvalidOperationException(string.Create(
                    CultureInfo.InvariantCulture, $"The code '{record.Id}' has revision {known.Revision}, not {expected}: read it again."))
                : entry));
    }

    /// <summary>Returns the current revision, or null if there is no code <paramref name="id"/>.</summary>
    /// <exception cref="KnowledgeException">MENACE6001: the file cannot be used.</exception>
    public CodeRecord? Find(string id) => !PatchesDb.IsPatch(id) && _store.Find(id) is { } entry ? Read(entry) : null;

    /// <summary>Returns all revisions that are kept, the newest first.</summary>
    /// <exception cref="KnowledgeException">MENACE6001: the file cannot be used.</exception>
    public IReadOnlyList<CodeRecord> History(string id) => PatchesDb.IsPatch(id) ? [] : [.. _store.History(id).Select(Read)];

    /// <summary>Returns code by the words of its summary and its text; <paramref name="text"/> may be any text.</summary>
    /// <param name="text">The words, of which one is enough.</param>
    /// <param name="limit">The most that are returned.</param>
    /// <returns>The best first (bm25); among equals by id.</returns>
    /// <exception cref="KnowledgeException">MENACE6001: the file cannot be used.</exception>
    public IReadOnlyList<CodeRecord> Search(string text, int limit = 20) =>
        [
            .. _store.Search(text ?? "", int.MaxValue).Where(match => !PatchesDb.IsPatch(match.Entry.Key)).Take(Math.Max(0, limit))
                .Select(match => Read(match.Entry)),
        ];

    /// <summary>As <see cref="Search"/>, without code that was imported without trust: nothing of it may be run.</summary>
    internal IReadOnlyList<CodeRecord> SearchTrusted(string text, int limit) =>
        [.. _store.Search(text, int.MaxValue).Select(match => match.Entry)
            .Where(entry => entry.Rank != (int)KnownOrigin.Untrusted && !PatchesDb.IsPatch(entry.Key)).Take(limit).Select(Read)];

    /// <summary>Returns the code whose score is at least <paramref name="least"/>, the most complex first.</summary>
    /// <exception cref="KnowledgeException">MENACE6001: the file cannot be used.</exception>
    public IReadOnlyList<CodeRecord> ByComplexity(double least = 0, int limit = 5) =>
        [.. All().Where(record => record.ComplexityScore >= least)
            .OrderByDescending(record => record.ComplexityScore).ThenBy(record => record.Id, StringComparer.Ordinal)
            .Take(Math.Max(0, limit))];

    /// <summary>Returns the code that the bot <paramref name="bot"/> uses, by id.</summary>
    /// <exception cref="KnowledgeException">MENACE6001: the file cannot be used.</exception>
    public IReadOnlyList<CodeRecord> CodesForBot(string bot) =>
        [.. All().Where(record => record.Bots.Contains(bot, StringComparer.Ordinal))];

    /// <summary>Removes the code with its history.</summary>
    /// <returns>True if there was any.</returns>
    /// <exception cref="KnowledgeException">MENACE6001: the file cannot be used.</exception>
    public bool Remove(string id) => !PatchesDb.IsPatch(id) && _store.Remove(id) > 0;

    private IEnumerable<CodeRecord> All() => _store.List().Where(entry => !PatchesDb.IsPatch(entry.Key)).Select(Read);

    private static KnowledgeEntry Write(CodeRecord record)
    {
        if (string.IsNullOrWhiteSpace(record.Code) || string.IsNullOrWhiteSpace(record.Summary))
        {
            throw new ArgumentException("Code needs a text and a summary.", nameof(record));
        }

        var license = record.License.Length > 0 ? record.License : LicenseText.Recognise(record.Code);
        if (license.Length > 0 && !LicenseText.AllowsReuse(license))
        {
            throw KnowledgeException.Refused(
                record.Summary, $"its licence {license} is not one of {string.Join(", ", LicenseText.Reusable)}");
        }

        return new()
        {
            Key = record.Id,
            Title = record.Summary,
            Body = record.Code,
            Tags = record.Bots,
            Rank = (int)KnownOrigin.Trusted,
            License = license,
            Content = KnowledgeJson.Object(
                ("language", record.Language.ToName()),
                ("template_type", KnowledgeJson.TextOrNull(record.TemplateType)),
                ("version", KnowledgeJson.TextOrNull(record.Version)),
                ("complexity", double.IsFinite(record.ComplexityScore) ? record.ComplexityScore
                    : throw new ArgumentException("The complexity is not a number.", nameof(record)))),
        };
    }

    private CodeRecord Read(KnowledgeEntry entry) => new()
    {
        Id = entry.Key,
        Code = entry.Body,
        Summary = entry.Title,
        Language = BotLanguages.Parse(entry.Content.Text("language"))
            ?? throw KnowledgeException.Unusable(Path, $"the entry '{entry.Key}' names no language"),
        TemplateType = entry.Content.Text("template_type"),
        Version = entry.Content.Text("version"),
        ComplexityScore = entry.Content["complexity"] is { Kind: JsonKind.Number } number
            ? double.Parse(number.Text, CultureInfo.InvariantCulture) : 0,
        License = entry.License,
        Bots = entry.Tags,
        Revision = entry.Revision,
        StoredAt = entry.At,
    };
}
