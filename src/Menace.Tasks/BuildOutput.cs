using System.Globalization;
using Menace.Pipeline.Reporting;
using Microsoft.Build.Framework;

namespace Menace.Tasks;

/// <summary>
/// Prints lines for people. The terminal logger, the default in a terminal, drops ordinary messages; of a project in which the target
/// <c>_TestRunStart</c> has run it prints those of type TLTESTOUTPUT, moves its live line by TLTESTPASSED, and makes the test summary from
/// TLTESTFINISH
/// (dotnet/msbuild, src/Build/Logging/TerminalLogger/TerminalLogger.cs). For other loggers a line is an ordinary message: a task host, in
/// which Visual
/// Studio and <c>-mt</c> run tasks, drops messages of these types.
/// </summary>
/// <param name="engine">Takes the messages.</param>
/// <param name="sender">Name of the task.</param>
/// <param name="isTerminal">True if the terminal logger is on: MSBuild sets <c>_MSBUILDTLENABLED</c> to 1.</param>
internal sealed class BuildOutput(IBuildEngine engine, string sender, bool isTerminal)
{
    /// <summary>True if the project makes an error of the warning <paramref name="code"/>.</summary>
    public bool TreatsAsError(string code) => engine is IBuildEngine8 host && host.ShouldTreatWarningAsError(code);

    /// <summary>Prints <c>Menace: TEXT</c>.</summary>
    public void Line(string text) => Print("Menace: " + text);

    /// <summary>Prints <paramref name="text"/> as it is.</summary>
    public void Print(string text)
    {
        if (isTerminal)
        {
            Log("TLTESTOUTPUT", text, []);
        }
        else
        {
            engine.LogMessageEvent(new(text, null, sender, MessageImportance.High));
        }
    }

    /// <summary>Prints a message about a place. Loggers other than that of terminals put the place before the message themselves.</summary>
    public void PrintAt(string code, string? file, int line, int column, int endLine, int endColumn, string message)
    {
        if (isTerminal)
        {
            Print($"{file}{(line > 0 ? string.Create(CultureInfo.InvariantCulture, $"({line},{column})") : "")}: {code}: {message}");
            return;
        }

        engine.LogMessageEvent(new(null, code, file, line, column, endLine, endColumn, message, null, sender, MessageImportance.High));
    }

    /// <summary>Shows a bot in the live line of a terminal.</summary>
    public void Show(string outcome, string bot)
    {
        if (isTerminal)
        {
            Log("TLTESTPASSED", $"{outcome} {bot}", new() { ["localizedResult"] = outcome, ["displayName"] = bot });
        }
    }

    /// <summary>Gives a terminal the numbers for its test summary; none if no test ran.</summary>
    public void Total(BuildSummary summary)
    {
        var total = summary.TestsPassed + summary.TestsFailed + summary.TestsSkipped;
        if (isTerminal && total > 0)
        {
            Log("TLTESTFINISH", BotLine.Count(total, "test"), new()
            {
                ["total"] = Text(total),
                ["passed"] = Text(summary.TestsPassed),
                ["skipped"] = Text(summary.TestsSkipped),
                ["failed"] = Text(summary.TestsFailed),
            });
        }
    }

    private void Log(string type, string text, Dictionary<string, string?> metadata) =>
        engine.LogMessageEvent(new ExtendedBuildMessageEventArgs(
            type, text, null, sender, MessageImportance.High)
        { ExtendedMetadata = metadata });

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
