using System.Text;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Menace.Analyzers;

/// <summary>What Menace.Sdk tells the compiler: which additional file is which, and the project's templates.</summary>
internal static class TaskFileInputs
{
    private const string KindKey = "build_metadata.AdditionalFiles.MenaceKind";
    private const string TemplatesKey = "build_property.MenaceTemplates";
    private const string RootNamespaceKey = "build_property.RootNamespace";
    private const string AnalyzersRunKey = "build_property._MenaceAnalyzersRun";
    private const string SpeaksKey = "build_property._MenaceSpeaks";
    private const string DefaultName = "tasks.json";

    /// <summary>Copies, written so that they survive the way to the compiler (Menace.Items.targets).</summary>
    private const string CopyPrefix = "build_property._";

    /// <summary>By its metadata; without metadata, by its name.</summary>
    public static bool IsTaskFile(AdditionalText file, AnalyzerConfigOptionsProvider options) => KindOf(file, options) is { } kind
        ? kind.Equals("tasks", StringComparison.OrdinalIgnoreCase)
        : NameOf(file.Path).Equals(DefaultName, StringComparison.OrdinalIgnoreCase);

    /// <summary>False where the build says that it leaves analyzers out; the generator then speaks for them.</summary>
    public static bool AnalyzersRun(AnalyzerConfigOptionsProvider options) =>
        !(options.GlobalOptions.TryGetValue(AnalyzersRunKey, out var run) && run.Equals("false", StringComparison.OrdinalIgnoreCase));

    /// <summary>False where the inner build of another target framework reports the findings.</summary>
    public static bool Speaks(AnalyzerConfigOptionsProvider options) =>
        !(options.GlobalOptions.TryGetValue(SpeaksKey, out var speaks) && speaks.Equals("false", StringComparison.OrdinalIgnoreCase));

    /// <summary>The project's root namespace, where it says one.</summary>
    public static string? RootNamespaceOf(AnalyzerConfigOptionsProvider options) =>
        options.GlobalOptions.TryGetValue(RootNamespaceKey, out var name) ? name : null;

    /// <summary>The text of a task file; null where there is none, or none in UTF-8.</summary>
    public static string? TextOf(AdditionalText file, CancellationToken cancellationToken) =>
        file.GetText(cancellationToken) is { Encoding: null or UTF8Encoding } source ? source.ToString() : null;

    /// <summary>Reads a task file whose text is <paramref name="source"/>, and as a string <paramref name="text"/>.</summary>
    public static TaskFile Read(SourceText source, string text, TaskFileOptions options) =>
        source.Encoding is not (null or UTF8Encoding) ? TaskFileReader.Read(BytesOf(source.Encoding, text), options)
        : IsReplaced(source, text) ? TaskFileReader.ReadReplaced(text)
        : TaskFileReader.Read(text, options);

    /// <summary>
    /// Files, and the templates among them, from the additional file of kind <c>files</c>, templates from the property too. Without the one
    /// files are not checked, without both templates are not. What the project allows comes from properties.
    /// </summary>
    public static TaskFileOptions OptionsFor(AnalyzerOptions options, CancellationToken cancellationToken)
    {
        var properties = options.AnalyzerConfigOptionsProvider.GlobalOptions;
        var hasTemplates = properties.TryGetValue(TemplatesKey, out var templates);
        var files = FilesOf(options, cancellationToken);
        var project = new TaskFileOptions
        {
            Templates = hasTemplates || files is not null
                ? [.. (templates ?? "").Split('|').Select(t => t.Trim()).Where(t => t.Length > 0), .. TaskTemplates.Among(files ?? [])]
                : null,
            FileExists = files is not null ? files.Contains : null,
        };

        // What cannot be used there is an error of the build (MENACE0003).
        return TaskFileProperties.Apply(project, name => properties.TryGetValue(CopyPrefix + name, out var value) ? value.Replace("U+0023", "#") : null, out _);
    }

    private static HashSet<string>? FilesOf(AnalyzerOptions options, CancellationToken cancellationToken)
    {
        var lists = options.AdditionalFiles.Where(f => "files".Equals(KindOf(f, options.AnalyzerConfigOptionsProvider), StringComparison.OrdinalIgnoreCase)).ToList();
        if (lists.Count == 0)
        {
            return null;
        }

        var paths = lists
            .SelectMany(f => f.GetText(cancellationToken)?.Lines ?? Enumerable.Empty<TextLine>())
            .Select(l => l.ToString().Replace('\\', '/'))
            .Where(p => p.Length > 0)
            .Select(p => p.StartsWith("./", StringComparison.Ordinal) ? p.Substring(2) : p);
        return new(paths, StringComparer.Ordinal);
    }

    /// <summary>
    /// True where the compiler read a file that is not UTF-8 as if it were, as it does on Linux: the text then has replacement characters, and the
    /// checksum, which is that of the file, is not that of the text.
    /// </summary>
    private static bool IsReplaced(SourceText source, string text) =>
        text.IndexOf('\uFFFD') >= 0
        && !new[] { false, true }.Any(mark => SourceText.From(text, new UTF8Encoding(mark), source.ChecksumAlgorithm).GetChecksum().SequenceEqual(source.GetChecksum()));

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

    private static string? KindOf(AdditionalText file, AnalyzerConfigOptionsProvider options) =>
        options.GetOptions(file).TryGetValue(KindKey, out var kind) && kind.Length > 0 ? kind : null;

    private static string NameOf(string path) => path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);
}
