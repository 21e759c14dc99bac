using Menace.Model.Json;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using Scriban;
using Scriban.Runtime;

namespace Menace.Pipeline.Languages;

/// <summary>
/// Renders the file of a project's template that writes the code of a task that has none. What it is given is data
/// (<see cref="TemplateSandbox"/>).
/// </summary>
internal static class ProjectTemplate
{
    /// <summary>The code that <paramref name="text"/> writes for <paramref name="task"/>, or what is wrong with it.</summary>
    public static (string Code, TemplateMistake? Mistake) Render(
        string text, TaskInfo task, BotLanguage language, IReadOnlyDictionary<string, JsonValue> variables, TimeSpan timeLimit,
        CancellationToken cancellationToken)
    {
        var template = Template.Parse(text);
        if (TemplateMistake.In(template) is { } syntax)
        {
            return ("", syntax);
        }

        var (code, mistake) = TemplateSandbox.Run(
            token => template.Render(TemplateSandbox.Context(Variables(task, language, variables), null, token)), timeLimit,
            cancellationToken);
        return mistake is null && string.IsNullOrWhiteSpace(code)
            ? ("", new TemplateMistake(1, 1, 0, "it writes no code for this task")) : (code, mistake);
    }

    private static ScriptObject Variables(
        TaskInfo task, BotLanguage language, IReadOnlyDictionary<string, JsonValue> variables) => TemplateValues.Members(
    [
        new("identifier", task.Identifier),
        .. TaskFields.Task.Variables(task),
        .. TaskFields.Metadata.Variables(task.Metadata with { Language = language }),
        new("extra", JsonValue.FromMembers([.. task.Metadata.Extra])),
        new("variables", JsonValue.FromMembers([.. variables])),
    ]);
}
