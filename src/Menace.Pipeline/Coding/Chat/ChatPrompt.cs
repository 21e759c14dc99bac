using System.Text;
using Menace.Model.Json;
using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Model.Text;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Templating;
using Scriban;
using Scriban.Runtime;

namespace Menace.Pipeline.Coding.Chat;

/// <summary>
/// Renders the prompt by the shipped template, or by <c>templates/prompts/code.scriban</c> beside tasks.json. All that comes from the
/// project is given to the template as lines that begin with <c>&gt;</c>, so that no text of it can end the data.
/// </summary>
/// <param name="text">The template.</param>
/// <param name="path">Its path, for mistakes.</param>
internal sealed class ChatPrompt(string text, string path)
{
    private const string ShippedPath = "prompts/code.scriban";
    private const int LargestTemplate = 64 << 10;
    private const int MostExamples = 50;

    private static readonly string[] LineEnds = ["\r\n", "\r", "\n", "\u0085", "\u2028", "\u2029", "\v", "\f"];

    private readonly Template _template = Template.Parse(text, path);

    /// <summary>Reads the template of a project.</summary>
    /// <exception cref="PipelineException">It cannot be read.</exception>
    public static async Task<ChatPrompt> ReadAsync(BotDevConfig config, CancellationToken cancellationToken)
    {
        var file = Path.Combine(Path.GetFullPath(config.SourceDirectory), TaskTemplates.PromptFile);
        if (!Path.Exists(file))
        {
            return new(Templates.Text(ShippedPath), ShippedPath);
        }

        try
        {
            var bytes = await SourceFile.ReadAsync(file, LargestTemplate, cancellationToken);
            return bytes.Length > LargestTemplate ? throw Invalid(1, 1, $"it is larger than {LargestTemplate >> 10} KiB")
                : Utf8Text.TryDecode(bytes, out var text, out var problem) ? new(text, TaskTemplates.PromptFile)
                : throw Invalid(1, 1, $"it is not UTF-8: {problem}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Invalid(1, 1, exception.Message);
        }
    }

    /// <summary>The prompt.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="context">What is known of it, quoted, or an empty text.</param>
    /// <param name="failures">The reasons why earlier answers were refused.</param>
    /// <param name="isSimple">True for no more than functions, purpose and examples.</param>
    /// <param name="cancellationToken">Ends the rendering.</param>
    /// <exception cref="PipelineException">The template is wrong.</exception>
    public string Render(
        CodeRequest request, string context, IReadOnlyList<string> failures, bool isSimple, CancellationToken cancellationToken)
    {
        if (TemplateMistake.In(_template) is { } error)
        {
            throw Invalid(error.Line, error.Column, error.Message);
        }

        var metadata = request.Task.Metadata;
        var profile = request.Language.Profile();
        var variables = new ScriptObject
        {
            ["language"] = profile.Title,
            ["fence"] = request.Language.ToName(),
            ["bot"] = Quoted(request.Task.Name),
            ["functions"] = Quoted(string.Join('\n', request.Functions.Select(Line))),
            ["purpose"] = Quoted($"{metadata.Purpose}\n{(isSimple ? "" : metadata.Description)}"),
            ["examples"] = Quoted(string.Join('\n', request.Functions.SelectMany(Examples))),
            ["components"] = isSimple ? "" : Quoted(string.Join('\n', request.Components.Select(
                component => $"{component.Bot} ({component.Language.ToName()}): {Line(component.Function)}"))),
            ["capabilities"] = Quoted(string.Join('\n', metadata.Capabilities)),
            ["code"] = isSimple ? "" : Quoted(request.Code),
            ["failures"] = Quoted(string.Join('\n', failures)),
            ["context"] = context,
            ["is_simple"] = isSimple,
        };
        var (prompt, mistake) = TemplateSandbox.Run(
            token => _template.Render(TemplateSandbox.StrictContext(variables, null, token)), TemplateSandbox.TimeLimit, cancellationToken);
        return mistake is null ? prompt : throw Invalid(mistake.Line, mistake.Column, mistake.Message);
    }

    /// <summary>Each line of <paramref name="text"/> behind <c>&gt;</c>; an empty text stays one.</summary>
    private static string Quoted(string text)
    {
        var quoted = new StringBuilder();
        foreach (var line in text.Trim().Split(LineEnds, StringSplitOptions.None))
        {
            quoted.Append(quoted.Length > 0 ? "\n> " : "> ").Append(line.Where(c => c == '\t' || !char.IsControl(c)).ToArray());
        }

        return string.IsNullOrWhiteSpace(text) ? "" : quoted.ToString();
    }

    private static string Line(CodeFunction function)
    {
        var head = $"{function.Name}({string.Join(", ", function.Parameters)})";
        return function.Docs.Length == 0 ? head : $"{head}: {function.Docs}";
    }

    private static IEnumerable<string> Examples(CodeFunction function) => function.Examples.Take(MostExamples).Select(example =>
        $"{function.Name}({string.Join(", ", example.Args.Select(CanonicalJson.Write))}) "
        + (example.Raises is { } error ? $"fails with {error}"
            : example.Prints is { } printed ? $"prints {CanonicalJson.Quote(printed)}"
            : $"returns {CanonicalJson.Write(example.Returns ?? JsonValue.Null)}"));

    private static PipelineException Invalid(int line, int column, string message) => new(
        PipelineStage.Optimise, [TemplateReader.Finding(TaskTemplates.PromptFile, line, column, message)]);
}
