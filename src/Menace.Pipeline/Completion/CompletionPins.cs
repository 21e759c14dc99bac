using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Model.Text;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Completion;

/// <summary>
/// The file <c>menace.completions.json</c> beside tasks.json: what was completed from outside of the list, with its source. It is meant to
/// be committed, so that every machine builds the same without knowing what the first one knew (docs/completion.md).
/// </summary>
/// <param name="Fields">The values.</param>
internal sealed record CompletionPins(IReadOnlyList<CompletedField> Fields)
{
    private const int Version = 1;
    private const int LargestFile = 64 << 20;

    /// <summary>No pins.</summary>
    public static readonly CompletionPins None = new([]);

    /// <summary>Absolute path of the file of a project: of two lists in one folder each has its own.</summary>
    public static string PathOf(BotDevConfig config) =>
        Path.Combine(Path.GetFullPath(config.SourceDirectory), config.CompletionsName + ".json");

    /// <summary>
    /// SHA-256 of what is asked about a task: all that its list and documentation say about what it does, but not, for example, when it
    /// runs.
    /// </summary>
    public static string QuestionOf(TaskInfo task) => ContentDigest.Of(TaskPackageJson.Write(new TaskInfo
    {
        Name = task.Name,
        Dependencies = task.Dependencies,
        Metadata = new()
        {
            Purpose = task.Metadata.Purpose,
            Description = task.Metadata.Description,
            Functions = task.Metadata.Functions,
            FunctionDocs = task.Metadata.FunctionDocs,
            Language = task.Metadata.Language,
            Packages = task.Metadata.Packages,
            Examples = task.Metadata.Examples,
        },
    }));

