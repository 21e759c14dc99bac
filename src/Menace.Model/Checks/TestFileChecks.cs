using Menace.Model.Json;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Checks;

/// <summary>MENACE1618: test files whose name keeps Python from importing them, which pytest reports without the cause.</summary>
internal static class TestFileChecks
{
    private const string Ending = ".py";

    public static void Run(TaskSource source, CheckContext context)
    {
        if (source.Task is not { Metadata.Language: BotLanguage.Python } task
            || source.Node.Find("metadata", JsonKind.Object)?.Find("tests_file")?.Value is not { } files)
        {
            return;
        }

        var module = TaskNames.ToIdentifier(task.Name);
        foreach (var file in files.Kind == JsonKind.Array ? files.Items : [files])
        {
            if (file.Kind == JsonKind.String && Reason(file.Text, module) is var (name, reason) && reason is not null)
            {
                context.Findings.Add(RuleTable.TestFileName, file.Span, source.Label, Display.Of(name), reason, Suggest(name));
            }
        }
    }

    private static (string Name, string? Reason) Reason(string path, string module)
    {
        var name = path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);
        if (!name.EndsWith(Ending, System.StringComparison.Ordinal))
        {
            return (name, null);
        }

        var stem = Stem(name);
        return (name,
            stem.Any(c => c == '.') ? "a '.' in the name of a module stands for a package"
            : stem == module ? "the module of the bot has the same name"
            : PythonStandardLibrary.Contains(stem) && stem != "conftest" ? "a module that Python or pytest needs has the same name"
            : null);
    }

    private static string Stem(string name) => name.Substring(0, name.Length - Ending.Length);

    private static string Suggest(string name)
    {
        var stem = new string([.. Stem(name).Select(c => c == '.' ? '_' : c)]);
        return (stem.StartsWith("test_", System.StringComparison.Ordinal) ? stem : "test_" + stem) + Ending;
    }
}
