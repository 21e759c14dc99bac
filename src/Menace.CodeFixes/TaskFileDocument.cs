using System.Text;
using Menace.Analyzers;
using Menace.Model.Fixes;
using Menace.Model.Reading;
using Menace.Model.TaskFiles;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Menace.CodeFixes;

/// <summary>An additional document that holds tasks, as the analyzer sees it.</summary>
internal sealed class TaskFileDocument(TextDocument document, SourceText source, TaskFileOptions options)
{
    private readonly string _text = source.ToString();
    private readonly Lazy<TaskFile> _file = new(() => TaskFileReader.Read(source.ToString(), options));

    /// <summary>The document with its text; null if it is not UTF-8, so that locations would be uncertain.</summary>
    public static async Task<TaskFileDocument?> ReadAsync(TextDocument document, CancellationToken cancellationToken)
    {
        var source = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        return source.Encoding is null or UTF8Encoding
            ? new(document, source, ProjectOptions.Of(document.Project.AnalyzerOptions, cancellationToken)) : null;
    }

    /// <summary>The fix of what <paramref name="diagnostic"/> reports, or null.</summary>
    public TaskFileFix? FixOf(Diagnostic diagnostic)
    {
        var finding = _file.Value.Findings.FirstOrDefault(
            f => f.Rule.Id == diagnostic.Id && FindingDiagnostics.Underlined(_text, f.Span) == diagnostic.Location.SourceSpan);
        return finding is null ? null : TaskFileFixes.For(_file.Value, finding);
    }

    /// <summary>All fixes of the rules with these <paramref name="ids"/>, in <paramref name="solution"/>.</summary>
    public Solution WithAllFixes(Solution solution, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var fixedText = FixRun.Of(_text, options, rule => ids.Contains(rule.Id), cancellationToken).File.Text;
        return fixedText == _text ? solution : With(solution, [ChangeOf(fixedText)]);
    }

    /// <summary><paramref name="solution"/> with these changes of the document.</summary>
    public Solution With(Solution solution, IEnumerable<TextChange> changes) =>
        solution.WithAdditionalDocumentText(document.Id, source.WithChanges(changes));

    /// <summary>From the first character that differs to the last, so that an editor keeps the caret.</summary>
    private TextChange ChangeOf(string newText)
    {
        var shorter = Math.Min(_text.Length, newText.Length);
        var start = 0;
        while (start < shorter && _text[start] == newText[start])
        {
            start++;
        }

        var same = 0;
        while (same < shorter - start && _text[_text.Length - 1 - same] == newText[newText.Length - 1 - same])
        {
            same++;
        }

        return new(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(start, _text.Length - same),
            newText.Substring(start, newText.Length - same - start));
    }
}
