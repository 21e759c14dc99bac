using Menace.Model.Json;
using Menace.Model.Reading;
using Menace.Model.Text;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Checks;

/// <summary>MENACE1613 to 1615 and MENACE3010: the files that a task names.</summary>
internal static class FileChecks
{
    private const string Beside = "the folder of tasks.json";

    public static void Run(TaskSource source, CheckContext context)
    {
        CheckCodeTwice(source, context);
        if (source.Node.Find("metadata", JsonKind.Object) is not { } metadata)
        {
            return;
        }

        if (metadata.Find("code_file", JsonKind.String) is { } codeFile)
        {
            CheckFile(codeFile, "metadata.code_file");
        }

        if (metadata.Find("tests_file")?.Value is { } tests)
        {
            foreach (var file in tests.Kind == JsonKind.Array ? tests.Items : [tests])
            {
                CheckFile(file, "metadata.tests_file");
                if (file.Kind == JsonKind.String && Normalise(file.Text) is { } path)
                {
                    CheckPlace(path.Substring(path.LastIndexOf('/') + 1), file.Text, file.Span, "metadata.tests_file");
                }
            }
        }

        foreach (var member in metadata.Find("files", JsonKind.Object)?.Members ?? [])
        {
            if (Normalise(member.Name) is not { } path)
            {
                context.Findings.Add(RuleTable.ForeignPath, member.NameSpan, source.Label, Display.Of(member.Name), "metadata.files",
                    "the bot's repository");
            }
            else
            {
                CheckPlace(member.Name.Any(c => c == '\\') ? member.Name : path, member.Name, member.NameSpan, "metadata.files");
            }

            CheckFile(member.Value, "metadata.files");
        }

        void CheckPlace(string path, string written, TextSpan span, string property)
        {
            if (GitPaths.ReasonAgainst(path) is { } reason)
            {
                context.Findings.Add(RuleTable.FileUnusable, span, source.Label, property, Display.Of(written), reason);
            }
        }

        void CheckFile(JsonNode node, string property)
        {
            if (node.Kind != JsonKind.String)
            {
                return;
            }

            if (Normalise(node.Text) is not { } path)
            {
                context.Findings.Add(RuleTable.ForeignPath, node.Span, source.Label, Display.Of(node.Text), property, Beside);
            }
            else if (context.Options.FileExists is { } exists && !exists(path))
            {
                var near = context.Options.FilesNear?.Invoke(path) ?? [];
                context.Findings.AddWithNearest(
                    path, near, RuleTable.MissingFile, node.Span, source.Label, Display.Of(node.Text), property, "");
            }
        }
    }

    /// <summary>Code, and a file that holds it. Of the defaults, the one that the task gives replaces the other.</summary>
    private static void CheckCodeTwice(TaskSource source, CheckContext context)
    {
        var code = source.Node.Find("code", JsonKind.String) is { Text.Length: > 0 } own ? own : null;
        var codeFile = source.Node.Find("metadata", JsonKind.Object)?.Find("code_file", JsonKind.String);
        if (codeFile is not null && code is not null)
        {
            context.Findings.Add(RuleTable.CodeTwice, codeFile.Span, [code.Span], source.Label);
        }
    }

    /// <summary>
    /// The path without '.' and '..', with '/' as separator; null if it is empty, rooted, leaves its folder, or holds what ends a line in
    /// lists of files.
    /// </summary>
    private static string? Normalise(string path)
    {
        var separated = path.Replace('\\', '/');
        if (separated.Length == 0 || separated[0] == '/' || separated.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029')
            || (separated.Length > 1 && separated[1] == ':'))
        {
            return null;
        }

        var parts = new List<string>();
        foreach (var part in separated.Split('/'))
        {
            if (part == "..")
            {
                if (parts.Count == 0)
                {
                    return null;
                }

                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("" or "."))
            {
                parts.Add(part);
            }
        }

        return parts.Count == 0 ? null : string.Join("/", parts);
    }
}
