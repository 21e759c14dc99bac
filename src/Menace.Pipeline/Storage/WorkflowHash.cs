using System.Globalization;
using System.Text;
using Menace.Model.Json;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Storage;

/// <summary>When two workflows are the same one.</summary>
internal static class WorkflowHash
{
    /// <summary>SHA-256 over the description and the comma-joined tasks (docs/workflow-db.md). The title is not part of it.</summary>
    public static string Of(WorkflowRecord record)
    {
        // The empty members are those of the rows that earlier plans were recorded with.
        var text = "{\"action_chains\": \"\", \"argument_strings\": \"\", "
            + $"\"description\": {QuoteAscii(record.Description)}, \"workflow\": {QuoteAscii(string.Join(',', record.Workflow))}}}";
        return ContentDigest.Of(text);
    }

    /// <summary>A JSON string in ASCII, as Python's json.dumps writes it.</summary>
    private static string QuoteAscii(string value)
    {
        var text = new StringBuilder();
        foreach (var c in CanonicalJson.Quote(value))
        {
            _ = c < 0x7f ? text.Append(c) : text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        return text.ToString();
    }
}
