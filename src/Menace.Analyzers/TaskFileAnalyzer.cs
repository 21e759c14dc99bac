using System.Collections.Immutable;
using System.Text;
using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RuleTable = Menace.Model.Diagnostics.Rules;
using SourceSpan = Microsoft.CodeAnalysis.Text.TextSpan;
using TaskSpan = Menace.Model.Diagnostics.TextSpan;

namespace Menace.Analyzers;

/// <summary>Reports the mistakes in tasks.json (MENACE1xxx) where they are, in the editor and in the build.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TaskFileAnalyzer : DiagnosticAnalyzer
{
    private static readonly ImmutableDictionary<string, DiagnosticDescriptor> Descriptors = RuleTable.OfTaskFile
        .ToImmutableDictionary(r => r.Id, DescriptorOf);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.CreateRange(Descriptors.Values.OrderBy(d => d.Id, StringComparer.Ordinal));

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterAdditionalFileAction(Analyze);
    }

    private static void Analyze(AdditionalFileAnalysisContext context)
    {
        if (!TaskFileInputs.IsTaskFile(context.AdditionalFile, context.Options)
            || context.AdditionalFile.GetText(context.CancellationToken) is not { } source)
        {
            return;
        }

        var path = context.AdditionalFile.Path;
        var text = source.ToString();
        try
        {
            var options = TaskFileInputs.OptionsFor(context.Options, context.CancellationToken);
            var file = source.Encoding is null or UTF8Encoding ? TaskFileReader.Read(text, options) : TaskFileReader.Read(BytesOf(source.Encoding, text), options);
            foreach (var finding in file.Findings)
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptors[finding.Rule.Id],
                    LocationOf(path, text, file.Lines, finding.Span),
                    finding.AdditionalSpans.Select(s => LocationOf(path, text, file.Lines, s)),
                    [.. finding.Arguments]));
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A broken rule must not take the other analyzers or the editor with it.
            context.ReportDiagnostic(InternalError(path, text, exception));
        }
    }

    /// <summary>The file as it was before the compiler guessed its encoding, which it does where a file is not UTF-8.</summary>
    private static byte[] BytesOf(Encoding encoding, string text)
    {
        // Not [.. a, .. b], which needs System.Memory: an analyzer brings no assembly along.
        var mark = encoding.GetPreamble();
        var bytes = new byte[mark.Length + encoding.GetByteCount(text)];
        mark.CopyTo(bytes, 0);
        encoding.GetBytes(text, 0, text.Length, bytes, mark.Length);
        return bytes;
    }

    private static Diagnostic InternalError(string path, string text, Exception exception) => Diagnostic.Create(
        Descriptors[RuleTable.TaskFileInternalError.Id],
        LocationOf(path, text, new(text), default),
        exception.TargetSite?.DeclaringType?.Name ?? nameof(TaskFileAnalyzer),
        exception.GetType().Name + ": " + exception.Message.Replace('\r', ' ').Replace('\n', ' '));

    /// <summary>Editors underline at least one character, so an empty span is widened to the next one, at the end of the file to the last.</summary>
    internal static SourceSpan Underlined(string text, TaskSpan span)
    {
        var start = span.Length == 0 && span.Start == text.Length ? Math.Max(0, span.Start - 1) : span.Start;
        return SourceSpan.FromBounds(start, Math.Min(text.Length, Math.Max(span.End, start + 1)));
    }

    private static Location LocationOf(string path, string text, LineMap lines, TaskSpan span)
    {
        var underlined = Underlined(text, span);
        return Location.Create(path, underlined, new(PositionOf(lines, underlined.Start), PositionOf(lines, underlined.End)));
    }

    private static Microsoft.CodeAnalysis.Text.LinePosition PositionOf(LineMap lines, int offset)
    {
        var position = lines.PositionOf(offset);
        return new(position.Line, position.Column);
    }

    private static DiagnosticDescriptor DescriptorOf(RuleDescriptor rule) => new(
        rule.Id,
        rule.Title,
        rule.MessageFormat,
        rule.Category,
        rule.Severity switch
        {
            RuleSeverity.Error => DiagnosticSeverity.Error,
            RuleSeverity.Warning => DiagnosticSeverity.Warning,
            _ => DiagnosticSeverity.Info,
        },
        isEnabledByDefault: rule.IsEnabledByDefault,
        helpLinkUri: rule.HelpLink);
}
