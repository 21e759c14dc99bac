using System.Text.Json;

namespace Menace.Pipeline.Contracts.Stage4Protocol;

/// <summary>A message that only names its content in the content store: <c>{"cas": digest}</c>.</summary>
internal static class ContentReference
{
    private const string Member = "cas";

    public static byte[] Write(string digest) => JsonMembers.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString(Member, digest);
        writer.WriteEndObject();
    });

    /// <summary>The digest, or null for any other message.</summary>
    public static string? Read(byte[] message)
    {
        try
        {
            using var document = JsonDocument.Parse(message);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(Member, out var digest)
                && digest.ValueKind == JsonValueKind.String && ContentDigest.IsDigest(digest.GetString()!)
                ? digest.GetString()
                : null;
        }
        catch (JsonException)
        {
            // The reader of packages reports what is wrong with it.
            return null;
        }
    }
}
