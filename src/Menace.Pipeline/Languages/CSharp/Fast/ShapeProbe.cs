using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Menace.Pipeline.Infrastructure.Processes;

namespace Menace.Pipeline.Languages.CSharp.Fast;

/// <summary>Builds a bot with placeholders as its setup script would, and takes down what MSBuild did.</summary>
/// <param name="project">The kind of bot, named <see cref="BuildShape.Name"/>.</param>
/// <param name="root">A folder for the build, which is deleted.</param>
internal sealed partial class ShapeProbe(CSharpProject project, string root)
{
    /// <summary>Beginning of the names of files that xunit.v3 puts beside the tests for other programs that run them.</summary>
    private const string TestFramework = "xunit.";

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    private readonly string _trees = Path.Combine(root, "trees");
    private readonly string _work = Path.Combine(root, "work");

    /// <summary>Added to the project files: the compiler's arguments and the copied files are written into files.</summary>
    private string Capture =>
        $"""
        <Project>
          <PropertyGroup>
            <ProvideCommandLineArgs>true</ProvideCommandLineArgs>
          </PropertyGroup>
          <Target Name="_MenaceCapture" AfterTargets="CoreCompile">
            <WriteLinesToFile File="{_work}/$(MSBuildProjectName).arguments" Lines="@(CscCommandLineArgs)" Overwrite="true" />
            <WriteLinesToFile File="{_work}/$(MSBuildProjectName).folders"
              Lines="$(RoslynTargetsPath);$(NuGetPackageRoot)" Overwrite="true" />
            <WriteLinesToFile File="{_work}/$(MSBuildProjectName).copies"
              Lines="@(ReferenceCopyLocalPaths->'%(FullPath)|%(DestinationSubDirectory)%(Filename)%(Extension)')" Overwrite="true" />
          </Target>
        </Project>

        """;

    /// <summary>Names the build, which goes on if this process is killed; the next one ends it before it deletes its folder.</summary>
    private string RunFile => root + ".running";

    /// <summary>Builds and reads.</summary>
    /// <exception cref="FastObstacleException">The build failed, or did something that cannot be repeated for other bots.</exception>
    public async Task<BuildShape> RunAsync(CancellationToken cancellationToken)
    {
        await ProcessRunner.EndLeftBehindAsync(RunFile);
        Delete();
        try
        {
            var tree = Path.Combine(_trees, BuildShape.Name);
            Directory.CreateDirectory(_work);
            Write(tree);
            var build = new ProcessCommand(
                CSharpTestRun.Dotnet!,
                ["build", $"tests/{BuildShape.Name}.Tests", "-c", "Release", .. CSharpTestRun.BuildOptions(_work)],
                tree)
            {
                Environment = CSharpTestRun.Environment(),
                KeepsChildren = true,
                OutputFile = Path.Combine(_work, "setup.log"),
                RunFile = RunFile,
            };
            var ended = await new ProcessRunner().RunAsync(build, Timeout, cancellationToken);
            return ended is { ExitCode: 0, TimedOut: false } ? Read()
                : throw new FastObstacleException("a build of an empty bot of its kind failed");
        }
        finally
        {
            Delete();
        }
    }

