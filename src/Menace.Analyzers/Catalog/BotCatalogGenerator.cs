using System.Text;
using Menace.Model.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RuleTable = Menace.Model.Diagnostics.Rules;
using RoslynText = Microsoft.CodeAnalysis.Text.SourceText;

namespace Menace.Analyzers.Catalog;

/// <summary>
/// Gives the project's C# the class <c>Bots</c>, with one property per task. An edit costs what it changes: tasks are cut from the file,
/// only
/// changed ones are read, and only the sources of tasks whose entry changed are written.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class BotCatalogGenerator : IIncrementalGenerator
{
    private static readonly HashSet<RuleDescriptor> Dropping =
    [
        RuleTable.InvalidJson, RuleTable.ControlCharacter, RuleTable.NotUtf8, RuleTable.NeverClosed, RuleTable.NotJson,
        RuleTable.NestedTooDeeply,
        RuleTable.TooLarge, RuleTable.InvalidRoot, RuleTable.DuplicateName,
    ];

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var files = context.AdditionalTextsProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Where(pair => TaskFileInputs.IsTaskFile(pair.Left, pair.Right))
            .Select((pair, _) => pair.Left)
            .WithTrackingName(Steps.Files);
        var entries = files
            .SelectMany((file, cancellationToken) =>
                TaskFileInputs.TextOf(file, cancellationToken) is { } text ? CatalogSlice.Of(TaskFileTexts.Cut(file.Path, text)) : [])
            .WithTrackingName(Steps.Slices)
            .Select((slice, _) => CatalogEntry.Read(slice))
            .WithTrackingName(Steps.Entries)
            .Collect()
            .Select((found, _) => CatalogBucket.Distinct(found))
            .WithTrackingName(Steps.Tasks);
        var settings = context.AnalyzerConfigOptionsProvider
            .Combine(context.CompilationProvider.Select((compilation, _) => compilation.AssemblyName))
            .Combine(context.ParseOptionsProvider.Select(
                (options, _) => options is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp8 }))
            .Select((found, _) => new CatalogSettings(
                CatalogNames.Namespace(TaskFileInputs.RootNamespaceOf(found.Left.Left), found.Left.Right), found.Right))
            .WithTrackingName(Steps.Settings);

        var buckets = entries.Combine(settings)
            .SelectMany((found, _) => CatalogBucket.Of(found.Left, found.Right))
            .WithTrackingName(Steps.Buckets);
        context.RegisterSourceOutput(buckets, (output, bucket) =>
        {
            if (bucket.Members.Count > 0)
            {
                output.AddSource(CatalogWriter.HintOf(bucket.Number), RoslynText.From(CatalogWriter.Write(bucket), Encoding.UTF8));
            }
        });

        var order = entries
            .Select((found, _) => new string([.. found.Select(e => (char)CatalogBucket.NumberOf(e.Name))]))
            .WithTrackingName(Steps.Order);
        context.RegisterSourceOutput(order.Combine(settings), (output, root) =>
            output.AddSource("Bots.g.cs", RoslynText.From(CatalogWriter.WriteRoot(root.Right, root.Left), Encoding.UTF8)));

        var reports = context.AnalyzerConfigOptionsProvider.Select((options, _) =>
            (Speaks: !TaskFileInputs.AnalyzersRun(options)
                && TaskFileInputs.Speaks(options), HelpLinkBase: TaskFileInputs.HelpLinkBaseOf(options)));
        context.RegisterSourceOutput(files.Combine(reports), (output, found) =>
        {
            if (found.Right.Speaks)
            {
                Report(output, found.Left, found.Right.HelpLinkBase);
            }
        });
    }

    /// <summary>
    /// Where the build leaves analyzers out, a task that the catalog cannot have would show itself only in errors of the C# that names it.
    /// So the
    /// generator says what is wrong, and then the analyzer does not run.
    /// </summary>
    private static void Report(SourceProductionContext output, AdditionalText file, string? helpLinkBase)
    {
        if (file.GetText(output.CancellationToken) is not { } source)
        {
            return;
        }

        var text = source.ToString();
        var read = TaskFileInputs.Read(source, text, new());
        foreach (var finding in read.Findings.Where(DropsTask))
        {
            output.ReportDiagnostic(FindingDiagnostics.Of(finding, file.Path, text, read.Lines, helpLinkBase));
        }
    }

    private static bool DropsTask(TaskFileFinding finding) =>
        Dropping.Contains(finding.Rule)
        || (finding.Rule == RuleTable.MissingProperty && finding.Arguments[1] == "name")
        || (finding.Rule == RuleTable.WrongType
            && (finding.Arguments[1] is "name" or "tasks" || finding.Arguments[1].StartsWith("tasks[", StringComparison.Ordinal)));

    /// <summary>The names of the steps, for tests that look at what was done again.</summary>
    internal static class Steps
    {
        public const string Files = "Menace.Files";
        public const string Slices = "Menace.Slices";
        public const string Entries = "Menace.Entries";
        public const string Tasks = "Menace.Tasks";
        public const string Settings = "Menace.Settings";
        public const string Buckets = "Menace.Buckets";
        public const string Order = "Menace.Order";
    }
}
