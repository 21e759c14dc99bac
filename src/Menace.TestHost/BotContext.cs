using System.Reflection;
using System.Runtime.Loader;

namespace Menace.TestHost;

/// <summary>
/// The assemblies of one bot. They are found beside its test assembly, as in a process of their own; those of the framework and of xunit
/// are the host's. It is not unloaded: .NET compiles the methods of a context that can be unloaded with all optimisations at once, so that
/// stack traces lack frames that they have in a process of the bot's own, and no assembly that is made at run time can use its types.
/// </summary>
internal sealed class BotContext : AssemblyLoadContext
{
    private static readonly string Framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
    private static readonly HashSet<string?> Shared =
        [.. Directory.EnumerateFiles(Path.GetDirectoryName(typeof(BotContext).Assembly.Location)!, "*.dll")
            .Select(Path.GetFileNameWithoutExtension)];

    private readonly string _folder;
    private readonly AssemblyDependencyResolver? _resolver;

    /// <summary>The context of the assembly at <paramref name="path"/>.</summary>
    public BotContext(string path)
        : base("bot")
    {
        _folder = Path.GetDirectoryName(path)!;

        // Only packages with files for several platforms need their file of dependencies to be read.
        _resolver = Directory.Exists(Path.Combine(_folder, "runtimes")) ? new AssemblyDependencyResolver(path) : null;
    }

    /// <summary>Gets whether native code was loaded, which stays in the process.</summary>
    public bool HasNativeCode { get; private set; }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var name = assemblyName.Name!;
        if (Shared.Contains(name))
        {
            return null;
        }

        var path = _resolver?.ResolveAssemblyToPath(assemblyName)
            ?? Path.Combine(_folder, assemblyName.CultureName ?? "", name + ".dll");
        return File.Exists(path) && !IsNewerInFramework(name, path) ? LoadFromAssemblyPath(path) : null;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        if (_resolver?.ResolveUnmanagedDllToPath(unmanagedDllName) is not { } path)
        {
            return 0;
        }

        HasNativeCode = true;
        return LoadUnmanagedDllFromPath(path);
    }

    /// <summary>Of a file that both have, a process takes the one with the higher version.</summary>
    private static bool IsNewerInFramework(string name, string path)
    {
        var framework = Path.Combine(Framework, name + ".dll");
        return File.Exists(framework)
            && AssemblyName.GetAssemblyName(framework).Version >= AssemblyName.GetAssemblyName(path).Version;
    }
}
