using System.Text.RegularExpressions;
using System.Xml;
using Menace.Model.Tasks;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Research;

/// <summary>
/// The XML documentation of packages in the local NuGet folder that a task names in its packages or its code in its using directives:
/// signatures, summaries and examples. All of it is shown; nothing is a value.
/// </summary>
/// <param name="folder">The folder, or null for that of NuGet.</param>
internal sealed partial class PackageDocsSource(string? folder = null) : IResearchSource
{
    private const int MostPackages = 10;
    private const int MostMembers = 50_000;
    private const int MostShown = 5;
    private const int MostFiles = 3;
    private const long LargestFile = 16 << 20;
    private const int LongestText = 2_000;

    private readonly string _folder = folder ?? (Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } given ? given
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"));

    public string Name => "packages";

    public bool IsRemote => false;

    public Task<IReadOnlyList<ResearchFinding>> SearchAsync(ResearchQuestion question, CancellationToken cancellationToken)
    {
        var task = question.Task;
        if (task.Metadata.Language is { } language && !LanguageTable.RowOf(language).HasXmlDocumentation)
        {
            return Task.FromResult<IReadOnlyList<ResearchFinding>>([]);
        }

        var terms = SearchTerms.OfQuery(question.Text)
            .Concat(Words().Matches(task.Code ?? "").Select(word => word.Value.ToLowerInvariant())).ToHashSet(StringComparer.Ordinal);
        List<(int Score, ResearchFinding Finding)> found = [];
        foreach (var (package, file) in PackagesOf(task).Take(MostPackages).SelectMany(FilesOf))
        {
            found.AddRange(Read(file, package, terms, cancellationToken));
        }

        return Task.FromResult<IReadOnlyList<ResearchFinding>>([.. found.OrderByDescending(one => one.Score)
            .ThenBy(one => one.Finding.Title, StringComparer.Ordinal).Take(MostShown).Select(one => one.Finding)]);
    }

    private static IEnumerable<(string Id, string? Version)> PackagesOf(TaskInfo task) => task.Metadata.Packages.Select(BotPackage.Parse)
        .Select(package => (package.Name, package.Version))
        .Concat(Usings().Matches(task.Code ?? "").SelectMany(match => Prefixes(match.Groups[1].Value))
            .Select(name => (name, (string?)null)))
        .Where(package => Safe().IsMatch(package.Item1) && (package.Item2 is null || Safe().IsMatch(package.Item2)))
        .DistinctBy(package => package.Item1.ToLowerInvariant());

    /// <summary><c>A.B.C</c>, <c>A.B</c> and <c>A</c>: the package of a namespace has the name of a prefix.</summary>
    private static IEnumerable<string> Prefixes(string name)
    {
        for (; name.Length > 0; name = name.LastIndexOf('.') is > 0 and var dot ? name[..dot] : "")
        {
            yield return name;
        }
    }

    private IEnumerable<(string Package, string File)> FilesOf((string Id, string? Version) package)
    {
        var versions = new DirectoryInfo(Path.Combine(_folder, package.Id.ToLowerInvariant()));
        if (!versions.Exists)
        {
            return [];
        }

        var version = versions.EnumerateDirectories()
            .Where(one => package.Version is null || one.Name.Equals(package.Version, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(one => Numbers(one.Name)).ThenBy(one => one.Name.Contains('-', StringComparison.Ordinal))
            .FirstOrDefault();
        var library = version?.EnumerateDirectories("lib").SelectMany(lib => lib.EnumerateDirectories())
            .OrderByDescending(framework => Rank(framework.Name)).ThenByDescending(framework => framework.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return library?.EnumerateFiles("*.xml").Where(file => file.Length <= LargestFile && file.LinkTarget is null)
            .OrderBy(file => file.Name, StringComparer.Ordinal).Take(MostFiles)
            .Select(file => ($"{package.Id}@{version!.Name}", file.FullName)) ?? [];
    }

    private static Version Numbers(string version) =>
        Version.TryParse(version.Split('-', '+')[0], out var numbers) ? numbers : new(0, 0);

    private static int Rank(string framework) => framework.StartsWith("netstandard", StringComparison.Ordinal) ? 1
        : framework.StartsWith("net", StringComparison.Ordinal) && framework.Contains('.', StringComparison.Ordinal) ? 2 : 0;

    private List<(int Score, ResearchFinding Finding)> Read(
        string file, string package, HashSet<string> terms, CancellationToken cancellationToken)
    {
        List<(int Score, ResearchFinding Finding)> found = [];
        using var stream = File.OpenRead(file);
        using var reader = XmlReader.Create(stream, new()
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = LargestFile,
            IgnoreComments = true,
        });
        try
        {
            for (var members = 0; members < MostMembers && reader.ReadToFollowing("member"); members++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var id = reader.GetAttribute("name") ?? "";
                var score = SearchTerms.OfQuery(id.Split('(')[0].Split('.')[^1]).Count(terms.Contains);
                if (score > 0 && id.Length > 2 && id[1] == ':' && TextOf(reader) is { Length: > 0 } text)
                {
                    var signature = Signature(id);
                    found.Add((score, new(Name, $"{package} {Path.GetFileName(file)}", $"{signature}\n{text}") { Title = signature }));
                }
            }
        }
        catch (XmlException exception)
        {
            throw new FormatException($"the documentation of {package} is not XML that can be read: {exception.Message}", exception);
        }

        return found;
    }

    /// <summary>The summary of the member, and its example.</summary>
    private static string TextOf(XmlReader reader)
    {
        using var member = reader.ReadSubtree();
        List<string> parts = [];
        var isWanted = false;
        while (member.Read())
        {
            if (member is { NodeType: XmlNodeType.Element, Depth: 1 })
            {
                isWanted = member.Name is "summary" or "example" or "returns";
                parts.Add("\n");
            }
            else if (isWanted && member.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                parts.Add(member.Value);
            }
            else if (isWanted && member is { NodeType: XmlNodeType.Element, Name: "see" or "paramref" or "typeparamref" })
            {
                var name = member.GetAttribute("cref") ?? member.GetAttribute("name") ?? member.GetAttribute("langword") ?? "";
                parts.Add(name.Split('.')[^1]);
            }
        }

        var text = string.Join('\n', string.Concat(parts).Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
        return text.Length > LongestText ? text[..LongestText] + "…" : text;
    }

    /// <summary><c>M:A.B.C(System.String)</c> as <c>A.B.C(String)</c>.</summary>
    private static string Signature(string id) => Qualifiers().Replace(id[2..], match => match.Groups[1].Value);

    [GeneratedRegex(@"^[A-Za-z0-9](?:[A-Za-z0-9_+-]|\.(?!\.))*$", RegexOptions.CultureInvariant)]
    private static partial Regex Safe();

    [GeneratedRegex(@"^\s*(?:global\s+)?using\s+(?:static\s+)?([A-Za-z_][\w.]*)\s*;",
        RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Usings();

    [GeneratedRegex(@"[A-Za-z_]\w+", RegexOptions.CultureInvariant)]
    private static partial Regex Words();

    [GeneratedRegex(@"(?<=[(,])(?:\w+\.)+(\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex Qualifiers();
}
