using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Build.Logging.StructuredLogger;

namespace Menace.Sdk.Tests.Rig;

/// <summary>A task project in a new folder, as a user would have it.</summary>
public sealed class TaskProject : IDisposable
{
    private readonly PackedSdk _sdk;
    private int _builds;

    public TaskProject(PackedSdk sdk, string? tasks)
    {
        _sdk = sdk;
        Folder = Directory.CreateTempSubdirectory("menace-project-").FullName;
        Write("bots.csproj", """
            <Project Sdk="Menace.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
            </Project>
            """);
        Write("global.json", $$"""{ "sdk": { "version": "10.0.100", "rollForward": "latestFeature" }, "msbuild-sdks": { "Menace.Sdk": "{{sdk.Version}}" } }""");
        Write("nuget.config", $"""<configuration><packageSources><add key="menace-test" value="{sdk.Feed}" /></packageSources></configuration>""");
        if (tasks is not null)
        {
            Tasks = tasks;
        }
    }

    /// <summary>The project's folder.</summary>
    public string Folder { get; }

    /// <summary>The text of tasks.json.</summary>
    public string Tasks
    {
        get => File.ReadAllText(this["tasks.json"]);
        set => Write("tasks.json", value);
    }

    /// <summary>Variables for every build of this project.</summary>
    public Dictionary<string, string?> Environment { get; } = [];

    /// <summary>Absolute path of a file or folder of the project.</summary>
    public string this[string relative] => Path.Combine(Folder, relative);

    public void Write(string relative, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[relative])!);
        File.WriteAllText(this[relative], text);
    }

    /// <summary>Replaces one text in a file that holds it.</summary>
    public void Replace(string relative, string old, string with)
    {
        var text = File.ReadAllText(this[relative]);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(this[relative], text.Replace(old, with, StringComparison.Ordinal));
    }

    public BuildResult Build(params string[] arguments) => Dotnet("build", arguments);

    public BuildResult Clean() => Dotnet("clean");

    public BuildResult Dotnet(string verb, params string[] arguments)
    {
        var log = Path.Combine(Path.GetTempPath(), $"{Path.GetFileName(Folder)}-{_builds++}.binlog");
        try
        {
            var (code, output) = Programs.Run(Folder, "dotnet", [verb, "-tl:off", $"-bl:{log}", .. arguments], AllVariables);
            return new BuildResult(code, output, BinaryLog.ReadBuild(log));
        }
        finally
        {
            File.Delete(log);
        }
    }

    /// <summary>Builds in a pseudo-terminal, where MSBuild's terminal logger is the default.</summary>
    public string BuildInTerminal(string arguments, int exitCode = 0)
    {
        var (code, output) = Terminal.Run(Folder, "dotnet build " + arguments, AllVariables);
        Assert.True(code == exitCode, output);
        return output;
    }

    /// <summary>Starts a build that SIGINT reaches, even if the test run itself was started in the background and ignores it.</summary>
    public System.Diagnostics.Process StartBuild(out System.Text.StringBuilder output) =>
        Programs.Start(Folder, "env", ["--default-signal=INT", "dotnet", "build", "-tl:off"], AllVariables, out output);

    /// <summary>The outcome of each bot by verify.json.</summary>
    public IReadOnlyDictionary<string, string> Outcomes() =>
        JsonNode.Parse(File.ReadAllText(this["obj/Debug/net10.0/menace/verify.json"]))!["Results"]!.AsArray()
            .ToDictionary(result => (string)result!["Bot"]!, result => (string)result!["Outcome"]!);

    /// <summary>The number of commits of each repository.</summary>
    public IReadOnlyDictionary<string, int> Commits() =>
        Directory.GetDirectories(this["dev_repos"]).ToDictionary(
            folder => Path.GetFileName(folder),
            folder => int.Parse(Git(Path.GetFileName(folder), "rev-list", "--count", "HEAD"), System.Globalization.CultureInfo.InvariantCulture));

    public string Git(string bot, params string[] arguments)
    {
        var (code, output) = Programs.Run(this["dev_repos/" + bot], "git", ["-c", "user.name=u", "-c", "user.email=u@example.org", .. arguments]);
        Assert.True(code == 0, output);
        return output.Trim();
    }

    public void Dispose()
    {
        foreach (var file in new DirectoryInfo(Folder).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            file.IsReadOnly = false;
        }

        Directory.Delete(Folder, recursive: true);
    }

    private Dictionary<string, string?> AllVariables => _sdk.Environment.Concat(Environment).ToDictionary();
}

