using System.Reflection;
using System.Runtime.Loader;

namespace Menace.TestHost;

/// <summary>A bot's built assembly, in a process that looks to it like its own.</summary>
internal sealed class LoadedBot(Assembly assembly)
{
    /// <summary>Loads the assembly at <paramref name="path"/> into a process that is only for it.</summary>
    public static LoadedBot Load(string path)
    {
        var resolver = new AssemblyDependencyResolver(path);
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            resolver.ResolveAssemblyToPath(name) is { } found ? context.LoadFromAssemblyPath(found) : null;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
            resolver.ResolveUnmanagedDllToPath(name) is { } found ? System.Runtime.InteropServices.NativeLibrary.Load(found) : 0;
        AppContext.SetData("APP_CONTEXT_BASE_DIRECTORY", Path.GetDirectoryName(path) + Path.DirectorySeparatorChar);
        var assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
        Assembly.SetEntryAssembly(assembly);
        return new LoadedBot(assembly);
    }

    /// <summary>
    /// The method that <paramref name="count"/> arguments of <paramref name="function"/> mean: static ones first, then those of types that
    /// can be created
    /// without arguments.
    /// </summary>
    public MethodInfo? Find(string function, int count)
    {
        var methods = assembly.GetTypes().Where(type => type.IsVisible && !type.ContainsGenericParameters)
            .SelectMany(type => type.GetMethods(
                BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => method.Name == function && !method.IsAbstract && (method.IsStatic || Constructor(method) is not null))
            .OrderBy(method => method.IsStatic ? 0 : 1)
            .ToList();
        return methods.Find(method => Takes(method, count)) ?? methods.FirstOrDefault()
            ?? (function is "main" or "Main" ? assembly.EntryPoint : null);
    }

    /// <summary>The object that <paramref name="method"/> is called on, or null if it is static.</summary>
    public static object? Target(MethodInfo method) => method.IsStatic ? null : Create(Constructor(method)!);

    private static object Create(ConstructorInfo constructor) =>
        constructor.Invoke(BindingFlags.DoNotWrapExceptions, null,
            [.. constructor.GetParameters().Select(parameter => parameter.DefaultValue)], null);

    private static ConstructorInfo? Constructor(MethodInfo method) =>
        method.DeclaringType!.IsAbstract ? null
        : method.DeclaringType.GetConstructors()
            .FirstOrDefault(constructor => constructor.GetParameters().All(parameter => parameter.HasDefaultValue));

    private static bool Takes(MethodInfo method, int count)
    {
        var parameters = method.GetParameters();
        var takesRest = parameters.LastOrDefault()?.IsDefined(typeof(ParamArrayAttribute)) == true;
        return count >= parameters.Count(parameter => !parameter.HasDefaultValue) - (takesRest ? 1 : 0)
            && (takesRest || count <= parameters.Length);
    }
}
