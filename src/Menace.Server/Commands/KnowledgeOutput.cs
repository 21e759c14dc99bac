using System.Globalization;
using Menace.Model.Json;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Research;

namespace Menace.Server.Commands;

/// <summary>Prints entries of the knowledge, in lines for people or as JSON.</summary>
internal sealed class KnowledgeOutput(bool asJson)
{
    private const int ShortId = 12;

    /// <summary>Prints a list.</summary>
    public void Entries(IReadOnlyList<(string File, KnowledgeEntry Entry)> entries)
    {
        if (asJson)
        {
            Print(JsonValue.FromItems([.. entries.Select(entry => Summary(entry.File, entry.Entry))]));
            return;
        }

        foreach (var (file, entry) in entries)
        {
            Console.WriteLine(ReadableText.Line(Line(file, entry)));
        }
    }

    /// <summary>Prints what a search found.</summary>
    public void Matches(IReadOnlyList<(string File, KnowledgeMatch Match)> matches)
    {
        if (asJson)
        {
            Print(JsonValue.FromItems([.. matches.Select(match => JsonValue.FromMembers(
                [.. Summary(match.File, match.Match.Entry).Members, new("score", (JsonValue)Math.Round(match.Match.Bm25, 4))]))]));
            return;
        }

        foreach (var (file, match) in matches)
        {
            Console.WriteLine(ReadableText.Line(string.Create(
                CultureInfo.InvariantCulture, $"{match.Bm25,8:0.000}  {Line(file, match.Entry)}")));
        }
    }

    /// <summary>Prints whole entries.</summary>
    public void Details(IReadOnlyList<(string File, KnowledgeEntry Entry, IReadOnlyList<KnowledgeEntry> History)> entries)
    {
        if (asJson)
        {
            Print(JsonValue.FromItems([.. entries.Select(entry => JsonValue.FromMembers(
            [
                .. Summary(entry.File, entry.Entry).Members, new("body", entry.Entry.Body), new("content", entry.Entry.Content),
                new("history", JsonValue.FromItems([.. entry.History.Select(revision => Summary(entry.File, revision))])),
            ]))]));
            return;
        }

        foreach (var (file, entry, history) in entries)
        {
            Console.WriteLine(ReadableText.Line(Line(file, entry)));
            Console.WriteLine(ReadableText.Line($"  {entry.Key}{(entry.Variant.Length > ShortId ? $" at {entry.Variant}" : "")}"));
            foreach (var line in entry.Body.Split('\n'))
            {
                Console.WriteLine(ReadableText.Line("  > " + line));
            }

            foreach (var revision in history.Where(revision => !revision.IsCurrent))
            {
                Console.WriteLine(ReadableText.Line(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  earlier: revision {revision.Revision}  {revision.At:u}  {Short(revision.Variant)}").TrimEnd()));
            }
        }
    }

    /// <summary>Prints findings of research with their sources.</summary>
    public void Findings(IReadOnlyList<KnowledgeEntry> entries)
    {
        if (asJson)
        {
            Print(JsonValue.FromItems([.. entries.Select(entry => entry.Content)]));
            return;
        }

        foreach (var entry in entries)
        {
            var finding = FindingJson.Read(entry.Content);
            Console.WriteLine(ReadableText.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"{Short(entry.Key)}  {finding.Task}  {finding.Topic}  {finding.Origin}  {entry.At:u}")));
            if (finding.Corroborations > 0)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {finding.Corroborations} other sources say the same"));
            }

            foreach (var line in entry.Body.Split('\n'))
            {
                Console.WriteLine(ReadableText.Line("  > " + line));
            }
        }
    }

    /// <summary>Prints the bots of an import, and as warnings the repositories that were left out.</summary>
    public void Imported(ImportResult result)
    {
        foreach (var finding in result.Findings)
        {
            Console.Error.WriteLine(finding.ToString());
        }

        if (asJson)
        {
            Print(JsonValue.FromItems([.. result.Bots.Select(bot => Summary(KnowledgeFolder.Bots, KnownBotContent.Write(bot)))]));
            return;
        }

        foreach (var bot in result.Bots)
        {
            Console.WriteLine(ReadableText.Line(Line(KnowledgeFolder.Bots, KnownBotContent.Write(bot))));
        }

        Count("Imported", result.Bots.Count);
    }

    /// <summary>Prints lines, or their values as an array.</summary>
    public void Lines(IReadOnlyList<(string Text, JsonValue Value)> lines)
    {
        if (asJson)
        {
            Print(JsonValue.FromItems([.. lines.Select(line => line.Value)]));
            return;
        }

        foreach (var (text, _) in lines)
        {
            Console.WriteLine(ReadableText.Line(text));
        }
    }

    /// <summary>Prints how many entries something was done with.</summary>
    public void Count(string done, int count)
    {
        if (asJson)
        {
            Print(JsonValue.FromMembers([new("entries", count)]));
            return;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done} {count} {(count == 1 ? "entry" : "entries")}"));
    }

    private static JsonValue Summary(string file, KnowledgeEntry entry)
    {
        List<KeyValuePair<string, JsonValue>> members = [new("database", file), new("name", entry.Title), new("key", entry.Key)];
        if (file == KnowledgeFolder.Bots)
        {
            members.AddRange([new("commit", entry.Variant), new("origin", Origin(entry)), new("language", entry.Content.Text("language")),
                new("purpose", entry.Content.Text("purpose"))]);
        }

        return JsonValue.FromMembers(
        [
            .. members, new("license", entry.License), new("tags", JsonValue.FromItems([.. entry.Tags.Select(JsonValue.FromString)])),
            new("revision", entry.Revision), new("at", entry.At.ToString("O", CultureInfo.InvariantCulture)),
        ]);
    }

    private static string Line(string file, KnowledgeEntry entry)
    {
        if (file != KnowledgeFolder.Bots)
        {
            var body = entry.Body.Length > 200 ? entry.Body[..200] + "…" : entry.Body;
            return $"{Path.GetFileNameWithoutExtension(file),-12}  {entry.Title}: {body}";
        }

        var license = entry.License.Length > 0 ? entry.License : "unknown licence";
        return $"{"bots",-12}  {entry.Title} ({entry.Content.Text("language")}, {license}, {Origin(entry)}, {Short(entry.Variant)}): "
            + entry.Content.Text("purpose");
    }

    private static string Origin(KnowledgeEntry entry) => ((KnownOrigin)entry.Rank).ToWord();

    private static string Short(string id) => id.Length > ShortId ? id[..ShortId] : id;

    private static void Print(JsonValue value) => Console.WriteLine(CanonicalJson.WriteInOrder(value));
}
