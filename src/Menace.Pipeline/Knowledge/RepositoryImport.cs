using System.IO.Enumeration;
using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Knowledge;

/// <summary>The result of an import.</summary>
/// <param name="Bots">The bots that were registered, by repository.</param>
/// <param name="Findings">Repositories that were left out.</param>
internal sealed record ImportResult(IReadOnlyList<KnownBot> Bots, IReadOnlyList<PipelineDiagnostic> Findings);

/// <summary>
/// Registers existing git repositories as known bots: the last commit of each, one bot per repository. Code is read by the parsers of the
/// languages and never executed.
/// </summary>
/// <param name="folder">The knowledge.</param>
/// <param name="languages">Read the code.</param>
internal sealed class RepositoryImport(KnowledgeFolder folder, LanguageTable languages)
{
    private const int LongestName = 100;

    private readonly HashSet<string> _extensions =
        [.. languages.All.Select(language => Path.GetExtension(language.MainFile("bot")))];

    /// <summary>Imports the repository <paramref name="path"/>, or the repositories in this folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="trusts">True if the planner may execute their functions.</param>
    /// <param name="cancellationToken">Ends the import; nothing is registered then.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="KnowledgeException">The database cannot be used.</exception>
    public async Task<ImportResult> RunAsync(string path, bool trusts, CancellationToken cancellationToken)
    {
        List<KnownBot> bots = [];
        List<PipelineDiagnostic> findings = [];
        foreach (var repository in RepositorySource.In(Path.GetFullPath(path)))
        {
            try
            {
                var source = RepositorySource.Read(repository, IsRead, cancellationToken);
                bots.Add(await ReadAsync(source, trusts ? KnownOrigin.Trusted : KnownOrigin.Untrusted, cancellationToken));
            }
            catch (Exception exception) when (exception is FormatException or ToolMissingException)
            {
                findings.Add(KnowledgeFindings.Skipped(repository, exception.Message));
            }
        }

        folder.OpenBots().Register(bots);
        return new(bots, findings);
    }

    private bool IsRead(string path) => _extensions.Contains(Path.GetExtension(path))
        || languages.All.Any(language => LanguageTable.RowOf(language.Id).Reading.IsPackageFile(path));

    private async Task<KnownBot> ReadAsync(RepositorySource source, KnownOrigin origin, CancellationToken cancellationToken)
    {
        var meta = new MetaFields(source.Description("meta.yaml"));
        var name = meta.Text("name") is { Length: > 0 and <= LongestName } given && !given.Any(c => char.IsControl(c) || c is '/' or '\\')
            ? given : source.FolderName;
        var (language, file) = MainFile(source, meta, name) ?? throw new FormatException(
            $"it has no code in {string.Join(", ", languages.All.Select(language => language.Id.ToName()))}");
        var code = source.Files[file];
        var analysis = (await languages[language].AnalyseAsync(
            [new CodeSource(name, TaskNames.ToIdentifier(name), code, [])], cancellationToken))[0];
        if (analysis.MissingTool is { } missing)
        {
            throw missing;
        }

        if (analysis.Errors is [var error, ..])
        {
            throw new FormatException($"its code in '{file}' has a mistake: {error.Message}");
        }

        var reading = LanguageTable.RowOf(language).Reading;
        FunctionSignature[] functions = [.. analysis.Shape == CodeShape.Statements ? [] : analysis.Functions];
        return new()
        {
            Name = name,
            Purpose = Purpose(source, meta, analysis),
            Language = language,
            License = License(source, meta),
            Origin = origin,
            Functions = [.. functions.Select(function => KnownFunctions.Of(language, function))],
            Examples = [.. functions.SelectMany(function => reading.Examples(function.Name, code))],
            Packages = [.. source.Files.Where(other => reading.IsPackageFile(other.Key)).SelectMany(other => reading.Packages(other.Value))
                .Distinct()],
            Dependencies = meta.List("dependencies"),
            Tags = meta.List("tags"),
            Code = code,
            Repository = source.Path,
            Commit = source.Commit,
        };
    }

    /// <summary>
    /// The file that is the bot: where Menace puts it; else one with the bot's name; else the largest of the language with most code.
    /// </summary>
    private (BotLanguage Language, string File)? MainFile(RepositorySource source, MetaFields meta, string name)
    {
        var candidates = BotLanguages.Parse(meta.Text("language")) is { } named ? languages.All.Where(language => language.Id == named)
            : languages.All;
        var byLanguage = candidates.Select(language => (language.Id, Emitted: language.MainFile(name), Files: FilesOf(source, language)))
            .Where(language => language.Files.Length > 0)
            .OrderByDescending(language => language.Files.Sum(file => file.Value.Length)).ToArray();
        foreach (var (id, emitted, _) in byLanguage.Where(language => source.Files.ContainsKey(language.Emitted)))
        {
            return (id, emitted);
        }

        return byLanguage is not [var (language, _, files), ..] ? null
            : (language, files.OrderByDescending(file => Stem(file.Key) == Comparable(name)).ThenByDescending(file => file.Value.Length)
                .ThenBy(file => file.Key, StringComparer.Ordinal).First().Key);
    }

    private static KeyValuePair<string, string>[] FilesOf(RepositorySource source, ILanguage language)
    {
        var (extension, others) = (Path.GetExtension(language.MainFile("bot")), LanguageTable.RowOf(language.Id).Reading.OtherFiles);
        return [.. source.Files.Where(file => Path.GetExtension(file.Key) == extension
            && !others.Any(other => FileSystemName.MatchesSimpleExpression(other, Path.GetFileName(file.Key), ignoreCase: false)))];
    }

    private static string Stem(string path) => Comparable(Path.GetFileNameWithoutExtension(path));

    private static string Comparable(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static string Purpose(RepositorySource source, MetaFields meta, CodeAnalysis analysis)
    {
        var given = meta.Text("purpose");
        return (given.Length > 0 && given != BotSpec.UnknownPurpose ? given : null)
            ?? DocumentationText.FirstSentence(analysis.Purpose)
            ?? (analysis.Functions is [var only] ? DocumentationText.FirstSentence(only.Documentation) : null)
            ?? DocumentationText.FirstSentence(FirstParagraph(source.Description("readme.md")))
            ?? "";
    }

    private static string? FirstParagraph(string? readme) => readme?.ReplaceLineEndings("\n").Split("\n\n")
        .Select(paragraph => string.Join('\n', paragraph.Split('\n').Where(line => !line.StartsWith('#'))).Trim())
        .FirstOrDefault(paragraph => paragraph.Length > 0 && char.IsLetter(paragraph[0]));

    /// <summary>Both what meta.yaml names and what the text is, if they differ: each of them has to allow a reuse.</summary>
    private static string License(RepositorySource source, MetaFields meta)
    {
        var text = source.Description("license", "license.txt", "license.md", "licence", "copying", "unlicense");
        var recognised = text is null ? "" : LicenseText.Recognise(text) is { Length: > 0 } known ? known : "LicenseRef-Unknown";
        string[] names = [meta.Text("license"), recognised];
        return string.Join(" AND ", names.Where(name => name.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase));
    }
}
