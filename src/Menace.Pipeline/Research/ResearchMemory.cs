using Menace.Model.Json;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;

namespace Menace.Pipeline.Research;

/// <summary>
/// What research has found, in <c>information.db</c> of the knowledge: the findings, and the answers of remote sources with the time at
/// which they were asked. A finding of any age counts.
/// </summary>
internal sealed class ResearchMemory(KnowledgeStore store, TimeProvider clock)
{
    /// <summary>The tag of findings.</summary>
    public const string FindingTag = "finding";

    private const string AnswerTag = "answer";

    /// <summary>The database.</summary>
    public KnowledgeStore Store => store;

    /// <summary>The last answer of a source to a question, and whether it is younger than <paramref name="timeToLive"/>; or null.</summary>
    /// <exception cref="KnowledgeException">The database cannot be used.</exception>
    public (IReadOnlyList<ResearchFinding> Findings, bool IsFresh)? Answer(
        IResearchSource source, ResearchQuestion question, TimeSpan timeToLive)
    {
        if (store.Find(KeyOf(source, question)) is not { } entry)
        {
            return null;
        }

        try
        {
            var age = clock.GetUtcNow() - entry.At;
            return ([.. entry.Content.List("findings").Select(FindingJson.Read)], age >= TimeSpan.Zero && age < timeToLive);
        }
        catch (FormatException)
        {
            // Another version wrote it: the source is asked again.
            return null;
        }
    }

    /// <summary>Keeps the answer of a source.</summary>
    /// <exception cref="KnowledgeException">The database cannot be used.</exception>
    public void Keep(IResearchSource source, ResearchQuestion question, IReadOnlyList<ResearchFinding> findings) =>
        store.Put(new KnowledgeEntry
        {
            Key = KeyOf(source, question),
            Variant = "last",
            Title = $"{question.Task.Name} {question.Subject}",
            Body = source.Name,
            Tags = [AnswerTag],

            // The time makes two answers with the same findings different, so that the last one counts.
            Content = KnowledgeJson.Object(
            ("asked", clock.GetUtcNow().ToString("O", System.Globalization.CultureInfo.InvariantCulture)),
            ("findings", JsonValue.FromItems([.. findings.Select(FindingJson.Write)]))),
        });

    /// <summary>Keeps findings, each once.</summary>
    /// <exception cref="KnowledgeException">The database cannot be used.</exception>
    public void Keep(IReadOnlyList<ResearchFinding> findings) => store.Put([.. findings.Select(finding => new KnowledgeEntry
    {
        Key = finding.Id,
        Variant = "last",
        Title = finding.Task,
        Body = finding.Text,
        Tags = [FindingTag, finding.Topic, finding.Source],
        Content = FindingJson.Write(finding),
    })]);

    private static string KeyOf(IResearchSource source, ResearchQuestion question) => "answer " + ContentDigest.Of(string.Join(
        '\n', [source.Identity, question.Task.Name, question.Subject, .. question.Field.Length > 0 ? [] : question.Words]));
}
