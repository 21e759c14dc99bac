using System.CommandLine;
using Menace.Model.Diagnostics;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Server.ContentStore;
using Menace.Server.Hosting;
using Menace.Server.Stage4;

namespace Menace.Server.Commands;

/// <summary>The options of whatever works on packages.</summary>
internal sealed class WorkOptions(string standardState)
{
    private readonly StateOptions _state = new(standardState);
    private readonly QueueOptions _queue = new();
    private readonly Option<int> _slots = CommandOption.Of(
        "--slots", "N", "Maximum number of concurrent runs; 0 only accepts packages.", 1);
    private readonly Option<int> _mostQueued = CommandOption.Of(
        "--max-queue", "N", "Maximum number of queued runs; more are rejected with 429.", 1000);
    private readonly Option<string> _runTimeout = CommandOption.Of("--run-timeout", "TIME", "Time limit of one run.", "2h");
    private readonly Option<string> _verifyTimeout = CommandOption.Of(
        "--verify-timeout", "TIME", "Time limit of one bot's setup and tests.", "10m");
    private readonly Option<string> _keep = CommandOption.Of(
        "--keep", "TIME", "How long a run and its files are kept after its end, or 'all'.", "30d");
    private readonly Option<string> _lease = CommandOption.Of(
        "--lease", "TIME", "How long a run stays leased to a worker that does not renew its lease.", "20s");

    private readonly Option<string?> _knowledge = CommandOption.Of(
        "--knowledge", "FOLDER", "Folder with known bots, which complete tasks without code. Without it nothing is known.");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _slots, _mostQueued, _runTimeout, _verifyTimeout, _lease, _keep, _knowledge })
        {
            command.Options.Add(option);
        }

        _state.AddTo(command);
        _queue.AddTo(command);
    }

    /// <summary>The settings that the command line gives.</summary>
    /// <exception cref="CodedException">They cannot be used.</exception>
    public WorkSettings Read(ParseResult line, Func<string, BotDevConfig, WorkSettings> create) =>
        create(_state.Folder(line), Pipeline(line)) with
        {
            Database = _state.Database(line),
            Broker = _queue.Read(line),
            Slots = line.GetValue(_slots) is var count && count >= 0 ? count
                : throw new CodedException(Rules.InvalidOption, "--slots", $"{count}", "at least 0"),
            MostQueued = CommandOption.Positive("--max-queue", line.GetValue(_mostQueued)),
            RunTimeout = CommandOption.Duration("--run-timeout", line.GetValue(_runTimeout)!),
            Lease = CommandOption.Duration("--lease", line.GetValue(_lease)!),
            Keep = Keep(line.GetValue(_keep)!),
        };

    private static TimeSpan? Keep(string text) =>
        text == "all" ? null
        : Quantities.TryParseDuration(text, out var time) && time >= ContentSweep.Grace ? time
        : throw new CodedException(Rules.InvalidOption, "--keep", text, "a time of at least 1d such as 30d, or all");

    private BotDevConfig Pipeline(ParseResult line)
    {
        var timeout = CommandOption.Duration("--verify-timeout", line.GetValue(_verifyTimeout)!);
        var knowledge = line.GetValue(_knowledge) is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;
        try
        {
            // A worker registers no bots: its repositories are removed with its working folder.
            return BotDevConfig.FromEnvironment() with { VerifyTimeout = timeout, Knowledge = knowledge, RecordsKnowledge = false };
        }
        catch (FormatException)
        {
            throw new CodedException(
                Rules.InvalidOption, "The environment variable BOT_DEV_CONCURRENCY",
                Environment.GetEnvironmentVariable("BOT_DEV_CONCURRENCY")!, "a whole number of at least 1");
        }
    }
}
