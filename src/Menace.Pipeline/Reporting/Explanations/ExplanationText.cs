using System.Globalization;
using System.Text;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental.Decisions;

namespace Menace.Pipeline.Reporting.Explanations;

/// <summary>An explanation for people.</summary>
internal static class ExplanationText
{
    private const int NamedUnchanged = 10;

    /// <summary>Writes <paramref name="explanation"/>.</summary>
    public static void Write(Stream output, BuildExplanation explanation)
    {
        var text = new StringBuilder();
        Append(text, "last build", explanation.Last, "no build is recorded");
        Append(text, "a build now", explanation.Next, "nothing to do");
        foreach (var note in explanation.Notes)
        {
            text.Append("note: ").Append(note).Append('\n');
        }

        output.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static void Append(StringBuilder text, string title, ExplainedBuild? build, string nothing)
    {
        text.Append(title).Append(":\n");
        if (build is null || build.Stages.Count == 0)
        {
            text.Append("  ").Append(nothing).Append('\n');
            return;
        }

        foreach (var stage in build.Stages)
        {
            text.Append("  stage ").Append(stage.Stage.ToWord());
            text.Append(stage.Changes.Count == 0 ? "" : ": ").Append(IngredientChange.TextOf(stage.Changes)).Append('\n');
        }

        foreach (var bot in build.Bots.Where(bot => !bot.IsUnchanged))
        {
            foreach (var step in bot.Steps)
            {
                text.Append("  ").Append(bot.Name).Append(", ").Append(step.Stage.ToWord()).Append(": ").Append(step.Action);
                foreach (var reason in new[] { IngredientChange.TextOf(step.Changes), step.Because }.Where(reason => reason.Length > 0))
                {
                    text.Append(", ").Append(reason);
                }

                text.Append('\n');
            }
        }

        string[] unchanged = [.. build.Bots.Where(bot => bot.IsUnchanged).Select(bot => bot.Name)];
        if (unchanged.Length > 0)
        {
            text.Append("  unchanged: ").AppendJoin(", ", unchanged.Take(NamedUnchanged));
            text.Append(unchanged.Length > NamedUnchanged
                ? string.Create(CultureInfo.InvariantCulture, $" and {unchanged.Length - NamedUnchanged} more") : "").Append('\n');
        }
    }
}
