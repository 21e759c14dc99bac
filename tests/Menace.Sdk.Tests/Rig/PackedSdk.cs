using System.Globalization;

namespace Menace.Sdk.Tests.Rig;

/// <summary>The package, packed once per run under a version of its own into a private folder.</summary>
public sealed class PackedSdk : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("menace-sdk-tests-").FullName;

    public PackedSdk()
    {
        Version = string.Create(CultureInfo.InvariantCulture, $"999.0.0-t{Guid.NewGuid():N}");
        var packed = Programs.Run(RepositoryRoot, "bash", ["scripts/pack.sh", Version, Feed], Environment);
        Assert.True(packed.ExitCode == 0, packed.Output);
        NextCommands = [.. packed.Output.Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal)).Select(line => line.Trim())];
    }

    /// <summary>The commands that scripts/pack.sh prints at its end.</summary>
    public IReadOnlyList<string> NextCommands { get; }

    /// <summary>The version to ask for.</summary>
    public string Version { get; }

    /// <summary>The folder with the packages.</summary>
    public string Feed => Path.Combine(_folder, "feed");

    /// <summary>A package cache that this run shares with nobody.</summary>
    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?> { ["NUGET_PACKAGES"] = PackageCache };

    /// <summary>The folder of that cache.</summary>
    public string PackageCache => Path.Combine(_folder, "packages");

    /// <summary>The checkout that the tests belong to.</summary>
    public static string RepositoryRoot { get; } = FindRoot(AppContext.BaseDirectory);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Sdk.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);
}

/// <summary>Builds share the package and take turns: two cores serve one build at a time best.</summary>
[CollectionDefinition(Name)]
public sealed class PackedSdkTests : ICollectionFixture<PackedSdk>
{
    public const string Name = "builds with the packed SDK";
}
