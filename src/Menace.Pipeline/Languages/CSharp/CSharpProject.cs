using Menace.Model.Tasks;
using Scriban.Runtime;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>The project files of a bot, and all that decides what is in them.</summary>
/// <param name="Name">The bot.</param>
internal sealed record CSharpProject(string Name)
{
    /// <summary>Files that stop settings of folders above the repository, by path; each has a template of that name.</summary>
    private static readonly string[] Settings =
        ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "Directory.Build.rsp", ".editorconfig",
            "global.json"];

    /// <summary>The bot's name in code.</summary>
    public string Identifier => TaskNames.ToIdentifier(Name);

    /// <summary>Name of the bot's assembly, without extension.</summary>
    public string AssemblyName => $"{CSharpNames.Namespace}.{Identifier}";

    /// <summary>Names of the C# bots that it calls, in the listed order.</summary>
    public IReadOnlyList<string> Dependencies { get; init; } = [];

    /// <summary>True if it calls bots of other languages.</summary>
    public bool RunsSiblings { get; init; }

    /// <summary>What its package says of it, escaped for MSBuild; empty if nothing is known.</summary>
    public string Description { get; init; } = "";

    /// <summary>The SPDX expression of its licence, or empty.</summary>
    public string License { get; init; } = "";

    /// <summary>Its packages, in the listed order.</summary>
    public IReadOnlyList<BotPackage> Packages { get; init; } = [];

    /// <summary>Paths of the copied files that are in no project's folder, escaped for MSBuild.</summary>
    public IReadOnlyList<string> Copied { get; init; } = [];

    /// <summary>Namespaces that the tests use.</summary>
    public IReadOnlyList<string> Usings { get; init; } = [];

    /// <summary>True if the bot's name in code, or that of a dependency, is all lower case.</summary>
    public bool IsLowerCase { get; init; }

    /// <summary>Path of the solution inside the repository.</summary>
    public string SolutionFile => $"{Name}.slnx";

    /// <summary>Path of the bot's project file inside the repository.</summary>
    public string SourceFile => $"src/{Name}/{Name}.csproj";

    /// <summary>Path of the project file of the tests inside the repository.</summary>
    public string TestsFile => $"tests/{Name}.Tests/{Name}.Tests.csproj";

    /// <summary>The text of <see cref="SourceFile"/>.</summary>
    public string SourceText() => Templates.Render("csharp/src.csproj.scriban", Values());

    /// <summary>The text of <see cref="TestsFile"/>.</summary>
    public string TestsText() => Templates.Render("csharp/tests.csproj.scriban", Values());

    /// <summary>The files in the repository's root that MSBuild and the SDK read, with their text.</summary>
    public IReadOnlyDictionary<string, string> SettingsFiles() =>
        Settings.Append(SolutionFile).ToDictionary(
            name => name,
            name => Templates.Render($"csharp/{(name == SolutionFile ? "solution.slnx" : name)}.scriban", Values()),
            StringComparer.Ordinal);

    private ScriptObject Values() => new()
    {
        ["name"] = Name,
        ["identifier"] = Identifier,
        ["dependencies"] = Dependencies,
        ["runs_siblings"] = RunsSiblings,
        ["description"] = CSharpDocs.Xml(Description),
        ["license"] = License,
        ["packages"] = Packages.Select(package => new ScriptObject { ["name"] = package.Name, ["version"] = package.Version }).ToList(),
        ["has_xunit"] = Packages.Any(package => package.Name.Equals("xunit.v3", StringComparison.OrdinalIgnoreCase)),
        ["copied"] = Copied,
        ["usings"] = Usings,
        ["is_lower_case"] = IsLowerCase,
    };
}
