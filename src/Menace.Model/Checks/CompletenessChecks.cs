using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Reading;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Checks;

/// <summary>
/// MENACE1601, 1602 and 1702: what a task leaves to the build to complete. They are not mistakes; the build reports values that it cannot
/// infer (MENACE3001).
/// </summary>
internal static class CompletenessChecks
{
    public static void Run(TaskSource source, CheckContext context)
    {
        var task = source.Task;
        var metadata = source.Node.Find("metadata", JsonKind.Object);
        if (string.IsNullOrWhiteSpace(task.Metadata.Purpose))
        {
            Report(RuleTable.PurposeMissing, metadata?.Find("purpose")?.Value);
        }

        if (task.Metadata.Functions.Count == 0)
        {
            Report(RuleTable.FunctionsMissing, metadata?.Find("functions")?.Value);
        }

        // Tests without code, or a named template, show that the missing code is intended.
        if (string.IsNullOrWhiteSpace(task.Code) && task.Metadata is { CodeFile: null, Template: null, Tests: null, TestsFiles.Count: 0 })
        {
            Report(RuleTable.CodeMissing, source.Node.Find("code")?.Value);
        }

        void Report(RuleDescriptor rule, JsonNode? given) => context.Findings.Add(
            rule, given?.Span ?? source.NameNode?.Span ?? source.Node.Head, source.Label, given is null ? "missing" : "empty");
    }
}
