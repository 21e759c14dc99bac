using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Menace.Model.Json;

namespace Menace.Pipeline.Storage;

/// <summary>When two workflows are the same one.</summary>
internal static class WorkflowHash
{
    /// <summary>
    /// SHA-256 over action chains, argument strings, description and workflow, lists comma-joined, as sorted JSON
    /// (behaviour inventory, section 3). The title is not part of it.
    /// </summary>
    public static string Of(WorkflowRecord record)
    {
        // The separators are those of the older system's JSON writer, so that its files deduplicate against ours.
        var text = $"{{\"action_chains\": {Quote(record.ActionChains)}, \"argument_strings\": {Quote(record.ArgumentStrings)}, "
            + $"\"description\": {QuoteAscii(record.Description)}, \"workflow\": {Quote(record.Workflow)}}}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

        static string Quote(IReadOnlyList<string> items) => QuoteAscii(string.Join(',', items));
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
