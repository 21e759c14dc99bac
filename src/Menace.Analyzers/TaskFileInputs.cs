using System.Text;
using Menace.Model.Reading;
using Menace.Model.TaskFiles;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Menace.Analyzers;

/// <summary>Reads the options that Menace.Sdk passes to the compiler: which additional file is the task list.</summary>
internal static class TaskFileInputs
{
    private const string KindKey = "build_metadata.AdditionalFiles.MenaceKind";
    private const string RootNamespaceKey = "build_property.RootNamespace";
    private const string HelpLinkBaseKey = "build_property.MenaceHelpLinkBase";
    private const string AnalyzersRunKey = "build_property._MenaceAnalyzersRun";
    private const string SpeaksKey = "build_property._MenaceSpeaks";
    private const string BuildReportsCodeKey = "menace_build_reports_code";
    private const string DefaultName = "tasks.json";

    /// <summary>By its metadata; without metadata, by its name.</summary>
    public static bool IsTaskFile(AdditionalText file, AnalyzerConfigOptionsProvider options) => KindOf(file, options) is { } kind
        ? kind.Equals("tasks", StringComparison.OrdinalIgnoreCase)
        : NameOf(file.Path).Equals(DefaultName, StringComparison.OrdinalIgnoreCase);

    /// <summary>False if the build says that it leaves analyzers out; the generator then speaks for them.</summary>
    public static bool AnalyzersRun(AnalyzerConfigOptionsProvider options) =>
        !(options.GlobalOptions.TryGetValue(AnalyzersRunKey, out var run) && run.Equals("false", StringComparison.OrdinalIgnoreCase));

    /// <summary>False if the inner build of another target framework reports the findings.</summary>
    public static bool Speaks(AnalyzerConfigOptionsProvider options) =>
        !(options.GlobalOptions.TryGetValue(SpeaksKey, out var speaks) && speaks.Equals("false", StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// True in a build whose stages report the mistakes in bots' code, each as a failure of its bot: reported by the compiler, one of them
    /// would stop all bots.
    /// </summary>
    public static bool BuildReportsCode(AnalyzerConfigOptionsProvider options) =>
        options.GlobalOptions.TryGetValue(BuildReportsCodeKey, out var reports)
            && reports.Equals("true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Where the project has the rule pages published, or null.</summary>
    public static string? HelpLinkBaseOf(AnalyzerConfigOptionsProvider options) =>
        options.GlobalOptions.TryGetValue(HelpLinkBaseKey, out var folder) ? folder : null;

    /// <summary>The project's root namespace, if it is set.</summary>
    public static string? RootNamespaceOf(AnalyzerConfigOptionsProvider options) =>
        options.GlobalOptions.TryGetValue(RootNamespaceKey, out var name) ? name : null;

    /// <summary>The text of a task file; null if there is none, or none in UTF-8.</summary>
    public static string? TextOf(AdditionalText file, CancellationToken cancellationToken) =>
        file.GetText(cancellationToken) is { Encoding: null or UTF8Encoding } source ? source.ToString() : null;

    /// <summary>Reads a task file whose text is <paramref name="source"/>, and as a string <paramref name="text"/>.</summary>
    public static TaskFile Read(SourceText source, string text, TaskFileOptions options) =>
        source.Encoding is not (null or UTF8Encoding) ? TaskFileReader.Read(BytesOf(source.Encoding, text), options)
        : IsReplaced(source, text) ? TaskFileReader.ReadReplaced(text)
        : TaskFileReader.Read(text, options);

    /// <summary>The same for the file <paramref name="path"/>, of which only what was edited since the last time is read.</summary>
    public static TaskFile ReadAgain(string path, SourceText source, string text, TaskFileOptions options) =>
        source.Encoding is (null or UTF8Encoding) && !IsReplaced(source, text) ? TaskFileReader.Read(TaskFileTexts.Cut(path, text), options)
            : Read(source, text, options);

    /// <summary>
    /// True if the compiler read a file that is not UTF-8 as if it were, as it does on Linux: the text then has replacement characters, and
    /// the checksum, which is that of the file, is not that of the text.
    /// </summary>
    private static bool IsReplaced(SourceText source, string text) =>
        text.IndexOf('\uFFFD') >= 0
        && !new[] { false, true }.Any(
            mark => SourceText.From(text, new UTF8Encoding(mark), source.ChecksumAlgorithm).GetChecksum()
            .SequenceEqual(source.GetChecksum()));

    /// <summary>The file as it was before the compiler guessed its encoding, which it does if a file is not UTF-8.</summary>
    private static byte[] BytesOf(Encoding encoding, string text)
    {
        // Not [.. a, .. b], which needs System.Memory: an analyzer brings no assembly along.
        var mark = encoding.GetPreamble();
        var bytes = new byte[mark.Length + encoding.GetByteCount(text)];
        mark.CopyTo(bytes, 0);
        encoding.GetBytes(text, 0, text.Length, bytes, mark.Length);
        return bytes;
    }

    /// <summary>Returns the kind of an additional file as set by Menace.Sdk, or null.</summary>
    public static string? KindOf(AdditionalText file, AnalyzerConfigOptionsProvider options) =>
        options.GetOptions(file).TryGetValue(KindKey, out var kind) && kind.Length > 0 ? kind : null;

    private static string NameOf(string path) => path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);
}
