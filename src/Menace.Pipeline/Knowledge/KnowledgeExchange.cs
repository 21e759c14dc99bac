using System.Globalization;
using System.Text;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Knowledge;

/// <summary>
/// Writes and reads the knowledge as lines of JSON: the first names the format, each other is one entry. The same knowledge gives the
/// same bytes.
/// </summary>
internal static class KnowledgeExchange
{
    private const int Format = 1;
    private const long LargestFile = 1L << 30;
    private const int LongestLine = 32 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes all entries of <paramref name="folder"/> to <paramref name="path"/>, atomically.</summary>
    /// <returns>Written entries.</returns>
    /// <exception cref="KnowledgeException">A database cannot be used, or the file cannot be written; it is as it was then.</exception>
    public static int Export(KnowledgeFolder folder, string path)
    {
        var count = 0;
        var draft = FormattableString.Invariant($"{path}.new-{Environment.ProcessId}");
        try
        {
            using (var writer = new StreamWriter(draft, append: false, Strict) { NewLine = "\n" })
            {
                writer.WriteLine(KnowledgeJson.Object(("menace_knowledge", (JsonValue)Format)).ToString());
                foreach (var file in KnowledgeFolder.Files)
                {
                    foreach (var entry in folder.Open(file).All())
                    {
                        writer.WriteLine(Write(file, entry).ToString());
                        count++;
                    }
                }
            }

            File.Move(draft, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // The last is what .NET makes of EFBIG: the file is larger than the file system or a limit allows.
            throw new KnowledgeException(Rules.KnowledgeNotExported, [path, exception.Message], exception);
        }
        finally
        {
            Remove(draft);
        }

        return count;
    }

    /// <summary>Reads the whole file at <paramref name="path"/>, and then stores its entries, one transaction per database.</summary>
    /// <param name="folder">The knowledge.</param>
    /// <param name="path">The file.</param>
    /// <param name="trusts">False: its bots become untrusted, whatever it says about them.</param>
    /// <param name="cancellationToken">Ends the reading; nothing is stored then.</param>
    /// <returns>Stored entries; those that were there already are not counted.</returns>
    /// <exception cref="KnowledgeException">The file is not an export (nothing was stored), or a database cannot be used.</exception>
    public static int Import(KnowledgeFolder folder, string path, bool trusts, CancellationToken cancellationToken)
    {
        var entries = KnowledgeFolder.Files.ToDictionary(file => file, _ => new List<KnowledgeEntry>(), StringComparer.Ordinal);
        var number = 0;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > LargestFile })
            {
                throw new FormatException("it is larger than 1 GiB");
            }

            using var reader = new StreamReader(path, Strict);
            for (; reader.ReadLine() is { } line; number++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var value = line.Length <= LongestLine ? KnowledgeJson.Parse(line) : throw new FormatException("the line is too long");
                if (number == 0)
                {
                    CheckHeader(value);
                    continue;
                }

                var (file, entry) = Read(value);
                entries[file].Add(trusts ? entry : entry with { Rank = (int)KnownOrigin.Untrusted });
            }

            if (number == 0)
            {
                throw new FormatException("it is empty");
            }
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException
            or DecoderFallbackException)
        {
            var reason = exception is FormatException or DecoderFallbackException
                ? string.Create(CultureInfo.InvariantCulture, $"line {number + 1}: {exception.Message}") : exception.Message;
            throw new KnowledgeException(Rules.KnowledgeFileInvalid, [path, reason], exception);
        }

        return entries.Where(file => file.Value.Count > 0).Sum(file => folder.Open(file.Key).Merge(file.Value));
    }

    private static void Remove(string draft)
    {
        try
        {
            File.Delete(draft);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Its folder does not exist or cannot be written, so neither could the draft.
        }
    }

    private static void CheckHeader(JsonValue value)
    {
        var format = value["menace_knowledge"] is { Kind: JsonKind.Number } number ? number.Text
            : throw new FormatException("it is not an export of the knowledge");
        if (format != Format.ToString(CultureInfo.InvariantCulture))
        {
            throw new FormatException($"its format is {format}, this version of Menace reads {Format}");
        }
    }

    private static JsonValue Write(string file, KnowledgeEntry entry) => KnowledgeJson.Object(
        ("db", file), ("key", entry.Key), ("variant", KnowledgeJson.TextOrNull(entry.Variant)), ("revision", (JsonValue)entry.Revision),
        ("current", JsonValue.FromBoolean(entry.IsCurrent)), ("rank", (JsonValue)entry.Rank), ("title", entry.Title),
        ("body", KnowledgeJson.TextOrNull(entry.Body)), ("tags", KnowledgeJson.Texts(entry.Tags)), ("content", entry.Content),
        ("license", KnowledgeJson.TextOrNull(entry.License)), ("at", SqlText.Time(entry.At)));

    private static (string File, KnowledgeEntry Entry) Read(JsonValue value)
    {
        var file = value.Text("db");
        if (!KnowledgeFolder.Files.Contains(file))
        {
            throw new FormatException($"'{file}' is not a database of the knowledge");
        }

        KnowledgeEntry entry = new()
        {
            Key = value.Text("key") is { Length: > 0 } key ? key : throw new FormatException("'key' is missing"),
            Variant = value.Text("variant"),
            Revision = Number(value, "revision"),
            IsCurrent = value["current"] is { Kind: JsonKind.Boolean, Text: "true" },
            Rank = Number(value, "rank"),
            Title = value.Text("title"),
            Body = value.Text("body"),
            Tags = value.TextList("tags"),
            Content = value["content"] is { Kind: JsonKind.Object } content ? content : throw new FormatException("'content' is missing"),
            License = value.Text("license"),
            At = DateTimeOffset.TryParse(value.Text("at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at
                : throw new FormatException("'at' is not a time"),
        };
        if (file is not (KnowledgeFolder.Bots or KnowledgeFolder.Models))
        {
            return (file, entry with { Rank = 0 });
        }

        // Written again from what was read: a bot has no other fields, and its text is that of its fields.
        var written = Checked(entry);
        return (file, entry with { Body = written.Body, Content = written.Content });
    }

    private static KnowledgeEntry Checked(KnowledgeEntry entry)
    {
        try
        {
            return KnownBotContent.Write(KnownBotContent.Read(entry));
        }
        catch (KnowledgeException exception)
        {
            throw new FormatException(exception.Message, exception);
        }
    }

    private static int Number(JsonValue value, string name) =>
        value[name] is { Kind: JsonKind.Number } number
            && int.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var result)
            ? result : throw new FormatException($"'{name}' is not a number");
}
