using Menace.Model.Json;
using Menace.Model.Reading;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Checks;

/// <summary>MENACE1411 and MENACE1412: what a bot does when it runs, and what that needs.</summary>
internal static class RunChecks
{
    public static void Run(TaskSource source, CheckContext context)
    {
        if (source.Node.Find("run", JsonKind.Object)?.Find("function", JsonKind.String) is { } function)
        {
            CheckFunction(source, function, context);
        }

        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in new[] { "env", "secrets" })
        {
            foreach (var name in source.Node.Find(property, JsonKind.Array)?.Items.Where(item => item.Kind == JsonKind.String) ?? [])
            {
                CheckName(source, property, name, names, context);
            }
        }

        if (source.Node.Find("timeout") is { } timeout)
        {
            ResourceChecks.CheckTimeout(source, timeout, context);
        }
    }

    private static void CheckFunction(TaskSource source, JsonNode function, CheckContext context)
    {
        var functions = source.Metadata.Has("functions") ? source.Metadata.Values.Functions : source.Task.Metadata.Functions;
        if (functions.Count > 0 && !functions.Contains(function.Text, StringComparer.Ordinal))
        {
            context.Findings.AddWithNearest(
                function.Text, functions, RuleTable.RunFunction, function.Span, source.Label, Display.Of(function.Text),
                Display.List([.. functions.Take(10)]));
        }
    }

    /// <summary>A value that stands in place of a name is not repeated in the message: it may be a secret.</summary>
    private static void CheckName(
        TaskSource source, string property, JsonNode node, Dictionary<string, string> names, CheckContext context)
    {
        var text = node.Text;
        var equals = text.IndexOf('=');
        if (equals > 0 && IsName(text.Substring(0, equals)))
        {
            Report(text.Substring(0, equals), "it is followed by a value; write the name alone, and set the value where the bot runs");
        }
        else if (!IsName(text))
        {
            Report("...", "a name has letters, digits and '_', and no digit first");
        }
        else if (names.TryGetValue(text, out var other))
        {
            Report(text, other == property ? "it is listed twice" : "it is listed in 'env', too");
        }
        else
        {
            names.Add(text, property);
        }

        void Report(string name, string reason) =>
            context.Findings.Add(RuleTable.VariableName, node.Span, source.Label, Display.Of(name), property, reason);
    }

    private static bool IsName(string text) =>
        text.Length > 0 && text.All(c => c is '_' or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9'))
        && text[0] is < '0' or > '9';
}
