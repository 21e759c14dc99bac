using System.Xml;
using System.Xml.Linq;

namespace Menace.Pipeline.Languages.CSharp.Fast;

/// <summary>
/// The C# projects of one tree. A tree is only read if all that MSBuild would read in it is as this version of Menace writes it: its
/// project files are read, written again, and compared.
/// </summary>
/// <param name="Path">Absolute path of the tree.</param>
/// <param name="Project">What its project files say.</param>
internal sealed record CSharpTree(string Path, CSharpProject Project)
{
    /// <summary>Files that MSBuild, the SDK, NuGet, the compiler or the test framework read by their name or ending alone.</summary>
    private static readonly string[] ReadByName =
    [
        "global.json", "nuget.config", "packages.lock.json", "packages.config", "project.json", "app.config", "app.manifest",
        "xunit.runner.json", "testconfig.json", "msbuild.rsp", ".editorconfig", ".globalconfig",
    ];

    private static readonly string[] ReadByEnding =
    [
        "proj", ".props", ".targets", ".tasks", ".rsp", ".sln", ".slnx", ".slnf", ".user", ".projitems", ".ruleset", ".globalconfig",
        ".resx", ".restext", ".resources", ".xunit.runner.json", ".testconfig.json", ".editorconfig",
    ];

    /// <summary>Paths of the bot's sources, relative to its project, in MSBuild's order.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>Paths of the tests' sources, relative to their project, in MSBuild's order.</summary>
    public required IReadOnlyList<string> TestSources { get; init; }

    /// <summary>Paths of the copied files inside the tree, and in the output.</summary>
    public IEnumerable<string> Copied => Project.Copied.Select(Uri.UnescapeDataString);

    /// <summary>Absolute path of the folder of the bot's project.</summary>
    public string SourceFolder => System.IO.Path.Combine(Path, "src", Project.Name);

    /// <summary>Absolute path of the folder of the tests' project.</summary>
    public string TestsFolder => System.IO.Path.Combine(Path, "tests", Project.Name + ".Tests");

    /// <summary>Reads the tree of a bot.</summary>
    /// <exception cref="FastObstacleException">It is not as Menace writes it.</exception>
    public static CSharpTree Read(string path, string name)
    {
        if (!Directory.Exists(path))
        {
            throw new FastObstacleException($"there is no tree of {name} beside it");
        }

        var project = ReadProject(path, name);
        var written = new Dictionary<string, string>(project.SettingsFiles(), StringComparer.Ordinal)
        {
            [project.SourceFile] = project.SourceText(),
            [project.TestsFile] = project.TestsText(),
        };
        foreach (var (file, text) in written)
        {
            if (TextOf(path, file) != text)
            {
                throw new FastObstacleException($"{file} of {name} is not as it was generated");
            }
        }

        CheckFiles(path, name, written);
        return new CSharpTree(path, project)
        {
            Sources = SourcesIn(path, name, $"src/{name}"),
            TestSources = SourcesIn(path, name, $"tests/{name}.Tests"),
        };
    }

    private static CSharpProject ReadProject(string path, string name)
    {
        var project = new CSharpProject(name);
        try
        {
            var source = XDocument.Parse(TextOf(path, project.SourceFile));
            var packages = XDocument.Parse(TextOf(path, "Directory.Packages.props")).Descendants("PackageVersion")
                .Select(version => new BotPackage(Include(version), version.Attribute("Version")?.Value.Trim('[', ']')));
            var own = Includes(source, "PackageReference");
            return project with
            {
                Dependencies = [.. Includes(source, "ProjectReference").Select(file => System.IO.Path.GetFileNameWithoutExtension(file))],
                RunsSiblings = source.Descendants("AssemblyMetadata").Any(),
                Packages = [.. packages.Where(package => own.Contains(package.Name, StringComparer.Ordinal))],
                Description = source.Descendants("PackageDescription").FirstOrDefault()?.Value ?? "",
                License = source.Descendants("PackageLicenseExpression").FirstOrDefault()?.Value ?? "",
                Copied = [.. source.Descendants("None").Where(file => file.Attribute("CopyToOutputDirectory") is not null)
                    .Select(file => Include(file)["../../".Length..])],
                Usings = Includes(XDocument.Parse(TextOf(path, project.TestsFile)), "Using")[1..],
                IsLowerCase = source.Descendants("NoWarn").Any(),
            };
        }
        catch (Exception exception) when (exception is XmlException or ArgumentOutOfRangeException)
        {
            throw new FastObstacleException($"the project files of {name} are not as they were generated");
        }

        static List<string> Includes(XDocument document, string item) => [.. document.Descendants(item).Select(Include)];

        static string Include(XElement item) => item.Attribute("Include")?.Value ?? "";
    }

    private static string TextOf(string path, string file)
    {
        var full = System.IO.Path.Combine(path, file);
        return File.Exists(full) ? File.ReadAllText(full) : throw new FastObstacleException($"there is no {file} in {path}");
    }

    private static void CheckFiles(string path, string name, Dictionary<string, string> written)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 };
        foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos("*", options))
        {
            var file = System.IO.Path.GetRelativePath(path, entry.FullName);
            if (entry.LinkTarget is not null)
            {
                throw new FastObstacleException($"{file} of {name} is a link");
            }

            if (entry is FileInfo && !written.ContainsKey(file)
                && (ReadByName.Contains(entry.Name, StringComparer.OrdinalIgnoreCase)
                    || entry.Name.StartsWith("Directory.", StringComparison.OrdinalIgnoreCase)
                    || ReadByEnding.Any(ending => entry.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))))
            {
                throw new FastObstacleException($"{file} of {name} is a file that the build may read");
            }
        }
    }

    /// <summary>The files of the pattern **/*.cs, as far as it is certain what that means.</summary>
    private static List<string> SourcesIn(string path, string name, string project)
    {
        var folder = System.IO.Path.Combine(path, project);
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = 0,
            MatchCasing = MatchCasing.CaseInsensitive,
        };
        List<string> sources = [.. Directory.EnumerateFiles(folder, "*.cs", options)
            .Select(file => System.IO.Path.GetRelativePath(folder, file)).Order(StringComparer.OrdinalIgnoreCase)];
        var unclear = sources.Find(file => !file.EndsWith(".cs", StringComparison.Ordinal) || !FastPaths.IsPlain(file)
            || file[0] is '-' or '@' or '/'
            || file.Split('/') is var parts && parts[..^1].Any(part => part[0] == '.' || part is "bin" or "obj"));
        return unclear is null ? sources
            : throw new FastObstacleException($"it is not certain whether the build compiles {project}/{unclear} of {name}");
    }
}
