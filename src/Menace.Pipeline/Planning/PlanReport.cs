using System.Globalization;
using System.Text;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Planning;

/// <summary>A plan as text for a terminal, and its graph as Mermaid and as DOT.</summary>
internal static class PlanReport
{
    /// <summary>Each verdict with its score, its proof, the runner-up, and what would change it.</summary>
    public static string Text(ExecutionPlan plan)
    {
        var text = new StringBuilder();
        foreach (var verdict in plan.Verdicts)
        {
            Append(text, verdict);
        }

        foreach (var bot in plan.Blueprint.Bots.Where(bot => !bot.IsTask))
        {
            Line(text, "", $"{bot.Name}: named by {bot.Place}, and not in the task list");
        }

        foreach (var page in plan.Blueprint.Skipped)
        {
            Line(text, "", $"not read: {page}");
        }

        return text.ToString();
    }

    /// <summary>The graph as a Mermaid flowchart; an arrow goes from a bot to the one that needs it.</summary>
    public static string Mermaid(ExecutionPlan plan)
    {
        var ids = Ids(plan.Blueprint);
        var actions = Actions(plan);
        var text = new StringBuilder("flowchart LR\n");
        foreach (var bot in plan.Blueprint.Bots)
        {
            text.Append("    ").Append(ids[bot.Name]).Append("[\"").Append(Label(bot, actions, "<br>", MermaidText))
                .Append("\"]\n");
        }

        foreach (var edge in plan.Blueprint.Edges)
        {
            text.Append("    ").Append(ids[edge.Needs]).Append(" --> ").Append(ids[edge.Bot]).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The same graph in the language of Graphviz.</summary>
    public static string Dot(ExecutionPlan plan)
    {
        var ids = Ids(plan.Blueprint);
        var actions = Actions(plan);
        var text = new StringBuilder("digraph plan {\n    rankdir=LR;\n    node [shape=box];\n");
        foreach (var bot in plan.Blueprint.Bots)
        {
            text.Append("    ").Append(ids[bot.Name]).Append(" [label=\"").Append(Label(bot, actions, "\\n", DotText)).Append("\"];\n");
        }

        foreach (var edge in plan.Blueprint.Edges)
        {
            text.Append("    ").Append(ids[edge.Needs]).Append(" -> ").Append(ids[edge.Bot]).Append(";\n");
        }

        return text.Append("}\n").ToString();
    }

    private static void Append(StringBuilder text, PlanVerdict verdict)
    {
        var candidate = verdict.Candidate is { } bot ? $" {bot.Name}{Commit(bot)}" : "";
        Line(text, "", $"{verdict.Task}: {Word(verdict.Action)}{candidate}, score {Number(verdict.Score)}");
        Line(text, "  ", verdict.Reason);
        if (verdict.Proof is { } proof)
        {
            Line(text, "  ", $"Proof: {ProofText(proof)}");
        }

        if (verdict.RunnerUp is { } next)
        {
            Line(text, "  ", $"Runner-up: {next.Bot.Name}, {Word(next.Action)}, score {Number(next.Score)}");
        }

        foreach (var change in verdict.Changes)
        {
            Line(text, "  ", $"What would change it: {change}");
        }
    }

    /// <summary>What was run, or why nothing was.</summary>
    public static string ProofText(ReuseProof proof)
    {
        if (proof.NotRun is { } reason)
        {
            return $"no example was run: {reason}";
        }

        var (passed, count) = (proof.Passed, proof.Examples.Count);
        return count == 0 ? "no example was run"
            : FormattableString.Invariant($"{passed} of {count} examples passed");
    }

    private static string Commit(KnownBot bot) =>
        bot.Commit.Length == 0 ? "" : $"@{bot.Commit[..Math.Min(bot.Commit.Length, 12)]}";

    /// <summary>Adds a line. Names and messages come from others: one stays on its line, without control characters.</summary>
    private static void Line(StringBuilder text, string indentation, string line) =>
        text.Append(indentation).Append(Redaction.Redact(OnOneLine(line))).Append('\n');

    private static string OnOneLine(string line) =>
        string.Concat(line.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c));

    private static string Word(PlanAction action) => action switch
    {
        PlanAction.Reuse => "reuse",
        PlanAction.Suggested => "suggested",
        PlanAction.Fork => "fork",
        _ => "build",
    };

    private static string Number(double score) => score.ToString("F0", CultureInfo.InvariantCulture);

    private static Dictionary<string, string> Ids(Blueprint blueprint) => blueprint.Bots.Index()
        .ToDictionary(bot => bot.Item.Name, bot => FormattableString.Invariant($"n{bot.Index}"), StringComparer.Ordinal);

    private static Dictionary<string, PlanVerdict> Actions(ExecutionPlan plan) =>
        plan.Verdicts.GroupBy(verdict => verdict.Task, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

    private static string Label(
        BlueprintBot bot, Dictionary<string, PlanVerdict> actions, string lineBreak, Func<string, string> escape) =>
        escape(bot.Name) + (actions.TryGetValue(bot.Name, out var verdict)
            ? lineBreak + escape(Word(verdict.Action) + (verdict.Candidate is { } candidate ? $" {candidate.Name}" : ""))
            : "");

    /// <summary>Text in quotation marks of Mermaid: all that could end the text, or be HTML, as an entity.</summary>
    private static string MermaidText(string text) => string.Concat(text.EnumerateRunes().Select(rune =>
        Rune.IsLetterOrDigit(rune) || rune.Value is ' ' or '-' or '_' or '.' or ',' ? rune.ToString()
            : FormattableString.Invariant($"#{rune.Value};")));

    private static string DotText(string text) =>
        OnOneLine(text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
