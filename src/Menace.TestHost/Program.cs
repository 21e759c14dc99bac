using System.Text.Json;

namespace Menace.TestHost;

/// <summary>
/// Runs examples: the path of the bot's assembly, the file of calls, the file of results (docs/verification.md, "Which tests have to run").
/// </summary>
internal static class Program
{
    private static async Task Main(string[] arguments)
    {
        var (assembly, calls, results) = (arguments[0], arguments[1], arguments[2]);
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(calls));
        var bot = new LoadedBot(assembly);
        var file = new FileStream(results, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        await using var lines = new StreamWriter(file) { AutoFlush = true, NewLine = "\n" };
        foreach (var call in document.RootElement.EnumerateArray())
        {
            var values = call.GetProperty("args").EnumerateArray().Select(value => value.GetRawText());
            var outcome = await ExampleCall.RunAsync(bot, call.GetProperty("function").GetString()!, [.. values]);
            await lines.WriteLineAsync(outcome.ToJson(call.GetProperty("index").GetInt32()));
        }

        // What the bot left running does not keep the process.
        await lines.DisposeAsync();
        Environment.Exit(0);
    }
}
