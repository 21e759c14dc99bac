using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Server.Hosting;

namespace Menace.Server.Stage3;

/// <summary>The findings of one request.</summary>
/// <param name="Items">The findings, each a JSON object without white space between its tokens.</param>
internal sealed record FindingBatch(IReadOnlyList<string> Items)
{
    /// <summary>Hash of the findings: two requests that differ only in white space have the same.</summary>
    public string Digest { get; } = ContentDigest.Of(string.Join('\n', Items));

    /// <summary>Reads a JSON array of objects. The bytes of an object are kept, except for white space between its tokens.</summary>
    /// <exception cref="ProblemException">It is no JSON (400), or none of this kind (422).</exception>
    public static FindingBatch Parse(byte[] json)
    {
        if (!Utf8.IsValid(json))
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, Rules.BodyUnreadable, "it is not UTF-8");
        }

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
                throw new ProblemException(StatusCodes.Status422UnprocessableEntity, Rules.BodyUnreadable, "it is not an array of objects");
            }

            List<string> items = [];
            foreach (var item in document.RootElement.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.Object)
                {
                    throw new ProblemException(
                        StatusCodes.Status422UnprocessableEntity, Rules.BodyUnreadable,
                        $"element {items.Count + 1} of the array is not an object");
                }

                items.Add(Compact(item.GetRawText()));
            }

            return new(items);
        }
    }

    /// <summary>
    /// Removes the white space between the tokens. Rewriting the value instead would change numbers and escapes, and fail for half a
    /// surrogate pair.
    /// </summary>
    private static string Compact(string json)
    {
        var output = new StringBuilder(json.Length);
        var inString = false;
        for (var i = 0; i < json.Length; i++)
        {
            var c = json[i];
            if (inString && c == '\\')
            {
                output.Append(c);
                c = json[++i];
            }
            else if (c == '"')
            {
                inString = !inString;
            }
            else if (!inString && c is (' ' or '\t' or '\r' or '\n'))
            {
                continue;
            }

            output.Append(c);
        }

        return output.ToString();
    }
}
