using System.Globalization;
using Menace.Model.Json;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Menace.Pipeline.Languages;

/// <summary>A mistake in a template, with its place there.</summary>
internal sealed record TemplateMistake(int Line, int Column, int Offset, string Message);

/// <summary>
/// Renders a template of the project, which writes the code of a task that has none. What it is given is data. It reads no file, sees no
/// clock and no random number (the same input gives the same code), and ends: loops, depth, output and time are limited.
/// </summary>
internal static class ProjectTemplate
{
    private const int LongestOutput = 1_000_000;

    /// <summary>Time for one template.</summary>
    public static TimeSpan TimeLimit { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The code that <paramref name="text"/> writes for <paramref name="task"/>, or what is wrong with it.</summary>
    public static (string Code, TemplateMistake? Mistake) Render(
        string text, TaskInfo task, BotLanguage language, TimeSpan timeLimit, CancellationToken cancellationToken)
    {
        var template = Template.Parse(text);
        if (template.HasErrors)
        {
            var error = template.Messages.First(message => message.Type == ParserMessageType.Error);
            return ("", Mistake(error.Span, error.Message));
        }

        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(timeLimit);
        try
        {
            var code = template.Render(Context(Variables(task, language), timer.Token));
            return string.IsNullOrWhiteSpace(code) ? ("", new TemplateMistake(1, 1, 0, "it writes no code for this task"))
                : code.Length > LongestOutput ? ("", new TemplateMistake(1, 1, 0, $"it writes more than {LongestOutput} characters"))
                : (code, null);
        }
        catch (ScriptRuntimeException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return ("", Mistake(exception.Span, timer.IsCancellationRequested ? $"it takes longer than {timeLimit.TotalSeconds:0.#} s"
                : exception.OriginalMessage));
        }
    }

    private static TemplateContext Context(ScriptObject variables, CancellationToken cancellationToken)
    {
        var builtins = TemplateContext.GetDefaultBuiltinObject();
        Refuse("date", "now");
        Refuse("math", "random");
        Refuse("math", "uuid");
        Refuse("object", "eval");
        Refuse("object", "eval_template");
        var context = new TemplateContext(builtins)
        {
            StrictVariables = true,
            LoopLimit = 100_000,
            LoopLimitQueryable = 100_000,
            RecursiveLimit = 100,
            LimitToString = LongestOutput,
            RegexTimeOut = TimeSpan.FromSeconds(1),
            NewLine = "\n",
            TemplateLoader = null,
            CancellationToken = cancellationToken,
        };
        context.PushGlobal(variables);
        return context;

        void Refuse(string part, string function)
        {
            var functions = (ScriptObject)builtins[part]!;
            functions.Remove(function);
            functions.Import(function,
                new Func<object?[], object?>(_ => throw new InvalidOperationException($"{part}.{function} is not available here")));
        }
    }

    private static ScriptObject Variables(TaskInfo task, BotLanguage language) => Members(
    [
        new("identifier", task.Identifier),
        .. TaskFields.Task.Variables(task),
        .. TaskFields.Metadata.Variables(task.Metadata with { Language = language }),
        new("extra", JsonValue.FromMembers([.. task.Metadata.Extra])),
    ]);

    private static object? Value(JsonValue value) => value.Kind switch
    {
        JsonKind.Null => null,
        JsonKind.Boolean => value.Text == "true",
        JsonKind.String => value.Text,
        JsonKind.Array => new ScriptArray(value.Items.Select(Value)),
        JsonKind.Object => Members(value.Members),
        _ => long.TryParse(value.Text, CultureInfo.InvariantCulture, out var whole)
            ? whole
            : double.Parse(value.Text, CultureInfo.InvariantCulture),
    };

    private static ScriptObject Members(IEnumerable<KeyValuePair<string, JsonValue>> members)
    {
        var result = new ScriptObject();
        foreach (var (name, value) in members)
        {
            result[name] = Value(value);
        }

        return result;
    }

    private static TemplateMistake Mistake(SourceSpan span, string message) =>
        new(Math.Max(span.Start.Line, 0) + 1, Math.Max(span.Start.Column, 0) + 1, Math.Max(span.Start.Offset, 0),
            message.ReplaceLineEndings(" "));
}
