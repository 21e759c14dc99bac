using System.Text.Json;
using System.Xml.Linq;
using Menace.Pipeline.Languages.CSharp;
using Menace.Pipeline.Languages.Python;
using Menace.Pipeline.Merging;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Menace.Pipeline.Tests.Merging;

/// <summary>A format of random files: how they are written, and a reader that is not the merger's.</summary>
/// <param name="Path">A path of such a file.</param>
/// <param name="Syntax">The format's parts.</param>
/// <param name="Write">Writes a file.</param>
/// <param name="Check">Throws if a text has errors.</param>
internal sealed record SyntaxFormat(string Path, IMergeSyntax Syntax, Func<SyntaxModel, string> Write, Action<string> Check)
{
    private static readonly JsonDocumentOptions WithComments = new() { CommentHandling = JsonCommentHandling.Skip };

    public static IReadOnlyList<SyntaxFormat> All { get; } =
    [
        new("bot.cs", new CSharpMergeSyntax(), WriteCSharp, CheckCSharp),
        new("bot.py", new PythonMergeSyntax(), WritePython, _ => { }),
        new("bot.json", new JsonMergeSyntax(), WriteJson, text => JsonDocument.Parse(text, WithComments).Dispose()),
        new("bot.yml", new YamlMergeSyntax(), WriteYaml, _ => { }),
        new("bot.csproj", new XmlMergeSyntax(), WriteXml, text => XDocument.Parse(text)),
    ];

    public static SyntaxFormat Of(string path) => All.Single(format => format.Path == path);

    private static string WriteCSharp(SyntaxModel model) =>
        "// Header\nusing System;\n\nnamespace N;\n\n" + string.Join('\n', model.Groups.Select(group => IsOdd(group.Name)
            ? $"enum {group.Name}\n{{\n{string.Join(",\n", group.Members.Select(m => $"    [D(\"{m.Value}\")] {m.Name}"))}\n}}\n"
            : $"/// <summary>{group.Name}.</summary>\nclass {group.Name}\n{{\n{string.Join('\n', group.Members.Select(CSharpMethod))}}}\n"));

    private static string CSharpMethod(SyntaxMember member) => IsOdd(member.Name)
        ? $"    // About {member.Name}.\n    string {member.Name}()\n    {{\n        return \"{member.Value}\";\n    }}\n"
        : $"    string {member.Name} => \"{member.Value}\";\n";

    private static void CheckCSharp(string text) =>
        Assert.DoesNotContain(CSharpSyntaxTree.ParseText(text).GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    private static string WritePython(SyntaxModel model) =>
        "\"\"\"Bot.\"\"\"\n\nimport os\n\n\n" + string.Join("\n\n", model.Groups.Select(group =>
            $"# About {group.Name}.\nclass {group.Name}:\n    \"\"\"Doc.\"\"\"\n\n{string.Join('\n', group.Members.Select(PythonMethod))}"
            + (IsOdd(group.Name) ? "" : $"\n\nregister({group.Name})\nlog(\n    {group.Name}\n)\n")));

    private static string PythonMethod(SyntaxMember member) =>
        (IsOdd(member.Name) ? "    # Cached.\n    @cache\n" : "") + $"    def {member.Name}(self):\n        return \"{member.Value}\"\n";

    private static string WriteJson(SyntaxModel model) =>
        $"{{\n{string.Join(",\n", model.Groups.Select(group => IsOdd(group.Name)
            ? $"  \"{group.Name}\": {{ {string.Join(", ", group.Members.Select(JsonMember))} }}"
            : $"  // About {group.Name}.\n  \"{group.Name}\": {{\n{string.Join(",\n", group.Members.Select(m => "    " + JsonMember(m)))}\n  }}"))}\n}}\n";

    private static string JsonMember(SyntaxMember member) => $"\"{member.Name}\": {(IsOdd(member.Name) ? $"[\"{member.Value}\"]" : $"\"{member.Value}\"")}";

    private static string WriteYaml(SyntaxModel model) =>
        "# Header\n\n" + string.Join('\n', model.Groups.Select(group => $"# About {group.Name}.\n{group.Name}:\n{string.Concat(group.Members.Select(YamlEntry))}"));

    private static string YamlEntry(SyntaxMember member) => IsOdd(member.Name) ? $"  {member.Name}: |\n    {member.Value}\n" : $"  {member.Name}: \"{member.Value}\" # note\n";

    private static string WriteXml(SyntaxModel model) =>
        $"<Project>\n{string.Concat(model.Groups.Select(group => IsOdd(group.Name)
            ? $"\n  <!-- About {group.Name} -->\n  <Target Name=\"{group.Name}\">\n{string.Concat(group.Members.Select(m => $"    <{m.Name}>{m.Value}</{m.Name}>\n"))}  </Target>\n"
            : $"  <ItemGroup Condition=\"'{group.Name}' != ''\">\n{string.Concat(group.Members.Select(m => $"    <P Include=\"{m.Name}\" Version=\"{m.Value}\" />\n"))}  </ItemGroup>\n"))}</Project>\n";

    /// <summary>Each second name is written in another way.</summary>
    private static bool IsOdd(string name) => name[^1] % 2 == 1;
}
