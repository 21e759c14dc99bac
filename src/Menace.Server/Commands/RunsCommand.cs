using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Pipeline.Storage;
using Menace.Server.Hosting;
using Menace.Server.Stage4;

namespace Menace.Server.Commands;

/// <summary><c>menace runs</c> and <c>menace show</c>: the runs of WorkflowDb.</summary>
internal static class RunsCommand
{
    public static Command CreateList()
    {
        var state = new StateOptions(".menace");
        var limit = CommandOption.Of("--limit", "N", "Maximum number of runs.", 20);
        var json = CommandOption.Flag("--json", "Write JSON.");
        var command = new Command("runs", "Lists the runs, newest first.") { limit, json };
        state.AddTo(command);
        command.SetAction((line, _) => CommandLine.RunAsync(() => Task.FromResult(
            List([.. Stores.Use(state.Open(line), database => database.Runs(CommandOption.Positive("--limit", line.GetValue(limit))))
                .Select(RunViews.SummaryOf)], line.GetValue(json)))));
        return command;
    }

    public static Command CreateShow()
    {
        var state = new StateOptions(".menace");
        var run = new Argument<string>("run") { Description = "Number of the run, or name of a bot." };
        var limit = CommandOption.Of("--limit", "N", "Maximum number of runs, for a bot.", 20);
        var json = CommandOption.Flag("--json", "Write JSON.");
        var command = new Command("show", "Shows a run: its bots, diagnostics and journal; or the verdicts on a bot.") { run, limit, json };
        state.AddTo(command);
        command.SetAction((line, _) => CommandLine.RunAsync(() =>
        {
            var database = state.Open(line);
            var name = line.GetValue(run)!;
            if (!long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                var count = CommandOption.Positive("--limit", line.GetValue(limit));
                var verdicts = Stores.Use(database, read => read.Verdicts(name, count));
                return Task.FromResult(verdicts.Count > 0 ? ShowBot(verdicts, line.GetValue(json))
                    : throw new CodedException(Rules.RunUnknown, name, $"'{database.Path}'"));
            }

            var details = Stores.Use(database, read => RunViews.Details(read, id))
                ?? throw new CodedException(Rules.RunUnknown, id.ToString(CultureInfo.InvariantCulture), $"'{database.Path}'");
            return Task.FromResult(Show(details, Stores.Use(database, read => read.Journal(id)), line.GetValue(json)));
        }));
        return command;
    }

    private static int List(IReadOnlyList<RunSummary> runs, bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(runs, ServiceJson.Options));
            return 0;
        }

        foreach (var run in runs)
        {
            Console.WriteLine(Line(run));
        }

        return 0;
    }

    private static int Show(RunDetails details, IReadOnlyList<JournalEntry> journal, bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { run = details, journal }, ServiceJson.Options));
            return 0;
        }

        Console.WriteLine(Line(details.Run));
        if (details.Reason is { } reason)
        {
            Console.WriteLine($"  {reason}");
        }

        foreach (var bot in details.Bots)
        {
            Console.WriteLine($"  {bot.Name}: {bot.Outcome} ({bot.Stage}){string.Concat(bot.Codes.Select(code => " " + code))}");
        }

        foreach (var finding in details.Findings)
        {
            Console.WriteLine($"{finding.Severity} {finding.Id}: {finding.Message}");
        }

        foreach (var entry in journal)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{entry.At:u} {entry.Stage} {entry.Bot} {entry.Outcome} {entry.Reason}").TrimEnd());
        }

        return 0;
    }

    /// <summary>One line per run: a bot that is flaky has both outcomes for the same key.</summary>
    private static int ShowBot(IReadOnlyList<(long RunId, JournalEntry Entry)> verdicts, bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(
                verdicts.Select(verdict => new { run = verdict.RunId, verdict.Entry.At, verdict.Entry.Outcome, verdict.Entry.Reason }),
                ServiceJson.Options));
            return 0;
        }

        foreach (var (run, entry) in verdicts)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run,6}  {entry.Outcome,-19}  {entry.At:u}  {entry.Reason}"));
        }

        return 0;
    }

    private static string Line(RunSummary run) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{run.Id,6}  {run.Status,-9}  {run.Started:u}  {run.PackageDigest[..Math.Min(12, run.PackageDigest.Length)]}");
}
