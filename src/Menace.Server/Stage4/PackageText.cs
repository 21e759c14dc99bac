using System.Text;
using System.Text.Json;
using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using Menace.Model.TaskFiles;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Server.Hosting;

namespace Menace.Server.Stage4;

/// <summary>
/// What a request says: a package as <see cref="TaskPackageJson"/> writes it, or an object around it,
/// <c>{"package": …, "execute": true, "files": {path: "text"}, "settings": {"emit": ["github"]}}</c>.
/// </summary>
/// <param name="Text">The text in which the package stands at its place, and nothing else.</param>
internal sealed record PackageText(string Text)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What the request says about it, or null if it says nothing.</summary>
    public bool? Execute { get; init; }

    /// <summary>The settings that it is built with.</summary>
    public ProjectSettings Settings { get; init; } = new();

    /// <summary>The files that come with it, by their path as the package writes it.</summary>
    public IReadOnlyDictionary<string, PackageFile> Files { get; init; } = new Dictionary<string, PackageFile>();

    /// <summary>Reads the object around the package where there is one; the package itself is read by <see cref="TaskFileReader"/>, as every task list.</summary>
    /// <exception cref="ProblemException">The bytes are not text, or the object around the package is invalid (422).</exception>
    public static PackageText Parse(byte[] body)
    {
        var text = Decode(body);
        try
        {
            return Read(body) ?? new(text);
        }
        catch (JsonException)
        {
            // The reader of task lists says what is wrong, and where.
            return new(text);
        }
    }

    /// <summary>Counts about as many values as the JSON in <paramref name="body"/> has, without reading it: commas and opening brackets outside of strings.</summary>
    public static int CountValues(ReadOnlySpan<byte> body)
    {
        var count = 0;
        for (var at = 0; at < body.Length && count < TaskFileLimits.Values; at++)
        {
            switch (body[at])
            {
                case (byte)',' or (byte)'[' or (byte)'{':
                    count++;
                    break;

                // No string goes beyond its line.
                case (byte)'"':
                    at++;
                    while (at < body.Length && body[at] is not ((byte)'"' or (byte)'\n'))
                    {
                        at += body[at] == '\\' ? 2 : 1;
                    }

                    break;
            }
        }

        return count;
    }

    private static string Decode(byte[] body)
    {
        try
        {
            return Strict.GetString(body);
        }
        catch (DecoderFallbackException exception)
        {
            throw new ProblemException(StatusCodes.Status422UnprocessableEntity, Rules.BodyUnreadable, $"it is not UTF-8: byte {exception.Index + 1}");
        }
    }

    /// <summary>Null if the body is not an object with a member <c>package</c>.</summary>
    private static PackageText? Read(byte[] body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = TaskFileLimits.Depth + 8, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        PackageText? found = null;
        bool? execute = null;
        ProjectSettings settings = new();
        Dictionary<string, PackageFile> files = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            switch (name)
            {
                case "package":
                    reader.Skip();
                    found = new(Blank(body.AsSpan(0, start)) + Encoding.UTF8.GetString(body.AsSpan(start, (int)reader.BytesConsumed - start)));
                    break;
                case "execute":
                    execute = reader.TokenType switch
                    {
                        JsonTokenType.True => true,
                        JsonTokenType.False => false,
                        _ => throw Invalid("its member 'execute' is neither true nor false"),
                    };
                    break;
                case "files":
                    files = ReadFiles(ref reader);
                    break;
                case "settings":
                    settings = ReadSettings(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return found is null ? null : found with { Execute = execute, Files = files, Settings = settings };
    }

    /// <summary>White space of the same lines and columns, so that what stands behind it has its place.</summary>
    private static string Blank(ReadOnlySpan<byte> before) =>
        string.Create(Encoding.UTF8.GetCharCount(before), Encoding.UTF8.GetString(before), (blank, text) =>
        {
            for (var i = 0; i < blank.Length; i++)
            {
                blank[i] = text[i] is '\n' or '\r' ? text[i] : ' ';
            }
        });

    private static Dictionary<string, PackageFile> ReadFiles(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Invalid("its member 'files' is not an object");
        }

        Dictionary<string, PackageFile> files = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var path = reader.GetString()!;
            reader.Read();
            using var value = JsonDocument.ParseValue(ref reader);
            files[path] = PackageFile.Read(value.RootElement) ?? throw Invalid($"the file '{path}' must have exactly one of 'text', 'base64' and 'digest'");
        }

        return files;
    }

    private static ProjectSettings ReadSettings(ref Utf8JsonReader reader)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        var (settings, mistake) = ProjectSettings.Read(value.RootElement);
        return settings ?? throw Invalid($"its member 'settings' {mistake}");
    }

    private static ProblemException Invalid(string reason) => new(StatusCodes.Status422UnprocessableEntity, Rules.BodyUnreadable, reason);
}

/// <summary>A file that comes with a package: its content, or the digest under which the content store has it.</summary>
/// <param name="Digest">Lower-case hexadecimal SHA-256 of the content.</param>
/// <param name="IsExecutable">True if its owner may execute it.</param>
internal sealed record PackageFile(string Digest, bool IsExecutable)
{
    /// <summary>The content, where the request has it.</summary>
    public byte[]? Content { get; private init; }

    /// <summary>Reads a text, or an object with <c>text</c>, <c>base64</c> or <c>digest</c>, and perhaps <c>executable</c>; null for anything else.</summary>
    public static PackageFile? Read(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return Of(Encoding.UTF8.GetBytes(value.GetString()!), isExecutable: false);
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var isExecutable = value.TryGetProperty("executable", out var executable) && executable.ValueKind == JsonValueKind.True;
        return value.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String ? Of(Encoding.UTF8.GetBytes(text.GetString()!), isExecutable)
            : value.TryGetProperty("base64", out var base64) && base64.ValueKind == JsonValueKind.String && base64.TryGetBytesFromBase64(out var bytes) ? Of(bytes, isExecutable)
            : value.TryGetProperty("digest", out var digest) && digest.ValueKind == JsonValueKind.String && ContentStore.ContentFolder.IsDigest(digest.GetString()!) ? new(digest.GetString()!, isExecutable)
            : null;
    }

    private static PackageFile Of(byte[] content, bool isExecutable) =>
        new(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)), isExecutable) { Content = content };
}
