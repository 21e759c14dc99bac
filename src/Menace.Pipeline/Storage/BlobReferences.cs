using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Menace.Model.Json;

namespace Menace.Pipeline.Storage;

/// <summary>
/// Long strings of a JSON text, replaced by <c>blob:</c> and the digest of what they say, and back. All other bytes stay as they are. A
/// string that looks like a reference is replaced however short it is, so that no text can be mistaken for one.
/// </summary>
internal static class BlobReferences
{
    /// <summary>A blob costs a file and a reference in each record: shorter strings are cheaper where they are.</summary>
    internal const int ShortestLength = 256;

    private const int DigestLength = 64;
    private const int Length = 5 + DigestLength;

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdef"u8);

    // Values of the user's may be as deep as JsonValue lets them, inside the record.
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = JsonValue.MaximumDepth + 100 };

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static ReadOnlySpan<byte> Prefix => "blob:"u8;

    /// <summary>The text <paramref name="json"/>, with long strings replaced.</summary>
    /// <param name="json">The text.</param>
    /// <param name="put">Stores what a string says, as UTF-8, and returns its digest.</param>
    public static ReadOnlyMemory<byte> Extract(ReadOnlySpan<byte> json, PutBlob put)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        var reader = new Utf8JsonReader(json, Deep);
        var copied = 0;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String && (reader.ValueSpan.Length >= ShortestLength || IsReference(reader.ValueSpan))
                && Put(ref reader, put) is { } digest)
            {
                output.Write(json[copied..(int)reader.TokenStartIndex]);
                output.Write(Encoding.ASCII.GetBytes($"\"blob:{digest}\""));
                copied = (int)reader.BytesConsumed;
            }
        }

        output.Write(json[copied..]);
        return output.WrittenMemory;
    }

    /// <summary>
    /// The text <paramref name="json"/>, with references replaced by what <paramref name="get"/> returns for their digests.
    /// </summary>
    public static ReadOnlyMemory<byte> Expand(byte[] json, Func<string, byte[]> get)
    {
        if (json.AsSpan().IndexOf(Prefix) < 0)
        {
            return json;
        }

        var output = new ArrayBufferWriter<byte>(json.Length);
        using var writer = new Utf8JsonWriter(output, Relaxed);
        var reader = new Utf8JsonReader(json, Deep);
        var copied = 0;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String && IsReference(reader.ValueSpan))
            {
                output.Write(json.AsSpan(copied..(int)reader.TokenStartIndex));
                writer.WriteStringValue(get(DigestOf(reader.ValueSpan)));
                writer.Flush();
                writer.Reset();
                copied = (int)reader.BytesConsumed;
            }
        }

        output.Write(json.AsSpan(copied..));
        return output.WrittenMemory;
    }

    /// <summary>The digests in <paramref name="json"/>, which need not be whole.</summary>
    public static IReadOnlyList<string> In(ReadOnlySpan<byte> json)
    {
        List<string> digests = [];
        while (json.IndexOf(Prefix) is var at and >= 0)
        {
            json = json[at..];
            if (json.Length >= Length && IsReference(json[..Length]))
            {
                digests.Add(DigestOf(json[..Length]));
            }

            json = json[Prefix.Length..];
        }

        return digests;
    }

    /// <summary>
    /// Stores what the string says, and returns the digest; null if it says half of a surrogate pair, for which UTF-8 has no bytes.
    /// </summary>
    private static string? Put(ref Utf8JsonReader reader, PutBlob put)
    {
        if (!reader.ValueIsEscaped)
        {
            return put(reader.ValueSpan);
        }

        var text = new byte[reader.ValueSpan.Length];
        int length;
        try
        {
            length = reader.CopyString(text);
        }
        catch (InvalidOperationException)
        {
            return null;
        }

        return put(text.AsSpan(0, length));
    }

    private static bool IsReference(ReadOnlySpan<byte> text) =>
        text.Length == Length && text.StartsWith(Prefix) && !text[Prefix.Length..].ContainsAnyExcept(HexDigits);

    private static string DigestOf(ReadOnlySpan<byte> reference) => Encoding.ASCII.GetString(reference[Prefix.Length..]);
}

/// <summary>Stores a content and returns its digest.</summary>
internal delegate string PutBlob(ReadOnlySpan<byte> content);
