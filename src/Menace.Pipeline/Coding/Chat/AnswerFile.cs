using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Text;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Coding.Chat;

/// <summary>
/// The file <c>menace.answers.json</c> beside tasks.json: the answers of chat models by the digest of the question. It is meant to be
/// committed, so that other machines build the same without the model (docs/chat-models.md).
/// </summary>
/// <param name="config">The settings.</param>
internal sealed class AnswerFile(BotDevConfig config)
{
    private const int Version = 1;
    private const int LargestFile = 64 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly string _path = Path.Combine(Path.GetFullPath(config.SourceDirectory), config.AnswersName);
    private volatile Dictionary<string, RecordedAnswer>? _answers;

    /// <summary>Gets the name of the file.</summary>
    public string Name => config.AnswersName;

    /// <summary>The answer to the question with the digest <paramref name="key"/>, or null.</summary>
    /// <exception cref="PipelineException">MENACE3074: the file cannot be used.</exception>
    public async Task<RecordedAnswer?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var answers = _answers ??= await ReadAsync(cancellationToken);
        return answers.GetValueOrDefault(key);
    }

    /// <summary>Adds an answer. If another build recorded one meanwhile, that one counts in both.</summary>
    /// <returns>The answer that the file has now.</returns>
    /// <exception cref="PipelineException">MENACE3074: the file cannot be used.</exception>
    public async Task<RecordedAnswer> AddAsync(string key, RecordedAnswer answer, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(config.StatePath);
            var path = Path.Combine(config.StatePath, "answers.lock");
            using var held = await FileLock.AcquireAsync(
                path, FileLockMode.Exclusive, Patience, Poll, TimeProvider.System, cancellationToken)
                ?? throw Unusable(0, "another build is writing it");
            var answers = await ReadAsync(cancellationToken);
            if (answers.TryAdd(key, answer))
            {
                AtomicFile.WriteIfDifferent(_path, Encoding.UTF8.GetBytes(Text(answers)));
            }

            _answers = answers;
            return answers[key];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(0, exception.Message);
        }
    }

    private async Task<Dictionary<string, RecordedAnswer>> ReadAsync(CancellationToken cancellationToken)
    {
        if (!Path.Exists(_path))
        {
            return new(StringComparer.Ordinal);
        }

        byte[] bytes;
        try
        {
            bytes = await SourceFile.ReadAsync(_path, LargestFile, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(0, exception.Message);
        }

        if (bytes.Length > LargestFile)
        {
            throw Unusable(0, $"it is larger than {LargestFile >> 20} MiB");
        }

        if (!Utf8Text.TryDecode(bytes, out var text, out var problem))
        {
            throw Unusable(0, $"it is not UTF-8: {problem}");
        }

        if (text.Split('\n').Index().FirstOrDefault(line => line.Item.StartsWith("<<<<<<< ", StringComparison.Ordinal)) is
            { Item: not null } conflict)
        {
            throw Unusable(conflict.Index + 1, "it holds a merge conflict. Keep the entries of both sides");
        }

        try
        {
            using var document = JsonDocument.Parse(text, new() { AllowDuplicateProperties = false });
            return Read(StageFile.ToValue(document.RootElement));
        }
        catch (JsonException exception)
        {
            throw Unusable((int)(exception.LineNumber ?? -1) + 1, "it is not JSON: " + exception.Message);
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException or ArgumentException)
        {
            throw Unusable(0, exception.Message);
        }
    }

    /// <exception cref="FormatException">The value is not that of such a file.</exception>
    private static Dictionary<string, RecordedAnswer> Read(JsonValue root)
    {
        var version = root.Kind == JsonKind.Object ? Number(root["version"]) : null;
        if (version != Version)
        {
            throw new FormatException(version > Version
                ? FormattableString.Invariant($"it has the version {version}, and this Menace reads version {Version}. Use a newer one")
                : FormattableString.Invariant($"its member 'version' is not {Version}"));
        }

        if (root["answers"] is not { Kind: JsonKind.Object } answers)
        {
            throw new FormatException("its member 'answers' is not an object");
        }

        return answers.Members.ToDictionary(
            answer => ContentDigest.IsDigest(answer.Key) ? answer.Key : throw new FormatException($"'{answer.Key}' is not a digest"),
            answer => Read(answer.Key, answer.Value), StringComparer.Ordinal);
    }

    private static RecordedAnswer Read(string key, JsonValue entry)
    {
        if (entry is not { Kind: JsonKind.Object } || Member("text") is not { } text || Member("model") is not { } model
            || Member("bot") is not { } bot || Number(entry["tokens_in"]) is not { } input || Number(entry["tokens_out"]) is not { } output)
        {
            throw new FormatException($"the answer '{key}' needs 'bot', 'model', 'text', 'tokens_in' and 'tokens_out'");
        }

        var answer = new RecordedAnswer(bot, model, text, input, output)
        {
            IsWhole = entry["whole"] is not { Kind: JsonKind.Boolean, Text: "false" },
        };
        return Member("digest") == DigestOf(key, answer) ? answer
            : throw new FormatException($"the answer '{key}' for the bot '{bot}' was edited: its digest is another one");

        string? Member(string name) => entry[name] is { Kind: JsonKind.String } value ? value.Text : null;
    }

    private static long? Number(JsonValue? value) => value is { Kind: JsonKind.Number }
        && long.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string DigestOf(string key, RecordedAnswer answer) => ContentDigest.Of(string.Create(CultureInfo.InvariantCulture,
        $"{key}\n{answer.Bot}\n{answer.Model}\n{answer.InputTokens}\n{answer.OutputTokens}\n{answer.IsWhole}\n{answer.Text}"));

    /// <summary>The file: sorted by digest, so that the order of asking is not seen.</summary>
    private static string Text(Dictionary<string, RecordedAnswer> answers)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(
            stream, new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            writer.WriteStartObject("answers");
            foreach (var (key, answer) in answers.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                writer.WriteStartObject(key);
                writer.WriteString("bot", answer.Bot);
                writer.WriteString("model", answer.Model);
                writer.WriteNumber("tokens_in", answer.InputTokens);
                writer.WriteNumber("tokens_out", answer.OutputTokens);
                if (!answer.IsWhole)
                {
                    writer.WriteBoolean("whole", false);
                }

                writer.WriteString("text", answer.Text);
                writer.WriteString("digest", DigestOf(key, answer));
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private PipelineException Unusable(int line, string reason) => new(
        PipelineStage.Optimise, [new(Rules.AnswersUnusable, [Name, reason]) { Page = new(Name, line) }]);
}
