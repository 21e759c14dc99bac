using Xunit.Runner.Common;
using Xunit.Runner.InProc.SystemConsole;

namespace Menace.TestHost;

/// <summary>
/// Runs the tests of one assembly with the runner that is part of xunit: the same program, options, output, files and exit codes as those
/// of <c>dotnet exec TESTS.dll</c>. Arguments of a job: the assembly, the file for the list of tests or an empty text, the runner's.
/// </summary>
internal sealed class TestsRole : IRole
{
    private const int NotBuilt = 127;
    private const int NotListed = 3;

    /// <summary>The exit code of a process that .NET ends because of an exception (128 + SIGABRT).</summary>
    private const int Aborted = 134;

    /// <inheritdoc/>
    public int Run(Job job, BotHost host)
    {
        var (assembly, list) = (job.Arguments[0], job.Arguments[1]);
        if (!File.Exists(assembly))
        {
            JobOutput.WriteError($"The setup did not build {assembly}");
            return NotBuilt;
        }

        string[] arguments = [.. job.Arguments.Skip(2)];
        return list.Length > 0 && !List(job, assembly, list, arguments, host) ? NotListed : RunTests(assembly, arguments, host);
    }

    /// <inheritdoc/>
    public void Forget() => XunitStatics.Clear();

    /// <inheritdoc/>
    public int End(Job job, int code)
    {
        var configuration = new TestAssemblyConfiguration();
        ConfigReader_Json.Load(configuration, job.Arguments[0], null);
        var wait = configuration.ShutdownForegroundThreadWaitSecondsOrDefault;

        // As xunit's own entry point does (ConsoleRunner.Run).
        ThreadPool.QueueUserWorkItem(async _ =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            Console.WriteLine($"Waiting {wait} seconds for foreground threads to exit...");
            await Task.Delay(TimeSpan.FromSeconds(wait));
            await Console.Error.WriteLineAsync("[FATAL ERROR] Foreground threads were left running, forcing process exit");
            Environment.Exit(1);
        });
        return code;
    }

    /// <summary>Lists the tests into a file, in a run of its own of which the tests see nothing.</summary>
    private bool List(Job job, string assembly, string list, string[] arguments, BotHost host)
    {
        JobOutput.Redirect(1, list, Native.WriteOnly | Native.Create | Native.Truncate);

        // The code under test may end the process.
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        AppDomain.CurrentDomain.UnhandledException += OnUnhandled;
        var code = RunTests(assembly, ["-list", "full/json"], host);
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandled;
        var isDirty = host.Residue() is not null;
        Native.Replace(1, 2);
        if (code != 0 || !File.ReadLines(list).Any(line => line.StartsWith('[')))
        {
            Complain(code);
            return false;
        }

        if (isDirty)
        {
            host.StartAnew(job, [assembly, "", .. arguments]);
        }

        host.Leave();
        Forget();
        host.Enter(job);
        return true;
    }

    private static void OnExit(object? sender, EventArgs arguments)
    {
        Complain(Environment.ExitCode);
        Native.ExitNow(NotListed);
    }

    private static void OnUnhandled(object sender, UnhandledExceptionEventArgs arguments)
    {
        JobOutput.WriteError($"Unhandled exception. {arguments.ExceptionObject}");
        Complain(Aborted);
        Native.ExitNow(NotListed);
    }

    private static void Complain(int code) => JobOutput.WriteError($"The tests could not be listed: exit code {code}");

    private static int RunTests(string assembly, string[] arguments, BotHost host) =>
        host.Run(assembly, arguments, tests =>
        {
            using var runner = new ConsoleRunner(arguments, tests);
            return runner.EntryPoint().GetAwaiter().GetResult();
        });
}
