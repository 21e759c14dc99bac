using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;
using Scriban.Runtime;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Writes the C# share of a bot's repository.</summary>
internal static class CSharpEmitter
{
    /// <summary>Files that stop settings of folders above the repository, by path; each has a template of that name.</summary>
    private static readonly string[] Isolation =
        ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "Directory.Build.rsp", ".editorconfig",
            "global.json"];

    /// <inheritdoc cref="ILanguage.MainFile"/>
    public static string MainFile(string name) => $"src/{name}/{TaskNames.ToIdentifier(name)}.cs";

    /// <summary>Name of the file that makes the bot a command.</summary>
    public static string CommandFile(string identifier) => Beside(identifier, "Program") + ".cs";

    /// <summary>The files of <paramref name="request"/>.</summary>
    public static LanguageFiles Emit(EmitRequest request)
    {
        var bot = CSharpBot.From(request);
        var spec = request.Spec;
        var main = MainFile(spec.Name);
        var files = new List<RepositoryFile>
        {
            Text(main, bot.MainFile()),
            Text($"src/{spec.Name}/{spec.Name}.csproj", Project("csharp/src.csproj.scriban", bot)),
            Text($"tests/{spec.Name}.Tests/{spec.Name}.Tests.csproj", Project("csharp/tests.csproj.scriban", bot)),
            Text($"tests/{spec.Name}.Tests/TestProcess.cs", Templates.Text("csharp/TestProcess.cs.scriban")),
            RepositoryFile.FromText("scripts/setup_tests.sh", SetupScript(bot), isExecutable: true),
        };
        files.AddRange(Isolation.Select(name => Text(name, Templates.Render($"csharp/{name}.scriban", Packages(spec)))));
        if (!bot.Analysis.HasEntryPoint)
        {
            files.Add(Text($"src/{spec.Name}/{CommandFile(spec.Identifier)}", CSharpCommand.Write(bot)));
        }

        if (CSharpDependencies.Write(bot, request.Dependencies) is { } aliases)
        {
            files.Add(Text($"src/{spec.Name}/{Beside(spec.Identifier, "Dependencies")}.cs", aliases));
        }

        files.AddRange(spec.Tests.Count == 0
            ? [Text(CSharpTests.PathOf(spec), CSharpTests.Write(bot))]
            : spec.Tests.Select(t =>
                Text($"tests/{spec.Name}.Tests/{(t.Key.Length == 0 ? spec.Identifier + "Tests.cs" : t.Key)}", t.Value)));

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

    private static RepositoryFile Text(string path, string text) => RepositoryFile.FromText(path, text);

    /// <summary>A file name that the main file does not take (a bot may be called Program).</summary>
    private static string Beside(string identifier, string name) =>
        string.Equals(identifier, name, StringComparison.OrdinalIgnoreCase) ? "Bot" + name : name;

    private static string Project(string template, CSharpBot bot) => Templates.Render(template, new ScriptObject
    {
        ["name"] = bot.Spec.Name,
        ["identifier"] = bot.Spec.Identifier,
        ["dependencies"] = CSharpDependencyNames(bot.Request),
        ["runs_siblings"] = bot.Request.Dependencies.Any(d => d.Analysis is not CSharpAnalysis),
        ["packages"] = Packages(bot.Spec)["packages"],
        ["copied"] = Copied(bot.Spec),
        ["usings"] = bot.TestUsings(),
        ["is_lower_case"] = bot.Request.Dependencies.Select(d => d.Spec.Identifier).Append(bot.Spec.Identifier)
            .Any(name => name.All(char.IsAsciiLetterLower)),
    });

    /// <summary>The copied files that are in no project's folder, escaped.</summary>
    private static List<string> Copied(BotSpec spec) =>
        [.. spec.Files.Keys.Select(CopiedFiles.PathOf).Order(StringComparer.Ordinal)
            .Where(path => !path.StartsWith($"src/{spec.Name}/", StringComparison.Ordinal)
                && !path.StartsWith($"tests/{spec.Name}.Tests/", StringComparison.Ordinal))
            .Select(MSBuildText.Escape)];

    private static ScriptObject Packages(BotSpec spec)
    {
        var packages = spec.Packages.Select(BotPackage.Parse).ToList();
        return new ScriptObject
        {
            ["packages"] = packages.ConvertAll(package => new ScriptObject { ["name"] = package.Name, ["version"] = package.Version }),
            ["has_xunit"] = packages.Exists(package => package.Name.Equals("xunit.v3", StringComparison.OrdinalIgnoreCase)),
        };
    }

    private static string SetupScript(CSharpBot bot) => Templates.Render("csharp/setup_tests.sh.scriban", new ScriptObject
    {
        ["name"] = bot.Spec.Name,
        ["siblings"] = SiblingSetup.Of(bot.Request),
    });
}
