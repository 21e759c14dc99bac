using System.Collections.Immutable;
using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using TextSpan = Menace.Model.Diagnostics.TextSpan;

namespace Menace.Analyzers;

/// <summary>Reports the mistakes of the task file where a compiler runs: in the editor and in the build, by the same code as the build's own tasks.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TaskFileAnalyzer : DiagnosticAnalyzer
{
    private const string KindOption = "build_metadata.AdditionalFiles.MenaceKind";

    private static readonly ImmutableDictionary<string, DiagnosticDescriptor> Descriptors =
        Rules.OfTaskFile.ToImmutableDictionary(rule => rule.Id, ToDescriptor, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.CreateRange(Rules.OfTaskFile.Select(rule => Descriptors[rule.Id]));

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterAdditionalFileAction(Analyze);
    }

    private static void Analyze(AdditionalFileAnalysisContext context)
    {
        if (!IsTaskFile(context.AdditionalFile, context.Options) || context.AdditionalFile.GetText(context.CancellationToken) is not { } source)
        {
            return;
        }

        try
        {
            var text = source.ToString();
            var file = TaskFileReader.Read(text, new TaskFileOptions { FileExists = FileList(context) });
            foreach (var finding in file.Findings)
            {
                var others = finding.AdditionalSpans.Select(span => ToLocation(context.AdditionalFile.Path, file, text, span));
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptors[finding.Rule.Id], ToLocation(context.AdditionalFile.Path, file, text, finding.Span), others, [.. finding.Arguments]));
            }
        }
#pragma warning disable CA1031 // An analyzer that throws is switched off for the session; a diagnostic is seen.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            var start = Location.Create(context.AdditionalFile.Path, default, default);
            context.ReportDiagnostic(Diagnostic.Create(Descriptors[Rules.RuleFailed.Id], start, exception.Message));
        }
    }

    /// <summary>The file that the SDK marks; without marks, the one with the usual name.</summary>
    private static bool IsTaskFile(AdditionalText file, AnalyzerOptions options) =>
        options.AnalyzerConfigOptionsProvider.GetOptions(file).TryGetValue(KindOption, out var kind) && kind.Length > 0
            ? kind == "tasks"
            : string.Equals(Path.GetFileName(file.Path), "tasks.json", StringComparison.OrdinalIgnoreCase);

    /// <summary>An analyzer must not look at the disk (RS1035): the SDK lists the project's files in an additional file.</summary>
    private static Func<string, bool>? FileList(AdditionalFileAnalysisContext context)
    {
        var provider = context.Options.AnalyzerConfigOptionsProvider;
        var list = context.Options.AdditionalFiles.FirstOrDefault(file => provider.GetOptions(file).TryGetValue(KindOption, out var kind) && kind == "files");
        if (list?.GetText(context.CancellationToken) is not { } text)
        {
            return null;
        }

        var files = new HashSet<string>(text.Lines.Select(line => line.ToString().Trim().Replace('\\', '/')), StringComparer.Ordinal);
        return path => files.Contains(path.Replace('\\', '/'));
    }

    private static Location ToLocation(string path, TaskFile file, string text, TextSpan span)
    {
        // A place of no width cannot be seen in an editor.
        var start = Math.Min(span.Start, text.Length);
        var length = Math.Min(Math.Max(1, span.Length), text.Length - start);
        var (first, last) = (file.Lines.PositionOf(start), file.Lines.PositionOf(start + length));
        return Location.Create(
            path,
            new Microsoft.CodeAnalysis.Text.TextSpan(start, length),
            new Microsoft.CodeAnalysis.Text.LinePositionSpan(new(first.Line, first.Column), new(last.Line, last.Column)));
    }

    private static DiagnosticDescriptor ToDescriptor(RuleDescriptor rule) => new(
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
        isEnabledByDefault: true,
        helpLinkUri: rule.HelpLink);
}
