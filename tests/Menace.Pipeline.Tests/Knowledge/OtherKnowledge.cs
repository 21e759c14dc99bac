using System.Diagnostics;
using System.Globalization;
using Menace.Pipeline.Knowledge;

namespace Menace.Pipeline.Tests.Knowledge;

/// <summary>The knowledge in a process of its own, as another user if this one is root, whom permissions do not stop.</summary>
internal static class OtherKnowledge
{
    public const string Command = "knowledge";

    /// <summary>Runs <paramref name="what"/> to its end.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunInProcessAsync(string folder, string what, string argument, bool asOther = false)
    {
        string[] user = asOther && Environment.IsPrivilegedProcess ? ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"] : [];
        string[] words = [.. user, "dotnet", "exec", typeof(OtherKnowledge).Assembly.Location, Command, folder, what, argument];
        var info = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, WorkingDirectory = "/" };
        info.Environment["DOTNET_EnableDiagnostics"] = "0";
        using var process = Process.Start(info)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output.Trim();
    }

    public static async Task RunAsync(string folder, string what, string argument)
    {
        try
        {
            var store = new KnowledgeFolder(folder).Open(KnowledgeFolder.Bots);
            if (what == "write")
            {
                for (var i = 0; i < 50; i++)
                {
                    store.Put(Entries.Of($"{argument}-{i}") with { Tags = [argument] });
                    store.Change("counter", known => Entries.Of("counter") with
                    {
                        Body = (int.Parse(known?.Body ?? "0", CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture),
                    });
                }
            }
            else
            {
                await Console.Out.WriteLineAsync(string.Join(' ', store.Search(argument, 9).Select(match => match.Entry.Title)));
                store.Put(Entries.Of("new"));
            }

            await Console.Out.WriteLineAsync("done");
        }
        catch (KnowledgeException exception)
        {
            await Console.Out.WriteLineAsync($"{exception.Code} {exception.Message}");
        }
    }
}

/// <summary>Entries for tests.</summary>
internal static class Entries
{
    /// <summary>An entry whose key is its title.</summary>
    public static KnowledgeEntry Of(string title, string body = "") => new() { Key = title, Title = title, Body = body };
}
