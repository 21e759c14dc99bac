using System.Collections;

namespace Menace.TestHost;

/// <summary>Runs the jobs of one kind.</summary>
internal interface IRole
{
    /// <summary>Runs <paramref name="job"/> and returns its exit code.</summary>
    int Run(Job job, BotHost host);

    /// <summary>Forgets what the last job left in memory that is shared.</summary>
    void Forget();

    /// <summary>Lets the process end like one of the job's own; returns the exit code.</summary>
    /// <param name="job">The job that ran last.</param>
    /// <param name="code">Its exit code.</param>
    int End(Job job, int code);
}

/// <summary>
/// Takes one job after the other. If one leaves the process in a state that another would see, or something of it still runs, the process
/// ends as the job's own process would: with its exit code, after its foreground threads.
/// </summary>
internal static class JobServer
{
    /// <summary>Serves until the client closes the input or this process is no longer as good as a new one.</summary>
    public static int Run(IRole role)
    {
        using var protocol = Protocol.Open();
        var output = new JobOutput();
        var host = new BotHost();
        bool isUsable;
        do
        {
            var job = protocol.Next();
            JobOutput.Begin(job.Output);
            protocol.Started(job);
            host.Enter(job);
            if (host.HasChanged(job.Arguments[0]))
            {
                host.StartAnew(job, job.Arguments);
            }

            var code = role.Run(job, host);
            if (host.Residue() is not null)
            {
                return role.End(job, code);
            }

            host.Leave();
            output.End();
            isUsable = host.IsUsable;
            protocol.Ended(job, code, ends: !isUsable);
            role.Forget();
        }
        while (isUsable);
        return 0;
    }

    /// <summary>Runs the one job that this process was started for, with its environment, directory and output.</summary>
    public static int RunOnce(IRole role, IReadOnlyList<string> arguments)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => (string)variable.Value!, StringComparer.Ordinal);
        var job = new Job(0, arguments, Directory.GetCurrentDirectory(), environment, "");
        return role.End(job, role.Run(job, new BotHost()));
    }
}
