using System.Globalization;
using Scriban;
using Scriban.Functions;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Menace.Pipeline.Languages;

/// <summary>
/// The functions <c>date</c> of templates, without a clock and without a time zone: a date that a text leaves out is not today, and one
/// without a zone is in UTC.
/// </summary>
internal sealed class TemplateDates : DateTimeFunctions, IScriptCustomFunction
{
    private const DateTimeStyles Styles =
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.NoCurrentDateDefault;

    /// <summary>The functions.</summary>
    public TemplateDates()
    {
        Remove("parse");
        this.Import("parse", new Func<TemplateContext, string, DateTime>(Parse));
    }

    /// <inheritdoc/>
    object? IScriptCustomFunction.Invoke(
        TemplateContext context, ScriptNode? callerContext, ScriptArray arguments, ScriptBlockStatement? blockStatement) =>
        arguments.Count == 0 ? this
            : throw new InvalidOperationException("date is no function here. Write date.parse");

    private static DateTime Parse(TemplateContext context, string text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, Styles, out var date) ? date
            : throw new FormatException($"date.parse cannot read '{text}'. Write it as 2026-01-31 or 2026-01-31T12:00:00Z");
}