    private void Delete()
    {
        if (Directory.Exists(root))
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private void Write(string tree)
    {
        foreach (var (file, text) in project.SettingsFiles())
        {
            WriteFile(file, file == "Directory.Build.targets" ? Capture : text);
        }

        WriteFile(project.SourceFile, project.SourceText());
        WriteFile(project.TestsFile, project.TestsText());
        WriteFile($"src/{BuildShape.Name}/{BuildShape.Source}", "internal static class MenaceProbe { private static void Main() { } }\n");
        WriteFile($"tests/{BuildShape.Name}.Tests/{BuildShape.Source}", "internal static class MenaceProbe { }\n");

        void WriteFile(string file, string text)
        {
            var path = Path.Combine(tree, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }

    private BuildShape Read()
    {
        var bot = ReadProject(BuildShape.Name, project.AssemblyName);
        var tests = ReadProject(BuildShape.Name + ".Tests", BuildShape.Name + ".Tests");
        CheckPackages();
        var folders = File.ReadAllLines(Path.Combine(_work, BuildShape.Name + ".folders"));
        var commit = bot.Texts.Values.Select(text => Version().Match(text)).FirstOrDefault(match => match.Success)?.Groups[1].Value;
        return new BuildShape(_trees, _work, Path.Combine(folders[0], "bincore"), folders[1], commit, bot, tests);
    }

    private ProjectShape ReadProject(string name, string assembly)
    {
        string[] arguments = File.ReadAllLines(Path.Combine(_work, name + ".arguments"));
        var texts = arguments.Select(argument => Option().Replace(argument, "").Trim('"')).Where(IsGenerated).Distinct()
            .ToDictionary(path => path, TextOf, StringComparer.Ordinal);
        var copies = File.ReadAllLines(Path.Combine(_work, name + ".copies")).Select(line => line.Split('|'))
            .Where(copy => !IsInside(copy[0], _work)).ToDictionary(copy => copy[0], copy => copy[1], StringComparer.Ordinal);
        var output = Path.Combine(_work, "artifacts", "bin", name, "release");
        var known = OutputsOf(assembly).Concat(OutputsOf(project.AssemblyName)).Concat(copies.Values).ToHashSet(StringComparer.Ordinal);
        var unknown = Directory.EnumerateFiles(output, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(output, file))
            .FirstOrDefault(file => !known.Contains(file) && !file.StartsWith(TestFramework, StringComparison.Ordinal));
        return unknown is null
            ? new ProjectShape(
                arguments, texts, copies, File.ReadAllText(Path.Combine(output, assembly + ".deps.json")),
                File.ReadAllText(Path.Combine(output, assembly + ".runtimeconfig.json")), File.ReadAllBytes(Path.Combine(output, assembly)))
            : throw new FastObstacleException($"the build of a bot of its kind makes the file {unknown}");

        // With its byte order mark: symbols hold a hash of the bytes.
        string TextOf(string path) => Encoding.UTF8.GetString(File.ReadAllBytes(path))
            .Replace(FragmentLiteral.Of(_trees), BuildShape.TreesLiteral, StringComparison.Ordinal);

        bool IsGenerated(string path) => IsInside(path, _work) && !path.EndsWith(".dll", StringComparison.Ordinal) && File.Exists(path);

        static IEnumerable<string> OutputsOf(string assembly) =>
            [assembly, assembly + ".dll", assembly + ".pdb", assembly + ".deps.json", assembly + ".runtimeconfig.json"];
    }

    /// <summary>
    /// A package of the bot may bring assemblies only: what else it brings, the build of each repository might do something of its own
    /// with, or it is code that would run here.
    /// </summary>
    private void CheckPackages()
    {
        var path = Path.Combine(_work, "artifacts", "obj", BuildShape.Name, "project.assets.json");
        using var assets = JsonDocument.Parse(File.ReadAllBytes(path));
        var targets = assets.RootElement.GetProperty("targets").EnumerateObject();
        foreach (var package in targets.SelectMany(target => target.Value.EnumerateObject()))
        {
            if (package.Value.EnumerateObject().Select(part => part.Name)
                .FirstOrDefault(part => part is not ("type" or "dependencies" or "compile" or "runtime")) is { } part)
            {
                throw new FastObstacleException($"its package {package.Name} has more than assemblies: {part}");
            }
        }

        foreach (var package in assets.RootElement.GetProperty("libraries").EnumerateObject())
        {
            if (package.Value.GetProperty("files").EnumerateArray().Select(file => file.GetString()!)
                .FirstOrDefault(file => file.StartsWith("analyzers/", StringComparison.Ordinal)) is { } analyzer)
            {
                throw new FastObstacleException($"its package {package.Name} has an analyzer: {analyzer}");
            }
        }
    }

    private static bool IsInside(string path, string folder) => path.StartsWith(folder + "/", StringComparison.Ordinal);

    [GeneratedRegex("^/[a-z]+:")]
    private static partial Regex Option();

    [GeneratedRegex("InformationalVersionAttribute\\(\"[^\"]*\\+([0-9a-f]{40})\"")]
    private static partial Regex Version();
}
