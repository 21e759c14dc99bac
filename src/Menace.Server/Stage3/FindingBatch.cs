using System.Security.Cryptography;
using System.Text.Json;
using Menace.Model.Diagnostics;
using Menace.Server.Hosting;

namespace Menace.Server.Stage3;

/// <summary>The findings of one request, as they will stand in the file: each a JSON object on a line of its own.</summary>
/// <param name="Lines">The lines, each with its line feed.</param>
/// <param name="Count">How many there are.</param>
internal sealed record FindingBatch(byte[] Lines, int Count)
{
    /// <summary>Hash of the lines: two requests that say the same, white space aside, have the same.</summary>
    public string Digest { get; } = Convert.ToHexStringLower(SHA256.HashData(Lines));

    /// <summary>Reads a JSON array of objects. What an object holds is kept to the byte, except for white space.</summary>
    /// <exception cref="ProblemException">It is no JSON (400), or none of this kind (422).</exception>
    public static FindingBatch Parse(byte[] json)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException exception)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, Rules.BodyUnreadable, exception.Message.TrimEnd('.'))
            {
                Extensions = { ["line"] = exception.LineNumber + 1, ["column"] = exception.BytePositionInLine + 1 },
            };
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                throw new ProblemException(StatusCodes.Status422UnprocessableEntity, Rules.BodyUnreadable, "it is no array of objects");
            }

            using var lines = new MemoryStream(json.Length);
            var count = 0;
            foreach (var item in document.RootElement.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.Object)
                {
                    throw new ProblemException(StatusCodes.Status422UnprocessableEntity, Rules.BodyUnreadable, $"element {count + 1} of the array is no object");
                }

                WriteCompact(System.Text.Encoding.UTF8.GetBytes(item.GetRawText()), lines);
                lines.WriteByte((byte)'\n');
                count++;
            }

            return new(lines.ToArray(), count);
        }
    }

    /// <summary>Leaves out what is between the tokens. Rewriting the value instead would change numbers and escapes, and fail for half a surrogate pair.</summary>
    private static void WriteCompact(ReadOnlySpan<byte> json, MemoryStream output)
    {
        var inString = false;
        for (var i = 0; i < json.Length; i++)
        {
            var c = json[i];
            if (inString && c == '\\')
            {
                output.WriteByte(c);
                c = json[++i];
            }
            else if (c == '"')
            {
                inString = !inString;
            }
            else if (!inString && c is ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                continue;
            }

            output.WriteByte(c);
        }
    }
}
