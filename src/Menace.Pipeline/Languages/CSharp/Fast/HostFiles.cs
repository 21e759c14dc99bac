using System.IO.Hashing;

namespace Menace.Pipeline.Languages.CSharp.Fast;

/// <summary>
/// The program src/Menace.TestHost, which travels inside this assembly: the host of tests with the xunit that it runs them with, and the
/// host of examples, which has no test framework.
/// </summary>
internal static class HostFiles
{
    /// <summary>Name of the program.</summary>
    public const string Program = "Menace.TestHost.dll";

    /// <summary>Its runtime configuration, for a bot that has none.</summary>
    public const string Configuration = "Menace.TestHost.runtimeconfig.json";

    private const string Prefix = "host/";

    private static readonly Lazy<string> Content = new(ContentHash);

    /// <summary>Writes the program alone into <paramref name="folder"/> and returns its path.</summary>
    public static string WriteProgram(string folder)
    {
        var path = Path.Combine(folder, Program);
        Write(Program, path);
        return path;
    }

    /// <summary>
    /// Returns the folder of the hosts of this version below <paramref name="folder"/>; it is written if it is not there.
    /// </summary>
    public static string Unpack(string folder)
    {
        var hosts = Path.Combine(folder, "hosts-" + Content.Value);
        if (Directory.Exists(hosts))
        {
            return hosts;
        }

        // Another build may do the same: the first whole folder stays.
        var draft = Directory.CreateDirectory($"{hosts}.{Guid.NewGuid():N}").FullName;
        WriteProgram(Directory.CreateDirectory(Path.Combine(draft, CSharpHosts.ExamplesRole)).FullName);
        var tests = Directory.CreateDirectory(Path.Combine(draft, CSharpHosts.TestsRole)).FullName;
        foreach (var name in Names())
        {
            Write(name, Path.Combine(tests, name));
        }

        try
        {
            Directory.Move(draft, hosts);
        }
        catch (IOException) when (Directory.Exists(hosts))
        {
            Directory.Delete(draft, recursive: true);
        }

        return hosts;
    }

    private static IEnumerable<string> Names() => typeof(HostFiles).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..]);

    private static string ContentHash()
    {
        var hash = new XxHash128();
        foreach (var name in Names().Order(StringComparer.Ordinal))
        {
            using var stream = Open(name);
            hash.Append(stream);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private static void Write(string name, string path)
    {
        using var stream = Open(name);
        using var file = File.Create(path);
        stream.CopyTo(file);
    }

    private static Stream Open(string name) => typeof(HostFiles).Assembly.GetManifestResourceStream(Prefix + name)
        ?? throw new InvalidOperationException($"'{name}' is not in this assembly.");
}
