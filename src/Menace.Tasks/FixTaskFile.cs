using System.Globalization;
using System.Text;
using Menace.Model.Diagnostics;
using Menace.Model.Fixes;
using Menace.Model.Json;
using Menace.Model.Reading;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Model.Text;
using Menace.Pipeline.Completion;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Merging;
using Menace.Pipeline.Optimisation;
using Menace.Pipeline.Storage;

namespace Menace.Tasks;

/// <summary>Target MenaceFix: applies the automatic fixes to the task list, and reports the remaining findings.</summary>
public sealed class FixTaskFile : TaskListTask
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <summary>The project's NoWarn: rules that are not fixed.</summary>
    public string Silenced { get; set; } = "";

    /// <summary>The project's WarningsAsErrors: rules that are fixed even if they are off by default.</summary>
    public string Enforced { get; set; } = "";

    private protected override async Task<bool> ExecuteAsync(
        BotDevConfig config, DiagnosticLog diagnostics, CancellationToken cancellationToken)
    {
        if (!bool.TryParse(Properties["MenaceFixVerify"], out var verify) && Properties["MenaceFixVerify"].Length > 0)
        {
            diagnostics.Report(new PipelineDiagnostic(
                Rules.InvalidProperty, ["MenaceFixVerify", Properties["MenaceFixVerify"], "true or false"]));
            return false;
        }

        if (ReaderOptions(config, diagnostics) is not { } options
            || await ReadTasksAsync(diagnostics, cancellationToken) is not { } content)
        {
            return false;
        }

        var before = TaskFileReader.Read(content, options);
        if (content.Length > TaskFileLimits.Length || !Utf8Text.TryDecode(content, out var text, out _))
        {
            diagnostics.Report(before, before.Findings);
            return false;
        }

        if (ChosenExamples(before, diagnostics) is not { } examples)
        {
            return false;
        }

        var (answered, added) = ValueFixes.Write(text, options, examples);
        var (filled, written) = Complete(answered, options);
        var lines = written.Count + added.Count == 0 ? before.Lines : new LineMap(filled);
        var result = FixRun.Of(filled, options, rule => IsOn(rule) && !Names(Silenced, rule), cancellationToken);
        var (tidied, removed) = await TidyAsync(config, result.File, cancellationToken);
        var changes = result.Fixed.Count + removed.Count;
        var values = written.Count + added.Count;
        var isWritten = changes + values > 0 && !(verify && result.Refused.Count > 0);
        var after = content;
        if (isWritten)
        {
            after = [.. content.AsSpan().StartsWith(ByteOrderMark) ? ByteOrderMark : [], .. Encoding.UTF8.GetBytes(tidied)];
            await WriteAsync(content, after, cancellationToken);
        }

        foreach (var field in written)
        {
            Output.Print($"{(isWritten ? "written" : "would be written")}: {field.Field} of '{field.Bot}', from {field.Source}");
        }

        foreach (var example in added)
        {
            var item = CanonicalJson.WriteInOrder(example.Value.Items[^1]);
            Output.Print($"{(isWritten ? "written" : "would be written")}: example {item} of '{example.Task}'");
        }

        foreach (var step in result.Fixed)
        {
            diagnostics.Tell(step.Finding.Rule, lines.PositionOf(step.Origin),
                (isWritten ? "fixed: " : "would be fixed: ") + step.Title);
        }

        foreach (var (fix, offset) in removed)
        {
            diagnostics.Tell(Rules.TidySuggested, lines.PositionOf(result.OriginOf(offset)),
                $"{(isWritten ? "fixed: " : "would be fixed: ")}{fix.Title} (task '{fix.Task}')");
        }

        foreach (var step in result.Refused)
        {
            diagnostics.Tell(step.Finding.Rule, lines.PositionOf(step.Origin),
                "not fixed, because the fix would break another rule: " + step.Title);
        }

        if (verify && changes + values > 0)
        {
            Output.Print(TerminalText.Of(UnifiedDiff.Of(TasksFile, text.ReplaceLineEndings("\n"), tidied.ReplaceLineEndings("\n"))));
        }

        // Values that the build completes are not reported as left.
        var read = TaskFileReader.Read(after, options);
        TaskFileFinding[] left = [
            .. read.Findings.Where(finding =>
            IsOn(finding.Rule) && (finding.Rule.Severity != RuleSeverity.Information || finding.Rule == Rules.MoreProblems))];
        var found = values == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{(isWritten ? values : 0)} written, ");
        Output.Line(string.Create(
            CultureInfo.InvariantCulture, $"{found}{(isWritten ? changes : 0)} fixed, {left.Length} left in {TasksFile}"));
        diagnostics.Report(read, left);
        return true;
    }

    /// <summary>The list with the completed fields that MenaceFixCompletions names, as the last build found them.</summary>
    private (string Text, IReadOnlyList<CompletedField> Written) Complete(string text, TaskFileOptions options)
    {
        var chosen = TaskSettings.SplitNames(Properties["MenaceFixCompletions"]);
        if (chosen.Count == 0 || StageFile.ReadPrevious<OptimiseRecord>(StagePath(PipelineStage.Optimise)) is not { } optimised)
        {
            return (text, []);
        }

        var fields = optimised.Completed.Where(field => chosen.Contains("all") || chosen.Contains(field.Field))
            .ToDictionary(field => new FoundValue(field.Bot, field.Field, field.Value));
        var (filled, written) = ValueFixes.Write(text, options, [.. fields.Keys]);
        return (filled, [.. written.Select(value => fields[value])]);
    }

    /// <summary>
    /// The examples that MenaceFixExample chooses of those that the last build asked for, each behind all examples of its task; null if it
    /// names anything else.
    /// </summary>
    private List<FoundValue>? ChosenExamples(TaskFile before, DiagnosticLog diagnostics)
    {
        const string Property = "MenaceFixExample";
        const string Examples = "metadata.examples";
        List<FoundValue> examples = [];
        if (Properties[Property].Length == 0)
        {
            return examples;
        }

        var optimised = StageFile.ReadPrevious<OptimiseRecord>(StagePath(PipelineStage.Optimise));
        foreach (var chosen in TaskSettings.SplitNames(Properties[Property]))
        {
            var (bot, number) = chosen.LastIndexOf(':') is > 0 and var colon ? (chosen[..colon], chosen[(colon + 1)..]) : (chosen, "");
            var question = optimised?.Questions.GetValueOrDefault(bot);
            if ((number switch { "1" => question?.First, "2" => question?.Second, _ => null }) is not { } result)
            {
                string[] open = [.. (optimised?.Questions ?? new Dictionary<string, CodeQuestion>()).SelectMany(ChoicesOf)];
                diagnostics.Report(new PipelineDiagnostic(Rules.InvalidProperty, [
                    Property, chosen, open.Length > 0 ? string.Join(", ", open) : "nothing: the last build asked for no example"]));
                return null;
            }

            if (before.Package.Tasks.Any(task => task.Name == bot && task.Metadata.Examples.Any(example =>
                example.Function == question!.Function && example.Args.SequenceEqual(question.Arguments))))
            {
                diagnostics.Report(new PipelineDiagnostic(Rules.InvalidProperty, [
                    Property, chosen, $"left out: the task has an example for {question!.CallText} already. Build again"]));
                return null;
            }

            var task = optimised!.Package.Tasks.First(task => task.Name == bot);
            TaskExample example = new() { Function = question!.Function, Args = question.Arguments, Returns = result };
            var all = task with { Metadata = task.Metadata with { Examples = [.. task.Metadata.Examples, example] } };
            examples.Add(new(bot, Examples, TaskValues.Of(all, Examples)!) { IsAddition = true });
        }

        return examples;
    }

    private static IEnumerable<string> ChoicesOf(KeyValuePair<string, CodeQuestion> question)
    {
        if (question.Value.First is not null)
        {
            yield return question.Key + ":1";
        }

        if (question.Value.Second is not null)
        {
            yield return question.Key + ":2";
        }
    }

    /// <summary>The list with its code as docs/tidy.md says, unless NoWarn names the rule.</summary>
    private async Task<(string Text, IReadOnlyList<(CodeFix Fix, int Offset)> Removed)> TidyAsync(
        BotDevConfig config, TaskFile file, CancellationToken cancellationToken)
    {
        if (Names(Silenced, Rules.TidySuggested))
        {
            return (file.Text, []);
        }

        var languages = LanguageTable.Create(config, new ProcessRunner());
        var untidy = await new TaskTidying(config, languages).FindAsync(file.Package.Tasks, cancellationToken);
        foreach (var reason in untidy.Unread)
        {
            Output.Print($"not tidied: {reason}");
        }

        return CodeFixes.Write(file, [
            .. untidy.Edits.SelectMany(task => task.Value.Select(edit => new CodeFix(
                task.Key, new(edit.Offset, edit.Length), edit.Replacement, $"Remove it: {edit.Description}")))]);
    }

    /// <summary>Writes the fixed text, unless the file was saved meanwhile.</summary>
    private async System.Threading.Tasks.Task WriteAsync(byte[] before, byte[] after, CancellationToken cancellationToken)
    {
        var path = Absolute(TasksFile);
        var now = await SourceFile.ReadAsync(path, TaskFileLimits.Length, cancellationToken);
        if (!now.AsSpan().SequenceEqual(before))
        {
            throw new IOException($"'{TasksFile}' changed while its fixes were computed; run the target again");
        }

        AtomicFile.Rewrite(path, after);
    }

    private bool IsOn(RuleDescriptor rule) => rule.IsEnabledByDefault || Names(Enforced, rule);

    private static bool Names(string list, RuleDescriptor rule) =>
        list.Split([';', ',', ' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)
        .Contains(rule.Id, StringComparer.OrdinalIgnoreCase);
}
