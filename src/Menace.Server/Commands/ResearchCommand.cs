using System.CommandLine;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Research;
using Menace.Server.Hosting;

namespace Menace.Server.Commands;

/// <summary><c>menace research</c>: what research found for tasks, and where.</summary>
internal static class ResearchCommand
{
    public static Command Create() => new("research", "Shows what research found for tasks.")
    {
        CreateList(), CreateShow(), CreateSearch(),
    };

    private static Command CreateList()
    {
        var limit = CommandOption.Of("--limit", "N", "Maximum number of findings.", 100);
        return KnowledgeCommand.Command("list", "Lists findings, the newest first.", [limit], (line, folder, output, _) =>
        {
            var most = CommandOption.Positive("--limit", line.GetValue(limit));
            output.Entries([.. Memory(folder).ByTag(ResearchMemory.FindingTag, most)
                .Select(entry => (KnowledgeFolder.Information, entry))]);
            return Task.CompletedTask;
        });
    }

    private static Command CreateShow()
    {
        var name = new Argument<string>("name") { Description = "Name of a task, or id of a finding." };
        return KnowledgeCommand.Command("show", "Shows the findings about a task with their sources.", [name], (line, folder, output, _) =>
        {
            var (store, wanted) = (Memory(folder), line.GetValue(name)!);
            output.Findings([.. store.ByTitle(wanted).Concat(store.Find(wanted) is { } one ? [one] : [])
                .Where(entry => entry.Tags.Contains(ResearchMemory.FindingTag)).DistinctBy(entry => entry.Key)]);
            return Task.CompletedTask;
        });
    }

    private static Command CreateSearch()
    {
        var words = new Argument<string[]>("words") { Description = "Words, of which one is enough.", Arity = ArgumentArity.OneOrMore };
        var limit = CommandOption.Of("--limit", "N", "Maximum number of findings.", 20);
        const string Description = "Finds findings by their words, the best first.";
        return KnowledgeCommand.Command("search", Description, [words, limit], (line, folder, output, _) =>
        {
            var most = CommandOption.Positive("--limit", line.GetValue(limit));
            output.Matches([.. Memory(folder).Search(string.Join(' ', line.GetValue(words)!), most)
                .Where(match => match.Entry.Tags.Contains(ResearchMemory.FindingTag))
                .Select(match => (KnowledgeFolder.Information, match))]);
            return Task.CompletedTask;
        });
    }

    private static KnowledgeStore Memory(KnowledgeFolder folder) => folder.Open(KnowledgeFolder.Information);
}
