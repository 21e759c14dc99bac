namespace Menace.TestHost;

/// <summary>
/// <c>serve tests</c> and <c>serve examples</c> take jobs of many bots (<see cref="JobServer"/>), <c>once</c> does one of them. Three paths
/// run the examples of one bot in a process of its own: its assembly, the file of calls, the file of results.
/// </summary>
internal static class Program
{
    /// <summary>Takes jobs.</summary>
    public const string Serve = "serve";

    /// <summary>Does one job.</summary>
    public const string Once = "once";

    private static int Main(string[] arguments)
    {
        if (arguments is [Serve or Once, var role, .. var job])
        {
            return role switch
            {
                "tests" => RunTests(arguments[0], job),
                "examples" => Run(new ExamplesRole(), arguments[0], job),
                _ => throw new ArgumentException($"Unknown role '{role}'.", nameof(arguments)),
            };
        }

        ExamplesRole.RunAsync(LoadedBot.Load(arguments[0]), arguments[1], arguments[2]).GetAwaiter().GetResult();

        // What the bot left running does not keep the process.
        Environment.Exit(0);
        return 0;
    }

    /// <summary>A method of its own: nothing of xunit is loaded for examples.</summary>
    private static int RunTests(string mode, string[] job) => Run(new TestsRole(), mode, job);

    private static int Run(IRole role, string mode, string[] job) => mode == Serve ? JobServer.Run(role) : JobServer.RunOnce(role, job);
}
