using System.CommandLine;
using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Storage;
using Menace.Server.Hosting;
using Menace.Server.Storage;

namespace Menace.Server.Commands;

/// <summary><c>menace dead</c>: dead letters of the database, or with <c>--queue-uri-variable</c> of a broker.</summary>
internal static class DeadCommand
{
    public static Command Create()
    {
        var limit = CommandOption.Of("--limit", "N", "How many.", 100);
        var list = Command("list", "Lists the dead letters.",
            (broker, line, cancellationToken) => broker.ListAsync(Limit(line), cancellationToken),
            (database, line) => List(database, Limit(line)));
        list.Options.Add(limit);

        var all = CommandOption.Flag("--all", "All dead letters.");
        var some = new Argument<string?>(
            "id")
        { Description = "Number of the dead letter, or its id at the broker.", Arity = ArgumentArity.ZeroOrOne };
        var requeue = Command("requeue", "Requeues one or all dead letters.",
            (broker, line, cancellationToken) =>
                Id(line) is { } id ? broker.RequeueAsync(id, cancellationToken) : broker.RequeueAllAsync(cancellationToken),
            (database, line) => Requeue(database, Id(line)));
        requeue.Arguments.Add(some);
        requeue.Options.Add(all);

        var show = WithId("show", "Shows a dead letter with its content.", (broker, id, cancellationToken) =>
            broker.ShowAsync(id, cancellationToken), Show);
        var drop = WithId("drop", "Removes a dead letter permanently.", (broker, id, cancellationToken) =>
            broker.DropAsync(id, cancellationToken), Drop);
        return new Command("dead", "Manages dead letters: failed runs and undeliverable messages.") { list, show, requeue, drop };

        int Limit(ParseResult line) => CommandOption.Positive("--limit", line.GetValue(limit));

        string? Id(ParseResult line) => (line.GetValue(some), line.GetValue(all)) switch
        {
            ({ } id, false) => id,
            (null, true) => null,
            var (id, _) => throw new CodedException(
                Rules.InvalidOption, "--all", id ?? "", "given without the id of a dead letter, or omitted with one"),
        };
    }

    private static Command WithId(
        string name, string description, Func<BrokerDead, string, CancellationToken, Task> onBroker, Action<WorkflowDb, string> onDatabase)
    {
        var id = new Argument<string>("id") { Description = "Number of the dead letter, or its id at the broker." };
        var command = Command(
            name, description,
            (broker, line, cancellationToken) => onBroker(broker, line.GetValue(id)!, cancellationToken),
            (database, line) => onDatabase(database, line.GetValue(id)!));
        command.Arguments.Add(id);
        return command;
    }

    private static Command Command(
        string name, string description, Func<BrokerDead, ParseResult, CancellationToken, Task> onBroker,
        Action<WorkflowDb, ParseResult> onDatabase)
    {
        var state = new StateOptions("stage4");
        var queue = new QueueOptions();
        var command = new Command(name, description);
        state.AddTo(command);
        queue.AddBrokerTo(command);
        command.SetAction((line, cancellationToken) => CommandLine.RunAsync(async () =>
        {
            if (queue.Read(line) is { } broker)
            {
                await onBroker(new(broker, Console.Out), line, cancellationToken);
            }
            else
            {
                onDatabase(state.Open(line), line);
            }

            return 0;
        }));
        return command;
    }

    private static void List(WorkflowDb database, int limit)
    {
        foreach (var letter in Stores.Use(database, read => read.Dead(limit)))
        {
            Console.WriteLine(Line(letter));
        }

        if (Stores.Use(database, read => read.CountDead()) is var count && count > limit)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"… and {count - limit} more"));
        }
    }

    private static void Show(WorkflowDb database, string id)
    {
        var number = Number(database, id);
        var letter = Stores.Use(database, read => read.Dead(int.MaxValue)).FirstOrDefault(letter => letter.Id == number)
            ?? throw Unknown(database, id);
        Console.WriteLine(Line(letter));
        if (letter.Kind == DeadKind.Message && letter.Content.Length > 0)
        {
            Console.WriteLine(ReadableText.Of(Convert.FromBase64String(letter.Content)) ?? letter.Content);
        }
    }

    private static void Requeue(WorkflowDb database, string? id)
    {
        if (id is not null)
        {
            var number = Number(database, id);
            Console.WriteLine("Requeued: " + Line(Stores.Use(database, write => write.Requeue(number)) ?? throw Unknown(database, id)));
            return;
        }

        foreach (var letter in Stores.Use(database, read => read.Dead(int.MaxValue)).Reverse())
        {
            Console.WriteLine((Stores.Use(database, write => write.Requeue(letter.Id)) is null ? "Not requeued: " : "Requeued: ")
                + Line(letter));
        }
    }

    private static void Drop(WorkflowDb database, string id)
    {
        var number = Number(database, id);
        Console.WriteLine("Dropped: " + Line(Stores.Use(database, write => write.Drop(number)) ?? throw Unknown(database, id)));
    }

    private static long Number(WorkflowDb database, string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Unknown(database, id);

    private static CodedException Unknown(WorkflowDb database, string id) => new(Rules.DeadUnknown, id, $"'{database.Path}'");

    private static string Line(DeadLetter letter) => ReadableText.Line(string.Create(CultureInfo.InvariantCulture,
        $"{letter.Id,6}  {letter.At:u}  {letter.Kind.ToWord(),-8}  {(letter.RunId is { } run ? $"run {run}" : letter.Key)}  " +
            $"{letter.Reason}"));
}
