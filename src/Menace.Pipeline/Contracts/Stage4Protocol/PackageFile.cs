using System.Text;
using System.Text.Json;
using Menace.Model.Json;

namespace Menace.Pipeline.Contracts.Stage4Protocol;

/// <summary>A file that comes with a package: its content, or the digest under which the content store has it.</summary>
/// <param name="Digest">Lower-case hexadecimal SHA-256 of the content.</param>
/// <param name="IsExecutable">True if its owner may execute it.</param>
internal sealed record PackageFile(string Digest, bool IsExecutable)
{
    private const string TextMember = "text";
    private const string Base64Member = "base64";
    private const string DigestMember = "digest";
    private const string ExecutableMember = "executable";

    /// <summary>The content, if the request has it.</summary>
    public byte[]? Content { get; private init; }

    /// <summary>A file with its content, as it is sent.</summary>
    public static JsonValue Of(ReadOnlySpan<byte> content, bool isExecutable) =>
        Value(Base64Member, Convert.ToBase64String(content), isExecutable);

    /// <summary>The file by its digest, as it is stored.</summary>
    public JsonValue ToReference() => Value(DigestMember, Digest, IsExecutable);

    /// <summary>
    /// Reads a text, or an object with <c>text</c>, <c>base64</c> or <c>digest</c>, and perhaps <c>executable</c>; null for anything else.
    /// </summary>
    public static PackageFile? Read(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return With(Encoding.UTF8.GetBytes(value.GetString()!), isExecutable: false);
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var isExecutable = value.TryGetProperty(ExecutableMember, out var executable) && executable.ValueKind == JsonValueKind.True;
        if (TextOf(value, TextMember, out _) is { } text)
        {
            return With(Encoding.UTF8.GetBytes(text), isExecutable);
        }

        if (TextOf(value, Base64Member, out var base64) is not null && base64.TryGetBytesFromBase64(out var bytes))
        {
            return With(bytes, isExecutable);
        }

        return TextOf(value, DigestMember, out _) is { } digest && ContentDigest.IsDigest(digest) ? new(digest, isExecutable) : null;
    }

    private static string? TextOf(JsonElement value, string name, out JsonElement member) =>
        value.TryGetProperty(name, out member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    private static PackageFile With(byte[] content, bool isExecutable) =>
        new(ContentDigest.Of(content), isExecutable) { Content = content };

    private static JsonValue Value(string name, string value, bool isExecutable) =>
        JsonValue.FromMembers([new(name, value), new(ExecutableMember, isExecutable)]);
}
