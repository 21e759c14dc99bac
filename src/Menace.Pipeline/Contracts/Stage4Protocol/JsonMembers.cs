using System.Buffers;
using System.Text.Json;

namespace Menace.Pipeline.Contracts.Stage4Protocol;

/// <summary>The members of a JSON object as slices of its bytes: what is in them is neither read nor changed.</summary>
internal static class JsonMembers
{
    /// <summary>The members, in order; null where <paramref name="json"/> holds no object.</summary>
    /// <exception cref="JsonException">It is not JSON up to the end of the object, or too deep.</exception>
    public static List<(string Name, Range Value)>? Of(ReadOnlySpan<byte> json, int maximumDepth)
    {
        var reader = new Utf8JsonReader(json, Options(maximumDepth));
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        List<(string, Range)> members = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            members.Add((name, start..(int)reader.BytesConsumed));
        }

        return members;
    }

    /// <summary>The value in <paramref name="json"/>.</summary>
    /// <exception cref="JsonException">It is not JSON, or too deep.</exception>
    public static JsonDocument Parse(ReadOnlySpan<byte> json, int maximumDepth)
    {
        var reader = new Utf8JsonReader(json, Options(maximumDepth));
        return JsonDocument.ParseValue(ref reader);
    }

    /// <summary>What <paramref name="write"/> writes.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static JsonReaderOptions Options(int maximumDepth) =>
        new() { MaxDepth = maximumDepth, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
}
