using System.Text.Json;

namespace Menace.TestHost;

/// <summary>
/// Runs examples. Arguments of a job: the bot's assembly, the file of calls, the file that results are appended to
/// (docs/verification.md, "Which tests have to run").
/// </summary>
internal sealed class ExamplesRole : IRole
{
    /// <inheritdoc/>
    public int Run(Job job, BotHost host) =>
        host.Run(job.Arguments[0], [.. job.Arguments.Skip(1)], assembly =>
        {
            RunAsync(new LoadedBot(assembly), job.Arguments[1], job.Arguments[2]).GetAwaiter().GetResult();
            return 0;
        });

    /// <inheritdoc/>
    public void Forget()
    {
    }

    /// <inheritdoc/>
    public int End(Job job, int code)
    {
        Environment.Exit(code);
        return code;
    }

    /// <summary>Makes the calls in the file <paramref name="calls"/>.</summary>
    public static async Task RunAsync(LoadedBot bot, string calls, string results)
    {
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(calls));
        var file = new FileStream(results, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        await using var lines = new StreamWriter(file) { AutoFlush = true, NewLine = "\n" };
        foreach (var call in document.RootElement.EnumerateArray())
        {
            var values = call.GetProperty("args").EnumerateArray().Select(value => value.GetRawText());
            var outcome = await ExampleCall.RunAsync(bot, call.GetProperty("function").GetString()!, [.. values]);
            await lines.WriteLineAsync(outcome.ToJson(call.GetProperty("index").GetInt32()));
        }
    }
}
