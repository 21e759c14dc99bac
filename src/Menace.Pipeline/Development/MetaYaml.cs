using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Menace.Model.Json;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Development;

/// <summary>
/// meta.yaml: the properties of a bot for other tools (without the time, plus
/// schedule and resources). Values are written as JSON, which YAML 1.2 reads as it is; so no text of the user's can change the structure.
/// </summary>
internal static partial class MetaYaml
{
    /// <summary>The file's text; what the bot has no value for is not in it.</summary>
    public static string Write(BotSpec spec)
    {
        var text = new StringBuilder();
        Text("name", spec.Name);
        Text("purpose", spec.Purpose);
        Text("description", spec.Description);
        List("functions", spec.Functions);
        List("stub_functions", spec.StubFunctions);
        List("capabilities", spec.Capabilities);
        Text("io_format", spec.Io);
        Text("language", spec.Language.ToName());
        List("dependencies", spec.Dependencies);
        Text("level", spec.Level);
        List("tags", spec.Tags);
        Text("license", spec.License);
        Text("schedule", spec.Schedule?.ToString() ?? "");
        Member("resources", spec.Resources.Count == 0 ? "" : CanonicalJson.Write(JsonValue.FromMembers([.. spec.Resources])));
        return Printable(text.ToString());

        void Text(string key, string value) => Member(key, value.Length == 0 ? "" : CanonicalJson.Quote(value));

        void List(string key, IReadOnlyList<string> items) =>
            Member(key, items.Count == 0 ? "" : CanonicalJson.Write(JsonValue.FromItems([.. items.Select(JsonValue.FromString)])));

        void Member(string key, string value) => text.Append(value.Length == 0 ? "" : $"{key}: {value}\n");
    }

    /// <summary>
    /// Escapes what JSON may hold as it is and YAML may not, or takes for a line break or a mark of the encoding (YAML 1.2, section 5.1).
    /// It can only stand inside of strings.
    /// </summary>
    private static string Printable(string yaml) =>
        Unprintable().Replace(yaml, character => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character.Value[0]:x4}"));

    [GeneratedRegex("[\\x7F-\\x9F\\uFEFF\\uFFFE\\uFFFF]")]
    private static partial Regex Unprintable();
}
