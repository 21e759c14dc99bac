using Menace.Model.Text;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Menace.Pipeline.Languages;

/// <summary>A mistake in a template, with its place there.</summary>
internal sealed record TemplateMistake(int Line, int Column, int Offset, string Message)
{
    /// <summary>Gets the file, if it is another one than the one that is rendered: one that it includes.</summary>
    public string? File { get; init; }

    /// <summary>The mistake <paramref name="message"/> at <paramref name="span"/>.</summary>
    public static TemplateMistake Of(SourceSpan span, string message) =>
        new(Math.Max(span.Start.Line, 0) + 1, Math.Max(span.Start.Column, 0) + 1, Math.Max(span.Start.Offset, 0),
            message.ReplaceLineEndings(" "))
        { File = string.IsNullOrEmpty(span.FileName) ? null : span.FileName };

    /// <summary>The first syntax error of <paramref name="template"/>, or null.</summary>
    public static TemplateMistake? In(Template template) =>
        template.Messages.FirstOrDefault(message => message.Type == ParserMessageType.Error) is { } error
            ? Of(error.Span, error.Message) : null;
}

/// <summary>
/// Where the project's templates are rendered: they read no file but those that a loader gives, see no clock, no time zone and no random
/// number (the same input gives the same text), and end: loops, depth, output, memory and time are limited.
/// </summary>
internal static class TemplateSandbox
{
    /// <summary>The most characters that a template writes.</summary>
    public const int LongestOutput = 1_000_000;

    private const int LoopLimit = 100_000;
    private const int DepthLimit = 100;

    private static readonly (string Part, string Function)[] Refused =
    [
        ("date", "now"), ("date", "utc_now"), ("date", "parse_to_string"), ("math", "random"), ("math", "uuid"), ("object", "eval"),
        ("object", "eval_template"),
    ];

    /// <summary>Time for one template.</summary>
    public static TimeSpan TimeLimit { get; } = TimeSpan.FromSeconds(10);

    /// <summary>A context with a copy of <paramref name="variables"/> as its globals: what a template changes, no other one sees.</summary>
    /// <param name="variables">The variables.</param>
    /// <param name="loader">Gives the files that a template can include; null: none.</param>
    /// <param name="cancellationToken">Ends the rendering.</param>
    public static TemplateContext Context(ScriptObject variables, ITemplateLoader? loader, CancellationToken cancellationToken)
    {
        var builtins = TemplateContext.GetDefaultBuiltinObject();
        builtins.SetValue("date", new TemplateDates(), readOnly: true);
        foreach (var (part, function) in Refused)
        {
            var functions = (ScriptObject)builtins[part]!;
            functions.Remove(function);
            functions.Import(function,
                new Func<object?[], object?>(_ => throw new InvalidOperationException($"{part}.{function} is not available here")));
        }

        var context = new LimitedContext(builtins)
        {
            StrictVariables = true,
            LoopLimit = LoopLimit,
            LoopLimitQueryable = LoopLimit,
            RecursiveLimit = DepthLimit,
            LimitToString = LongestOutput,
            RegexTimeOut = TimeSpan.FromSeconds(1),
            NewLine = "\n",
            TemplateLoader = loader,
            CancellationToken = cancellationToken,
        };
        context.PushGlobal((ScriptObject)variables.Clone(deep: true));
        return context;
    }

    /// <summary>
    /// The same context in which a variable or a member that does not exist is a mistake that names the nearest one.
    /// </summary>
    public static TemplateContext StrictContext(ScriptObject variables, ITemplateLoader? loader, CancellationToken cancellationToken)
    {
        var context = Context(variables, loader, cancellationToken);
        context.EnableRelaxedMemberAccess = false;
        context.EnableRelaxedIndexerAccess = false;
        context.TryGetVariable = (TemplateContext _, SourceSpan span, ScriptVariable variable, out object? value) =>
        {
            value = null;
            throw Undefined(span, "variable", variable.Name, [.. variables.Keys, .. context.BuiltinObject.Keys]);
        };
        context.TryGetMember = (TemplateContext _, SourceSpan span, object target, string member, out object? value) =>
        {
            value = null;
            return target is ScriptObject members ? throw Undefined(span, "member", member, [.. members.Keys]) : false;
        };
        return context;
    }

    /// <summary>
    /// Calls <paramref name="render"/> under the limit of time, and returns its text with LF at the ends of lines, or the mistake that
    /// ended it. A checkout of the template with CRLF gives the same text.
    /// </summary>
    /// <param name="render">Renders with the token that it is given.</param>
    /// <param name="timeLimit">The time.</param>
    /// <param name="cancellationToken">Ends the rendering.</param>
    public static (string Text, TemplateMistake? Mistake) Run(
        Func<CancellationToken, string> render, TimeSpan timeLimit, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(timeLimit);
        try
        {
            var text = render(timer.Token).Replace("\r\n", "\n", StringComparison.Ordinal);
            return text.Length > LongestOutput ? ("", new TemplateMistake(1, 1, 0, $"it writes more than {LongestOutput} characters"))
                : HasHalfPair(text) ? ("", new TemplateMistake(1, 1, 0, "it writes half of a surrogate pair, which no UTF-8 text has"))
                : (text, null);
        }
        catch (ScriptRuntimeException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return ("", TemplateMistake.Of(exception.Span, timer.IsCancellationRequested
                ? $"it takes longer than {timeLimit.TotalSeconds:0.#} s" : exception.OriginalMessage));
        }
    }

    private static bool HasHalfPair(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                at++;
            }
            else if (char.IsSurrogate(text[at]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Counts what a template allocates: values that are kept have no other limit.</summary>
    private sealed class LimitedContext(ScriptObject builtins) : TemplateContext(builtins)
    {
        private const long MostMemory = 512L << 20;

        private readonly long _before = GC.GetAllocatedBytesForCurrentThread();

        public override object? Evaluate(ScriptNode? scriptNode, bool aliasReturnedFunction) =>
            GC.GetAllocatedBytesForCurrentThread() - _before <= MostMemory ? base.Evaluate(scriptNode, aliasReturnedFunction)
                : throw new ScriptRuntimeException(scriptNode?.Span ?? default, $"it needs more than {MostMemory >> 20} MB of memory");
    }

    private static ScriptRuntimeException Undefined(SourceSpan span, string kind, string name, IReadOnlyList<string> known) =>
        new(span, $"the {kind} '{name}' is not defined{Nearest.Hint(name, known)}");
}
