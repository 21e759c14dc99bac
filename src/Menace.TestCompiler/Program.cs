using System.Runtime.Loader;

namespace Menace.TestCompiler;

/// <summary>Serves compile jobs until its input ends. Its one argument is the folder of the SDK's compiler.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [var compiler])
        {
            await Console.Error.WriteLineAsync("Usage: Menace.TestCompiler <folder of the compiler>");
            return 64;
        }

        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Path.Combine(compiler, name.Name + ".dll") is var path && File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
        await ServeAsync();
        return 0;
    }

    /// <summary>A method of its own: it needs the compiler, which <see cref="Main"/> makes loadable.</summary>
    private static async Task ServeAsync()
    {
        using var server = new JobServer(Console.OpenStandardInput(), Console.OpenStandardOutput());
        await server.RunAsync();
    }
}
