using Menace.Sdk.Tests.Rig;
using Microsoft.Build.Logging.StructuredLogger;

namespace Menace.Sdk.Tests.Hosts;

/// <summary>The same two bots in the surroundings of one cell.</summary>
internal sealed class HostProject : IDisposable
{
    public const string Tasks = """
        [
          { "name": "Py", "code": "def two():\n    return 2\n", "metadata": { "language": "python", "purpose": "py", "examples": [{ "function": "two", "returns": 2 }] } },
          { "name": "Sh", "code": "say() {\n    echo sh\n}\n", "metadata": { "language": "shell", "purpose": "sh", "examples": [{ "function": "say", "prints": "sh" }] } }
        ]
        """;

    private readonly PackedSdk _sdk;
    private readonly HostCell _cell;
    private readonly string _root = Directory.CreateTempSubdirectory("menace-host-").FullName;
    private readonly string _folder;

    public HostProject(PackedSdk sdk, HostCell cell)
    {
        (_sdk, _cell) = (sdk, cell);
        var real = Path.Combine(_root, cell.Place == Place.Awkward ? "it's; a (ü-コ) #1 $(x)" : "project");
        Directory.CreateDirectory(real);
        _folder = real;
        if (cell.Place == Place.Linked)
        {
            _folder = Path.Combine(_root, "link");
            Directory.CreateSymbolicLink(_folder, real);
        }

        // Above the project: NuGet does not read a nuget.config whose path has a `;` in it.
        Write("../nuget.config", $"""
            <configuration><packageSources>{(cell.IsOffline ? "<clear />" : "")}<add key="menace-test" value="{sdk.Feed}" /></packageSources></configuration>
            """);
        Write("../global.json", $$"""{ "sdk": { "version": "10.0.100", "rollForward": "latestFeature" }, "msbuild-sdks": { "Menace.Sdk": "{{sdk.Version}}" } }""");
        if (cell.Central != Central.Off)
        {
            Write("../Directory.Packages.props", $"""
                <Project>
                  <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
                  <ItemGroup><PackageVersion Include="{(cell.Central == Central.ListsMenace ? "Menace.Sdk" : "Some.Other")}" Version="{sdk.Version}" /></ItemGroup>
                </Project>
                """);
        }

        Write("tasks.json", Tasks);
        WriteProject();
        Directory.CreateDirectory(Path.Combine(_root, "home"));
        if (cell.HasHostileGit)
        {
            HostileGit.Write(Path.Combine(_root, "home"));
        }
    }

    /// <summary>Builds as the cell says.</summary>
    public BuildResult Build()
    {
        var log = Path.Combine(_root, "build.binlog");
        string[] build = ["dotnet", "build", .. Arguments(), "-tl:off", $"-bl:{log}"];
        string[] command = _cell.IsCacheReadOnly ? ReadOnly(_sdk.PackageCache, build) : build;
        var (code, output) = Programs.Run(_folder, command[0], command[1..], Environment());
        return new BuildResult(code, output, File.Exists(log) ? BinaryLog.ReadBuild(log) : new Build());
    }

    /// <summary>Commit of each repository; it names the tree, and is the same for the same sequence of inputs.</summary>
    public IReadOnlyDictionary<string, string> Commits() =>
        Directory.GetDirectories(Path.Combine(_folder, "dev_repos")).ToDictionary(path => Path.GetFileName(path), path => Git(path, "rev-parse", "HEAD"));

    /// <summary>What git itself, with the settings of the cell, sees as changed.</summary>
    public string Status() =>
        string.Concat(Directory.GetDirectories(Path.Combine(_folder, "dev_repos")).Select(path => Git(path, "status", "--porcelain", "--branch")));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string Git(string repository, params string[] arguments)
    {
        var (code, output) = Programs.Run(repository, "git", arguments, Environment());
        Assert.True(code == 0, output);
        return output.Trim();
    }

    private Dictionary<string, string?> Environment()
    {
        var variables = new Dictionary<string, string?>(_sdk.Environment) { ["HOME"] = Path.Combine(_root, "home"), ["GIT_CONFIG_NOSYSTEM"] = "1" };
        if (_cell.Call == Call.GraphOnServer)
        {
            variables["DOTNET_CLI_USE_MSBUILD_SERVER"] = "1";
        }

        if (_cell.IsOffline)
        {
            // Nothing listens on the port "discard": whoever goes to the network fails at once.
            variables["http_proxy"] = variables["https_proxy"] = variables["ALL_PROXY"] = "http://127.0.0.1:9";
        }

        return variables;
    }

    private string[] Arguments() => _cell switch
    {
        { Shape: Shape.FileBasedApp } => ["app.cs"],
        { Call: Call.GraphOnServer } => ["-m", "-graph"],
        { Call: Call.ThreadsWithoutReuse } => ["-mt", "-nr:false"],
        _ => [],
    };

    /// <summary>Permission bits do not bind root, a read-only mount does; it ends with the command, because the mount table is its own.</summary>
    private static string[] ReadOnly(string folder, string[] command) =>
        ["unshare", "-rm", "sh", "-c", "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && exec \"$@\"", folder, .. command];

    private void WriteProject()
    {
        var frameworks = _cell.HasTwoFrameworks
            ? "<TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks>"
            : "<TargetFramework>net10.0</TargetFramework>";
        var version = _cell.Central == Central.Off ? $"Version=\"{_sdk.Version}\"" : "";
        switch (_cell.Shape)
        {
            case Shape.ProjectSdk:
                Write("bots.csproj", $"""<Project Sdk="Menace.Sdk"><PropertyGroup>{frameworks}</PropertyGroup></Project>""");
                break;
            case Shape.BesideWebSdk:
                // A library: the generated implicit usings of the web do not exist in netstandard2.0.
                Write("bots.csproj", $"""
                    <Project Sdk="Microsoft.NET.Sdk.Web">
                      <Sdk Name="Menace.Sdk" />
                      <PropertyGroup>{frameworks}<OutputType>Library</OutputType><ImplicitUsings>disable</ImplicitUsings></PropertyGroup>
                    </Project>
                    """);
                break;
            case Shape.PackageReference:
                Write("bots.csproj", $"""
                    <Project Sdk="Microsoft.NET.Sdk">
                      <PropertyGroup>{frameworks}</PropertyGroup>
                      <ItemGroup><PackageReference Include="Menace.Sdk" {version} PrivateAssets="all" /></ItemGroup>
                    </Project>
                    """);
                break;
            default:
                Write("app.cs", $"#:sdk Menace.Sdk@{_sdk.Version}\n#:property PublishAot=false\nSystem.Console.WriteLine(\"app\");\n");
                break;
        }
    }

    private void Write(string relative, string text) => File.WriteAllText(Path.Combine(_folder, relative), text);
}
