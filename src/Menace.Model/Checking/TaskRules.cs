using System.Text.RegularExpressions;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Reading;
using Menace.Model.Tasks;

namespace Menace.Model.Checking;

/// <summary>The rules on tasks that are well-formed: names, dependencies, functions, files, resources.</summary>
internal sealed class TaskRules(IReadOnlyList<ReadTask> tasks, TaskFileOptions options, FindingList report)
{
    private static readonly string[] Templates = ["logging"];

    /// <summary>Reports every broken rule.</summary>
    public void Check()
    {
        new NameRules(tasks, report).Check();
        new DependencyRules(tasks, report).Check();
        foreach (var task in tasks)
        {
            CheckTemplate(task);
            CheckFunctions(task);
            CheckFiles(task);
            CheckResources(task);
        }
    }

    private void CheckTemplate(ReadTask task)
    {
        if (task.Info.Metadata.Template is { } template && !Templates.Contains(template))
        {
            report.Add(Rules.UnknownTemplate, Place(task, "template"), template, Nearest.Hint(Nearest.Of(template, Templates)), string.Join(", ", Templates));
        }
    }

    private void CheckFunctions(ReadTask task)
    {
        var metadata = task.Info.Metadata;
        foreach (var (function, place) in Items(task, "functions"))
        {
            if (!FunctionNames.IsValid(function, metadata.Language))
            {
                var language = metadata.Language is { } known ? known.ToName() : "any language";
                report.Add(Rules.InvalidFunction, place, function, language, FunctionNames.Suggest(function, metadata.Language));
            }
        }

        if (metadata.Functions.Count == 0 || task.Syntax["metadata"]?["examples"] is not { Kind: JsonKind.Array } examples)
        {
            return;
        }

        foreach (var function in examples.Items.Select(example => example["function"]).Where(function => function is { Kind: JsonKind.String }))
        {
            if (!metadata.Functions.Contains(function!.Text))
            {
                report.Add(Rules.ExampleOfUnlisted, function.Span, function.Text, Nearest.Hint(Nearest.Of(function.Text, metadata.Functions)));
            }
        }
    }

    private void CheckFiles(ReadTask task)
    {
        var metadata = task.Info.Metadata;
        if (metadata.CodeFile is not null && task.Info.Code.Length > 0)
        {
            report.Add(Rules.TwoSources, Place(task, "code_file"), task.Info.Name, "code", "code_file");
        }

        if (metadata.CodeFile is { } code)
        {
            CheckFile("code_file", code, Place(task, "code_file"));
        }

        foreach (var (file, place) in Items(task, "tests_file"))
        {
            CheckFile("tests_file", file, place);
        }

        foreach (var member in task.Syntax["metadata"]?["files"]?.Members ?? [])
        {
            if (member.Value.Kind == JsonKind.String)
            {
                CheckFile("files", member.Value.Text, member.Value.Span);
            }
        }
    }

    private void CheckFile(string property, string path, TextSpan place)
    {
        if (path.Length == 0 || path[0] is '/' or '\\' || path.IndexOf(':') >= 0 || path.Split('/', '\\').Contains("..") || path.IndexOf('\0') >= 0)
        {
            report.Add(Rules.FileEscapes, place, path, property);
        }
        else if (options.FileExists is { } exists && !exists(path))
        {
            report.Add(Rules.FileMissing, place, path, property);
        }
    }

    private void CheckResources(ReadTask task)
    {
        foreach (var member in task.Syntax["resources"]?.Members ?? [])
        {
            if (member.Value.Kind is not (JsonKind.Number or JsonKind.String))
            {
                continue;
            }

            var text = member.Value.Text.Trim();
            var value = member.Value.ToValue();
            if (text.StartsWith("-", StringComparison.Ordinal))
            {
                report.Add(Rules.NegativeResource, member.Value.Span, member.Name, text);
            }
            else if (Allowed(member.Name, value, text) is { } allowed)
            {
                report.Add(Rules.InvalidQuantity, member.Value.Span, member.Name, text, allowed);
            }
        }
    }

    /// <summary>What a known resource allows, where <paramref name="value"/> is not that; else null.</summary>
    private static string? Allowed(string name, JsonValue value, string text) => name switch
    {
        "memory" when Quantity.ParseBytes(value) is null => "a number of bytes or a quantity such as 256Mi or 1Gi",
        "timeout" when Quantity.ParseDuration(value) is null => "a number of seconds or a duration such as 30s or 10m",
        "cpu" when !Regex.IsMatch(text, @"^\d+(\.\d+)?m?$") => "a number of cores such as 0.5 or 500m",
        _ => null,
    };

    private static TextSpan Place(ReadTask task, string key) =>
        (task.Syntax["metadata"]?[key] ?? task.Syntax["name"] ?? task.Syntax).Span;

    /// <summary>The strings of a metadata key (one string, or a list) with their places.</summary>
    private static IEnumerable<(string Text, TextSpan Place)> Items(ReadTask task, string key) => task.Syntax["metadata"]?[key] switch
    {
        { Kind: JsonKind.String } one => [(one.Text, one.Span)],
        { Kind: JsonKind.Array } list => list.Items.Where(item => item.Kind == JsonKind.String).Select(item => (item.Text, item.Span)),
        _ => [],
    };
}
