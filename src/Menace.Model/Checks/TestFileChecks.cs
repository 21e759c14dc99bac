using Menace.Model.Json;
using Menace.Model.Languages;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Checks;

/// <summary>MENACE1618: test files whose name keeps Python from importing them, which pytest reports without the cause.</summary>
internal static class TestFileChecks
{
    public static void Run(TaskSource source, CheckContext context)
    {
        if (source.Task is not { Metadata.Language: { } language } task
            || source.Node.Find("metadata", JsonKind.Object)?.Find("tests_file")?.Value is not { } files)
        {
            return;
        }

        var identifier = TaskNames.ToIdentifier(task.Name);
        foreach (var file in (files.Kind == JsonKind.Array ? files.Items : [files]).Where(file => file.Kind == JsonKind.String))
        {
            var name = file.Text.Substring(file.Text.LastIndexOfAny(['/', '\\']) + 1);
            if (language.Profile().TestFileProblem(name, identifier) is var (reason, suggestion))
            {
                context.Findings.Add(RuleTable.TestFileName, file.Span, source.Label, Display.Of(name), reason, suggestion);
            }
        }
    }
}
