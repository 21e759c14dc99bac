using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Infrastructure.Processes;

namespace Menace.Pipeline.Languages.CSharp.Fast;

/// <summary>The shapes of bots, each found out once and kept as long as all that decides it stays the same.</summary>
/// <param name="folder">Where they are kept; it exists.</param>
internal sealed class ShapeStore(string folder) : IAsyncDisposable
{
    /// <summary>Beginnings of names of variables that no build reads and that differ from one terminal, or build, to the next.</summary>
    private static readonly string[] Volatile =
    [
        "PWD", "OLDPWD", "SHLVL", "_", "TERM", "SSH_", "XDG_SESSION", "DBUS_", "VSCODE_", "TMUX", "WINDOWID", "GPG_", "GITHUB_", "RUNNER_",
        "BUILD_", "COLUMNS", "LINES", "DOTNET_CLI_TELEMETRY_SESSIONID",
    ];

    private readonly ConcurrentDictionary<string, Lazy<Task<BuildShape>>> _shapes = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ends = new();
    private readonly Lazy<string> _surroundings = new(() => Surroundings(folder));

    /// <summary>The shape of bots like <paramref name="project"/>, with the key that names it.</summary>
    /// <exception cref="FastObstacleException">There is none.</exception>
    public async Task<(string Key, BuildShape Shape)> GetAsync(CSharpProject project, CancellationToken cancellationToken)
    {
        var kind = new CSharpProject(BuildShape.Name)
        {
            RunsSiblings = project.RunsSiblings,
            Packages = project.Packages,
            IsLowerCase = project.IsLowerCase,
        };
        var key = KeyOf(kind);
        var shape = _shapes.GetOrAdd(key, _ => new(() => Task.Run(() => FindAsync(key, kind), _ends.Token))).Value;
        return (key, await shape.WaitAsync(cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        foreach (var shape in _shapes.Values.Where(shape => shape.IsValueCreated))
        {
            await Task.WhenAny(shape.Value);
        }

        _ends.Dispose();
    }

    private async Task<BuildShape> FindAsync(string key, CSharpProject kind)
    {
        var path = Path.Combine(folder, key + ".json");
        if (BuildShape.Read(path) is { } kept)
        {
            return kept;
        }

        var shape = await new ShapeProbe(kind, Path.Combine(folder, key)).RunAsync(_ends.Token);
        AtomicFile.Write(path, shape.ToJson());
        return shape;
    }

    private string KeyOf(CSharpProject kind)
    {
        using var hash = new HashBuilder();
        hash.Add(typeof(ShapeStore).Assembly.ManifestModule.ModuleVersionId.ToString()).Add(_surroundings.Value);
        foreach (var (file, text) in kind.SettingsFiles())
        {
            hash.Add(file).Add(text);
        }

        return hash.Add(kind.SourceText()).Add(kind.TestsText()).ToHex()[..32];
    }

    /// <summary>
    /// What else decides a build: the SDKs on this machine, the variables, each of which MSBuild reads as a property, and the settings in
    /// folders above.
    /// </summary>
    private static string Surroundings(string folder)
    {
        using var hash = new HashBuilder();
        hash.Add(folder);
        var root = Path.GetDirectoryName(RealPath.Of(CSharpTestRun.Dotnet!))!;
        var versions = FoldersIn(Path.Combine(root, "sdk")).Concat(
            ((string[])["packs", "shared"]).SelectMany(name => FoldersIn(Path.Combine(root, name))).SelectMany(FoldersIn));
        foreach (var version in versions.Order(StringComparer.Ordinal))
        {
            hash.Add(version).Add(Directory.GetLastWriteTimeUtc(version).Ticks.ToString(CultureInfo.InvariantCulture));
        }

        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(variable => (Name: (string)variable.Key, Value: (string?)variable.Value ?? ""))
            .Where(variable => !CallerEnvironment.IsSetting(variable.Name)
                && !Volatile.Any(name => variable.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(variable => variable.Name, StringComparer.Ordinal);
        foreach (var (name, value) in variables)
        {
            hash.Add(name).Add(value);
        }

        foreach (var above in FastPaths.Above(Path.Combine(folder, "tree")))
        {
            foreach (var file in FastPaths.SettingsIn(above))
            {
                hash.Add(file).Add(File.ReadAllBytes(file));
            }

            if (Path.Combine(above, ".git", "config") is var git && File.Exists(git))
            {
                hash.Add(git).Add(File.ReadAllBytes(git));
            }
        }

        return hash.ToHex();
    }

    private static IEnumerable<string> FoldersIn(string folder) => Directory.Exists(folder) ? Directory.EnumerateDirectories(folder) : [];
}