    /// <summary>Reads the file; without one there are no pins.</summary>
    /// <exception cref="PipelineException">The file cannot be used; nothing is built then, because it would be built otherwise.</exception>
    public static async Task<CompletionPins> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!Path.Exists(path))
        {
            return None;
        }

        var name = Path.GetFileName(path);
        byte[] bytes;
        try
        {
            bytes = await SourceFile.ReadAsync(path, LargestFile, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(name, 0, exception.Message);
        }

        if (bytes.Length > LargestFile)
        {
            throw Unusable(name, 0, $"it is larger than {LargestFile >> 20} MiB");
        }

        if (!Utf8Text.TryDecode(bytes, out var text, out var problem))
        {
            throw Unusable(name, 0, $"it is not UTF-8: {problem}");
        }

        if (text.Split('\n').Index().FirstOrDefault(line => line.Item.StartsWith("<<<<<<< ", StringComparison.Ordinal)) is
            { Item: not null } conflict)
        {
            throw Unusable(name, conflict.Index + 1, "it holds a merge conflict. Keep one of both sides");
        }

        try
        {
            using var document = JsonDocument.Parse(text, new() { MaxDepth = JsonValue.MaximumDepth });
            return new(Read(StageFile.ToValue(document.RootElement)));
        }
        catch (JsonException exception)
        {
            throw Unusable(name, (int)(exception.LineNumber ?? -1) + 1, "it is not JSON: " + exception.Message);
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException or ArgumentException)
        {
            throw Unusable(name, 0, exception.Message);
        }
    }

    /// <summary>
    /// These pins after a run. Nothing is removed that could still be wanted: a pin goes if its task is no longer in the list, if the task
    /// gives the field itself, or if no page gives it any more; one that only does not fit its task now stays.
    /// </summary>
    /// <param name="handoff">What the run began with.</param>
    /// <param name="found">What the planner and the researcher found since.</param>
    public CompletionPins After(HandoffRecord handoff, IReadOnlyList<CompletedField> found)
    {
        var tasks = handoff.Package.Tasks.ToDictionary(task => task.Name, StringComparer.Ordinal);
        var used = handoff.Completed.Select(field => (field.Bot, field.Field)).ToHashSet();
        CompletedField[] current =
            [.. handoff.Completed.Where(field => field.Source.Kind == FieldSourceKind.Documentation), .. found];
        var replaced = current.Select(field => (field.Bot, field.Field)).ToHashSet();
        return new([.. current, .. WithoutFormer(Fields, found)
            .Where(field => !replaced.Contains((field.Bot, field.Field)) && IsKept(field))]);

        bool IsKept(CompletedField field) => !tasks.TryGetValue(field.Bot, out var task) ? !handoff.IsWholeList
            : used.Contains((field.Bot, field.Field))
            || (TaskValues.Of(task, field.Field) is null
                && (field.Source.Kind != FieldSourceKind.Documentation || !handoff.IsWholeList));
    }

    /// <summary>
    /// <paramref name="pins"/> without what the former originals of bots gave whose code was found anew: all that a bot takes from another
    /// one comes from one.
    /// </summary>
    public static IEnumerable<CompletedField> WithoutFormer(IReadOnlyList<CompletedField> pins, IReadOnlyList<CompletedField> found)
    {
        var chosen = found.Where(field => field.Field == "code").Select(field => field.Bot).ToHashSet(StringComparer.Ordinal);
        return pins.Where(field => field.Source.Kind != FieldSourceKind.Bot || !chosen.Contains(field.Bot));
    }

    /// <summary>Writes the file, or removes it if there are no pins. One that holds the same already is not written.</summary>
    /// <returns>True if it was changed.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public bool Write(string path)
    {
        if (Fields.Count > 0)
        {
            return AtomicFile.WriteIfDifferent(path, Encoding.UTF8.GetBytes(Text()));
        }

        var exists = File.Exists(path);
        File.Delete(path);
        return exists;
    }

    /// <summary>The pins of what is asked about <paramref name="task"/> now, without those of documentation.</summary>
    /// <param name="task">The task.</param>
    /// <param name="question">See <see cref="QuestionOf"/>. A pin without one was written by hand, and counts for every task.</param>
    public IReadOnlyList<CompletedField> Of(TaskInfo task, string question) =>
        [.. Fields.Where(field => field.Bot == task.Name && field.Source.Kind != FieldSourceKind.Documentation
            && (field.Question.Length == 0 || field.Question == question))];

    /// <summary>
    /// <paramref name="documented"/>, with pinned values where the text that they come from is the same: another version of Menace may read
    /// it otherwise.
    /// </summary>
    public IReadOnlyList<CompletedField> Over(IReadOnlyList<CompletedField> documented)
    {
        var pinned = Fields.Where(field => field.Source.Kind == FieldSourceKind.Documentation)
            .ToLookup(field => (field.Bot, field.Field, field.Source.Digest));
        return [.. documented.Select(field =>
            pinned[(field.Bot, field.Field, field.Source.Digest)].FirstOrDefault() is { } pin ? field with { Value = pin.Value } : field)];
    }

    /// <summary>The file: sorted, one value per field, so that a difference shows what changed.</summary>
    private string Text()
    {
        var bots = JsonValue.FromMembers([.. Fields.GroupBy(field => field.Bot, StringComparer.Ordinal)
            .OrderBy(bot => bot.Key, StringComparer.Ordinal)
            .Select(bot => KeyValuePair.Create(bot.Key, JsonValue.FromMembers([.. bot.DistinctBy(field => field.Field)
                .OrderBy(field => field.Field, StringComparer.Ordinal)
                .Select(field => KeyValuePair.Create(field.Field, OfField(field)))])))]);
        var root = JsonValue.FromMembers([new("version", Version), new("bots", bots)]);
        using var document = JsonDocument.Parse(CanonicalJson.WriteInOrder(root), new() { MaxDepth = JsonValue.MaximumDepth + 10 });
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(
            stream, new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            document.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>The line of a page is left out: it changes with text that says nothing about the bot.</summary>
    private static JsonValue OfField(CompletedField field)
    {
        List<KeyValuePair<string, JsonValue>> members =
        [
            new("value", field.Value),
            new("source", field.Source.Kind.ToString().ToLowerInvariant()),
            new("place", field.Source.Kind == FieldSourceKind.Documentation ? PagePlace.Of(field.Source.Place).Path : field.Source.Place),
            new("digest", field.Source.Digest),
            new("rule", field.Rule),
            new("confidence", JsonValue.FromNumberText(field.Confidence.ToString("0.##", CultureInfo.InvariantCulture))),
        ];
        if (field.Stubs.Count > 0)
        {
            members.Add(new("stubs", JsonValue.FromItems([.. field.Stubs.Select(JsonValue.FromString)])));
        }

        if (field.Evidence.Count > 0)
        {
            members.Add(new("evidence", JsonValue.FromItems([.. field.Evidence.Select(JsonValue.FromString)])));
        }

        if (field.Question.Length > 0)
        {
            members.Add(new("question", field.Question));
        }

        return JsonValue.FromMembers(members);
    }

    /// <exception cref="FormatException">The value is not that of such a file.</exception>
    private static IReadOnlyList<CompletedField> Read(JsonValue root)
    {
        var version = root["version"] is { Kind: JsonKind.Number } number
            && int.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var written) ? written : 0;
        if (version != Version)
        {
            throw new FormatException(version > Version
                ? FormattableString.Invariant($"it has the version {version}, and this Menace reads version {Version}. Use a newer one")
                : FormattableString.Invariant($"its member 'version' is not {Version}"));
        }

        if (root["bots"] is not { Kind: JsonKind.Object } bots)
        {
            throw new FormatException("its member 'bots' is not an object");
        }

        return [.. bots.Members.SelectMany(bot => bot.Value.Kind != JsonKind.Object
            ? throw new FormatException($"'{bot.Key}' is not an object")
            : bot.Value.Members.Select(field => Read(bot.Key, field.Key, field.Value)))];
    }

    private static CompletedField Read(string bot, string field, JsonValue pin)
    {
        var place = $"'{bot}', '{field}'";
        if (pin["value"] is not { } value || !Enum.TryParse<FieldSourceKind>(Text("source"), ignoreCase: true, out var kind)
            || kind is not (FieldSourceKind.Documentation or FieldSourceKind.Bot or FieldSourceKind.Finding or FieldSourceKind.Generator))
        {
            throw new FormatException($"{place} needs a 'value', and a 'source' that is documentation, bot, finding or generator");
        }

        if (FieldMerge.Mistake(bot, field, value) is { } mistake)
        {
            throw new FormatException($"{place} {mistake}");
        }

        return new(bot, field, value, new(kind, Text("place")) { Digest = Text("digest") }, Text("rule"), Confidence(pin["confidence"]))
        {
            Question = Text("question"),
            Stubs = [.. pin["stubs"]?.Items.Select(item => item.Text) ?? []],
            Evidence = [.. pin["evidence"]?.Items.Select(item => item.Text) ?? []],
        };

        string Text(string name) => pin[name] switch
        {
            null => "",
            { Kind: JsonKind.String } text => text.Text,
            _ => throw new FormatException($"{place}: '{name}' is not a text"),
        };
    }

    private static double Confidence(JsonValue? value) =>
        value is { Kind: JsonKind.Number } && double.TryParse(value.Text, CultureInfo.InvariantCulture, out var number) ? number : 1;

    private static PipelineException Unusable(string name, int line, string reason) => new(
        PipelineStage.Handoff, [new(Rules.PinsUnusable, [name, reason]) { Page = new(name, line) }]);
}