/// <summary>What a build printed and did.</summary>
public sealed partial class BuildResult(int exitCode, string output, Build log)
{
    private static readonly string[] StageNames = ["HandoffStage", "OptimiseStage", "DevelopStage", "VerifyStage"];

    public string Output => output;

    /// <summary>The stage tasks that ran, in their order.</summary>
    public IReadOnlyList<string> Stages => [.. log.FindChildrenRecursive<Microsoft.Build.Logging.StructuredLogger.Task>(task => StageNames.Contains(task.Name)).Select(task => task.Name)];

    /// <summary>All tasks with the name <paramref name="name"/> that ran.</summary>
    public int CountTasks(string name) => log.FindChildrenRecursive<Microsoft.Build.Logging.StructuredLogger.Task>(task => task.Name == name).Count;

    /// <summary>Errors and warnings as <c>file(line,column): CODE</c>, in order, each once.</summary>
    public IReadOnlyList<string> Diagnostics =>
        [.. Line().Matches(output).Select(match => $"{Path.GetFileName(match.Groups["file"].Value)}({match.Groups["line"].Value},{match.Groups["column"].Value}): {match.Groups["code"].Value}").Distinct()];

    /// <summary>The MENACE codes of errors, each once, sorted.</summary>
    public IReadOnlyList<string> ErrorCodes => [.. ErrorCode().Matches(output).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The codes of all warnings, ours or not, each once, sorted.</summary>
    public IReadOnlyList<string> WarningCodes => [.. WarningCode().Matches(output).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The MENACE codes of errors and warnings, one for each that was logged.</summary>
    public IReadOnlyList<string> LoggedCodes =>
        [.. log.FindChildrenRecursive<AbstractDiagnostic>(finding => finding.Code?.StartsWith("MENACE", StringComparison.Ordinal) == true).Select(finding => finding.Code)];

    /// <summary>How often the analyzer of the task list was given to a compiler.</summary>
    public IReadOnlyList<int> AnalyzersPerCompilation => PerCompilation("Menace.Analyzers.dll");

    /// <summary>How often the fixes of the task list were given to a compiler.</summary>
    public IReadOnlyList<int> CodeFixesPerCompilation => PerCompilation("Menace.CodeFixes.dll");

    private IReadOnlyList<int> PerCompilation(string analyzer) =>
        [.. log.FindChildrenRecursive<Microsoft.Build.Logging.StructuredLogger.Task>(task => task.Name == "Csc")
            .Select(task => task.FindChildrenRecursive<Item>(item => item.Text?.EndsWith(analyzer, StringComparison.Ordinal) == true).Select(item => item.Text).Count())];

    public BuildResult Succeeded()
    {
        Assert.True(exitCode == 0, output);
        return this;
    }

    public BuildResult Failed()
    {
        Assert.True(exitCode != 0, output);
        return this;
    }

    [GeneratedRegex(@"^\s*(?<file>[^\s(][^(\n]*)\((?<line>\d+),(?<column>\d+)(,\d+,\d+)?\): (error|warning) (?<code>\w+):", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@"warning (\w+):")]
    private static partial Regex WarningCode();

    [GeneratedRegex(@"error (MENACE\d{4})")]
    private static partial Regex ErrorCode();
}
