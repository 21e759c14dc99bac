using System.CommandLine;
using System.Globalization;
using System.Text;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Storage;
using Menace.Server.Hosting;

namespace Menace.Server.Commands;

/// <summary><c>menace dead</c>: what was given up.</summary>
internal static class DeadCommand
{
    public static Command Create()
    {
        var list = Command("list", "Lists what was given up, newest first.", (database, _) => List(database));
        var show = WithNumber("show", "Shows one of them with its content.", Show);
        var requeue = WithNumber("requeue", "Takes one of them back to life.", Requeue);
        return new Command("dead", "Looks after what was given up: runs, and messages that nobody could read.") { list, show, requeue };
    }

    private static Command WithNumber(string name, string description, Func<WorkflowDb, long, int> run)
    {
        var number = new Argument<long>("number") { Description = "Its number in the list." };
        var command = Command(name, description, (database, line) => run(database, line.GetValue(number)));
        command.Arguments.Add(number);
        return command;
    }

    private static Command Command(string name, string description, Func<WorkflowDb, ParseResult, int> run)
    {
        var state = new StateOptions("stage4");
        var command = new Command(name, description);
        state.AddTo(command);
        command.SetAction((line, _) => CommandLine.RunAsync(() => Task.FromResult(run(state.Open(line), line))));
        return command;
    }

    private static int List(WorkflowDb database)
    {
        foreach (var letter in Stores.Use(database, read => read.Dead(int.MaxValue)))
        {
            Console.WriteLine(Line(letter));
        }

        return 0;
    }

    private static int Show(WorkflowDb database, long number)
    {
        var letter = Stores.Use(database, read => read.Dead(int.MaxValue)).FirstOrDefault(letter => letter.Id == number) ?? throw Unknown(database, number);
        Console.WriteLine(Line(letter));
        if (letter.Kind == DeadKind.Message && letter.Content.Length > 0)
        {
            var content = Convert.FromBase64String(letter.Content);
            Console.WriteLine(content.All(b => b is >= 0x20 or (byte)'\n' or (byte)'\r' or (byte)'\t') ? Encoding.UTF8.GetString(content) : letter.Content);
        }

        return 0;
    }

    private static int Requeue(WorkflowDb database, long number)
    {
        var letter = Stores.Use(database, write => write.Requeue(number)) ?? throw Unknown(database, number);
        Console.WriteLine("Queued again: " + Line(letter));
        return 0;
    }

    private static CodedException Unknown(WorkflowDb database, long number) =>
        new(Rules.DeadUnknown, number.ToString(CultureInfo.InvariantCulture), $"'{database.Path}'");

    private static string Line(DeadLetter letter) => string.Create(CultureInfo.InvariantCulture,
        $"{letter.Id,6}  {letter.At:u}  {letter.Kind.ToString().ToLowerInvariant(),-8}  {(letter.RunId is { } run ? $"run {run}" : letter.Key)}  {letter.Reason.ReplaceLineEndings(" ")}");
}
