using System.Collections.Immutable;
using Menace.Analyzers.Code;
using Menace.Model.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Analyzers;

/// <summary>Reports the mistakes in tasks.json (MENACE1xxx) where they are, in the editor and in the build.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TaskFileAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => FindingDiagnostics.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterAdditionalFileAction(Analyze);
    }

    private static void Analyze(AdditionalFileAnalysisContext context)
    {
        var options = context.Options.AnalyzerConfigOptionsProvider;
        if (!TaskFileInputs.Speaks(options)
            || !TaskFileInputs.IsTaskFile(context.AdditionalFile, options)
            || context.AdditionalFile.GetText(context.CancellationToken) is not { } source)
        {
            return;
        }

        var path = context.AdditionalFile.Path;
        var text = source.ToString();
        try
        {
            var file = TaskFileInputs.ReadAgain(path, source, text, ProjectOptions.Of(context.Options, context.CancellationToken));
            IReadOnlyList<TaskFileFinding> code = TaskFileInputs.BuildReportsCode(options) ? []
                : CodeChecks.Run(path, file, context.Compilation, context.CancellationToken);
            foreach (var finding in file.Findings.Concat(code))
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                context.ReportDiagnostic(FindingDiagnostics.Of(finding, path, text, file.Lines, TaskFileInputs.HelpLinkBaseOf(options)));
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A broken rule must not take the other analyzers or the editor with it.
            context.ReportDiagnostic(
                FindingDiagnostics.Of(InternalError(exception), path, text, new(text), TaskFileInputs.HelpLinkBaseOf(options)));
        }
    }

    private static TaskFileFinding InternalError(Exception exception) => new(RuleTable.TaskFileInternalError, default,
    [
        exception.TargetSite?.DeclaringType?.Name ?? nameof(TaskFileAnalyzer),
        exception.GetType().Name + ": " + exception.Message.Replace('\r', ' ').Replace('\n', ' '),
    ]);
}
