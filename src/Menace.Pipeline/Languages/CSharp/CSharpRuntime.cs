namespace Menace.Pipeline.Languages.CSharp;

/// <summary>
/// The one generic file of a bot: its command line, calls of bots of other languages, and the conversion between values and JSON.
/// That conversion is also part of the program that runs examples (src/Menace.TestHost).
/// </summary>
internal static class CSharpRuntime
{
    /// <summary>The namespace of what is in the file. It is outside that of bots, whose names would hide those of the framework.</summary>
    public const string Namespace = "BotRuntime";

    /// <summary>Name of the class that makes functions commands.</summary>
    public const string Command = "BotCommand";

    /// <summary>The text of the file.</summary>
    /// <param name="runsSiblings">True if the bot calls bots of other languages.</param>
    public static string Text(bool runsSiblings) => string.Join('\n', (string[])
    [
        Templates.Text("csharp/BotCommand.cs.scriban"),
        .. runsSiblings ? new[] { Templates.Text("csharp/SiblingBot.cs.scriban") } : [],
        Templates.Text("csharp/BotJson.cs.scriban"),
    ]);
}
