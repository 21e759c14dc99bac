using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Menace.Tasks.OwnProcess;

/// <summary>
/// Serves a build (<see cref="StageServer"/>). Its one argument is the folder of MSBuild, with the assemblies that tasks need.
/// </summary>
internal static class Program
{
    /// <summary>The exit code of a program that SIGTERM has ended: 128 + 15.</summary>
    private const int Terminated = 143;

    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [var host])
        {
            await Console.Error.WriteLineAsync("Usage: Menace.Tasks <folder of MSBuild>");
            return 64;
        }

        // A terminal sends them to every process of the build: MSBuild cancels its task then, or ends, and this process follows.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, context => context.Cancel = true);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true);
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Path.Combine(host, name.Name + ".dll") is var path && File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
        using var ending = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            ending.Cancel();
        });
        await ServeAsync(ending.Token);
        return ending.IsCancellationRequested ? Terminated : 0;
    }

    /// <summary>A method of its own: it needs MSBuild, which <see cref="Main"/> makes loadable.</summary>
    private static async Task ServeAsync(CancellationToken ending)
    {
        await using var output = Console.OpenStandardOutput();
        using var input = new StreamReader(Console.OpenStandardInput());

        // Only answers go there.
        Console.SetOut(Console.Error);
        await new StageServer(input, output).RunAsync(ending);
    }
}
