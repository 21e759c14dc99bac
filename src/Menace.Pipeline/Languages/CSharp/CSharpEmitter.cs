using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;
using Scriban.Runtime;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Writes the C# share of a bot's repository.</summary>
internal static class CSharpEmitter
{
    /// <inheritdoc cref="ILanguage.MainFile"/>
    public static string MainFile(string name) => $"src/{name}/{TaskNames.ToIdentifier(name)}.cs";

    /// <summary>Name of the file that makes the bot a command.</summary>
    public static string CommandFile(string identifier) => Beside(identifier, "Program") + ".cs";

    /// <summary>Name of the generic file.</summary>
    public static string RuntimeFile(string identifier) => Beside(identifier, CSharpRuntime.Command) + ".cs";

    /// <summary>The files that only some repositories have.</summary>
    public static IReadOnlyList<string> OptionalFiles(BotSpec spec) =>
        [CommandPath(spec), RuntimePath(spec), DependenciesPath(spec), CSharpTests.PathOf(spec)];

    /// <summary>The files of <paramref name="request"/>.</summary>
    public static LanguageFiles Emit(EmitRequest request)
    {
        var bot = CSharpBot.From(request);
        var spec = request.Spec;
        var main = MainFile(spec.Name);
        var project = Project(bot);
        var files = new List<RepositoryFile>
        {
            Text(main, bot.MainFile()),
            Text(project.SourceFile, project.SourceText()),
            Text(project.TestsFile, project.TestsText()),
            Text($"tests/{spec.Name}.Tests/TestProcess.cs", Templates.Text("csharp/TestProcess.cs.scriban")),
            RepositoryFile.FromText("scripts/setup_tests.sh", SetupScript(bot), isExecutable: true),
        };
        files.AddRange(project.SettingsFiles().Select(file => Text(file.Key, file.Value)));
        if (!bot.Analysis.HasEntryPoint)
        {
            files.Add(Text(CommandPath(spec), CSharpCommand.Write(bot)));
        }

        if (CSharpDependencies.Write(bot, request.Dependencies) is { } aliases)
        {
            files.Add(Text(DependenciesPath(spec), aliases));
        }

        var tests = spec.Tests.Count == 0 ? CSharpTests.Write(bot) : null;
        files.AddRange(tests is not null
            ? [Text(CSharpTests.PathOf(spec), tests)]
            : spec.Tests.Select(test => Text(CSharpTests.PathOf(spec, test.Key), test.Value)));
        if (!bot.Analysis.HasEntryPoint || project.RunsSiblings || tests?.Contains("BotJson.", StringComparison.Ordinal) == true)
        {
            files.Add(Text(RuntimePath(spec), CSharpRuntime.Text(project.RunsSiblings)));
        }

        var example = bot.Functions.FirstOrDefault(f => f.Obstacle is null && f.Kind != CSharpFunctionKind.EntryPoint);
        return new LanguageFiles([.. files.OrderBy(f => f.Path, StringComparer.Ordinal)], main)
        {
            Ignored = ["bin/", "obj/", "artifacts/", "TestResults/"],
            CommandLine = $"dotnet run --project src/{spec.Name} --"
                + (bot.Analysis.HasEntryPoint || example is null ? "" : " " + example.Name),
            TestCommandLine = $"dotnet test --project tests/{spec.Name}.Tests -c Release",
            NotCallable = bot.Analysis.HasEntryPoint
                ? []
                : [.. bot.Functions.Where(f => f.Obstacle is not null).Select(f => new UncallableFunction(f.Name, f.Obstacle!))],
        };
    }

    /// <summary>The C# dependencies, by name.</summary>
    private static List<string> CSharpDependencyNames(EmitRequest request) =>
        [.. request.Dependencies.Where(d => d.Analysis is CSharpAnalysis).Select(d => d.Spec.Name)];

    private static string CommandPath(BotSpec spec) => $"src/{spec.Name}/{CommandFile(spec.Identifier)}";

    private static string RuntimePath(BotSpec spec) => $"src/{spec.Name}/{RuntimeFile(spec.Identifier)}";

    private static string DependenciesPath(BotSpec spec) => $"src/{spec.Name}/{Beside(spec.Identifier, "Dependencies")}.cs";

    private static RepositoryFile Text(string path, string text) => RepositoryFile.FromText(path, text);

    /// <summary>A file name that the main file does not take (a bot may be called Program).</summary>
    private static string Beside(string identifier, string name) =>
        string.Equals(identifier, name, StringComparison.OrdinalIgnoreCase) ? "Bot" + name : name;

    private static CSharpProject Project(CSharpBot bot) => new(bot.Spec.Name)
    {
        Dependencies = CSharpDependencyNames(bot.Request),
        RunsSiblings = bot.Request.Dependencies.Any(d => d.Analysis is not CSharpAnalysis),
        Description = bot.Spec.Purpose == BotSpec.UnknownPurpose ? "" : MSBuildText.EscapeText(bot.Spec.Purpose),
        License = IsLicenseExpression(bot.Spec.License) ? bot.Spec.License : "",
        Packages = [.. bot.Spec.Packages.Select(BotPackage.Parse)],
        Copied = Copied(bot.Spec),
        Usings = bot.TestUsings(),
        IsLowerCase = bot.Request.Dependencies.Select(d => d.Spec.Identifier).Append(bot.Spec.Identifier)
            .Any(name => name.All(char.IsAsciiLetterLower)),
    };

    private static bool IsLicenseExpression(string license) =>
        license.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '+' or ' ' or '(' or ')') && license.Trim() == license;

    /// <summary>The copied files that are in no project's folder, escaped.</summary>
    private static List<string> Copied(BotSpec spec) =>
        [.. spec.Files.Keys.Select(CopiedFiles.PathOf).Order(StringComparer.Ordinal)
            .Where(path => !path.StartsWith($"src/{spec.Name}/", StringComparison.Ordinal)
                && !path.StartsWith($"tests/{spec.Name}.Tests/", StringComparison.Ordinal))
            .Select(MSBuildText.Escape)];

    private static string SetupScript(CSharpBot bot) => Templates.Render("csharp/setup_tests.sh.scriban", new ScriptObject
    {
        ["name"] = bot.Spec.Name,
        ["siblings"] = SiblingSetup.Of(bot.Request),
    });
}
