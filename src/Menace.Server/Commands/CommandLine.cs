using System.CommandLine;
using Menace.Server.Hosting;

namespace Menace.Server.Commands;

/// <summary>The menace command.</summary>
internal static class CommandLine
{
    public static RootCommand Create() => new("Stage 3 and Stage 4 of Menace.Sdk, and their tools.")
    {
        Stage3Command.Create(),
        Stage4Command.Create(),
        RunsCommand.CreateList(),
        RunsCommand.CreateShow(),
        RunBotCommand.Create(),
        WorkerCommand.Create(),
        OutboxCommand.Create(),
        DeadCommand.Create(),
        KnowledgeCommand.Create(),
        ResearchCommand.Create(),
        MetricsCommand.Create(),
        PruneCommand.Create(),
        DoctorCommand.Create(),
    };

    /// <summary>Runs a command; a failure is one line on standard error, as compilers print it, and exit code 1.</summary>
    public static async Task<int> RunAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (CodedException exception)
        {
            await Console.Error.WriteLineAsync($"error {exception.Rule.Id}: {exception.Message}");
            return 1;
        }
    }
}
