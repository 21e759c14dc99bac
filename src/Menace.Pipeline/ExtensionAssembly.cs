using System.Reflection;
using System.Runtime.Loader;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline;

/// <summary>Loads an assembly with an <see cref="IPipelineExtension"/> in a context of its own, with the dependencies beside it.</summary>
internal static class ExtensionAssembly
{
    /// <summary>The pipeline of <paramref name="config"/> with the parts of its extension, if it has one.</summary>
    /// <exception cref="PipelineException">The extension cannot be used.</exception>
    public static ImplementationPipeline PipelineOf(BotDevConfig config)
    {
        if (config.Extension is not { } path)
        {
            return new(config: config);
        }

        try
        {
            var parts = Load(Path.GetFullPath(path, Path.GetFullPath(config.SourceDirectory))).Create(config);
            return new(
                parts.Handoff, parts.Optimiser, parts.Developer, parts.Verifier, config, ipo: parts.Ipo, researcher: parts.Researcher, coder: parts.Coder);
        }
#pragma warning disable CA1031 // Code of the project: whatever it throws is its mistake, and is reported as that.
        catch (Exception exception) when (exception is not PipelineException)
#pragma warning restore CA1031
        {
            var reason = exception is TargetInvocationException { InnerException: { } inner } ? inner : exception;
            PipelineDiagnostic finding = new(Rules.ExtensionUnusable, [path, $"{reason.GetType().Name}: {reason.Message}"]);
            throw new PipelineException(PipelineStage.Handoff, [finding], inner: exception);
        }
    }

    /// <summary>The files that the extension at <paramref name="path"/> may consist of, and their folder.</summary>
    public static IReadOnlyList<string> FilesOf(string path) =>
        Path.GetDirectoryName(path) is { } folder && Directory.Exists(folder)
            ? [path, folder, .. Directory.EnumerateFiles(folder, "*.dll").Where(file => file != path).Order(StringComparer.Ordinal),
                Path.ChangeExtension(path, ".deps.json")]
            : [path];

    private static IPipelineExtension Load(string path)
    {
        // From memory: the next build may write the file while this process lives.
        using var bytes = new MemoryStream(File.ReadAllBytes(path));
        var assembly = new Context(path).LoadFromStream(bytes);
        Type[] types = [.. assembly.GetExportedTypes().Where(type => type is { IsClass: true, IsAbstract: false }
            && typeof(IPipelineExtension).IsAssignableFrom(type) && type.GetConstructor([]) is not null)];
        return types is [var only] ? (IPipelineExtension)Activator.CreateInstance(only)!
            : throw new TypeLoadException(types.Length == 0
                ? $"it has no public class that implements {nameof(IPipelineExtension)} and has a constructor without parameters"
                : $"it has {types.Length} classes that implement {nameof(IPipelineExtension)}: "
                    + string.Join(", ", types.Select(type => type.Name)));
    }

    /// <summary>What Menace has loaded is shared, so that both mean the same types; all else is the extension's own.</summary>
    private sealed class Context(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
    {
        private static readonly AssemblyLoadContext Own = GetLoadContext(typeof(ExtensionAssembly).Assembly)!;

        private readonly AssemblyDependencyResolver? _resolver =
            File.Exists(Path.ChangeExtension(path, ".deps.json")) ? new(path) : null;

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            if (Own.Assemblies.FirstOrDefault(one => one.GetName().Name == assemblyName.Name) is { } shared)
            {
                return shared;
            }

            var file = _resolver?.ResolveAssemblyToPath(assemblyName)
                ?? Path.Combine(Path.GetDirectoryName(path)!, assemblyName.Name + ".dll");
            if (!File.Exists(file))
            {
                return null;
            }

            using var bytes = new MemoryStream(File.ReadAllBytes(file));
            return LoadFromStream(bytes);
        }

        protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
            _resolver?.ResolveUnmanagedDllToPath(unmanagedDllName) is { } file ? LoadUnmanagedDllFromPath(file) : 0;
    }
}
