using System.CommandLine;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Languages;
using Menace.Server.Hosting;

namespace Menace.Server.Commands;

/// <summary><c>menace knowledge</c>: what is known of bots, code, failures and plans of earlier builds.</summary>
internal static class KnowledgeCommand
{
    private const string AllDatabases = "all";

    public static Command Create() => new("knowledge", "Manages what is known of bots, code, failures and plans of earlier builds.")
    {
        CreateList(), CreateShow(), CreateSearch(), CreateImport(), CreateExport(), CreatePrune(),
    };

    private static Command CreateList()
    {
        var database = Database("bots");
        var limit = CommandOption.Of("--limit", "N", "Maximum number of entries of each database.", 100);
        return Command("list", "Lists entries by name.", [database, limit], (line, folder, output, _) =>
        {
            var most = CommandOption.Positive("--limit", line.GetValue(limit));
            output.Entries([.. Files(line.GetValue(database)!).SelectMany(
                file => folder.Open(file).List().OrderBy(entry => entry.Title, StringComparer.Ordinal).Take(most)
                    .Select(entry => (file, entry)))]);
            return Task.CompletedTask;
        });
    }

    private static Command CreateShow()
    {
        var name = new Argument<string>("name") { Description = "Name of a bot, or name or key of another entry." };
        return Command("show", "Shows the entries with a name, and their history.", [name], (line, folder, output, _) =>
        {
            var wanted = line.GetValue(name)!;
            (string, KnowledgeEntry, IReadOnlyList<KnowledgeEntry>)[] found =
            [
                .. from file in KnowledgeFolder.Files
                   let store = folder.Open(file)
                   from entry in store.ByTitle(wanted).Concat(store.Find(wanted) is { } one ? [one] : []).DistinctBy(entry => entry.Key)
                   select (file, entry, store.History(entry.Key)),
            ];
            output.Details(found.Length > 0 ? found : throw new CodedException(Rules.KnowledgeNotFound, wanted, folder.Path));
            return Task.CompletedTask;
        });
    }

    private static Command CreateSearch()
    {
        var words = new Argument<string[]>("words") { Description = "Words, of which one is enough.", Arity = ArgumentArity.OneOrMore };
        var database = Database(AllDatabases);
        var limit = CommandOption.Of("--limit", "N", "Maximum number of entries of each database.", 20);
        return Command("search", "Finds entries by their words, the best first.", [words, database, limit], (line, folder, output, _) =>
        {
            var (text, most) = (string.Join(' ', line.GetValue(words)!), CommandOption.Positive("--limit", line.GetValue(limit)));
            output.Matches([.. Files(line.GetValue(database)!).SelectMany(
                file => folder.Open(file).Search(text, most).Select(match => (file, match)))]);
            return Task.CompletedTask;
        });
    }

    private static Command CreateImport()
    {
        var path = new Argument<string>("path") { Description = "A git repository, a folder of repositories, or a file of an export." };
        var trust = CommandOption.Flag(
            "--trust", "Allow functions of these bots to be executed later, to compare them with tasks; bots of a file keep their origin.");
        return Command("import", "Imports repositories or an export. Nothing is executed.", [path, trust],
            async (line, folder, output, cancellationToken) =>
            {
                var source = Path.GetFullPath(line.GetValue(path)!);
                if (Directory.Exists(source))
                {
                    var languages = LanguageTable.Create(new BotDevConfig(), new ProcessRunner());
                    var import = new RepositoryImport(folder, languages);
                    output.Imported(await import.RunAsync(source, line.GetValue(trust), cancellationToken));
                    return;
                }

                output.Count("Imported", KnowledgeExchange.Import(folder, source, line.GetValue(trust), cancellationToken));
            });
    }

    private static Command CreateExport()
    {
        var path = new Argument<string>("file") { Description = "The file to write, one line of JSON for each entry." };
        return Command("export", "Writes all entries to a file.", [path], (line, folder, output, _) =>
        {
            output.Count("Exported", KnowledgeExchange.Export(folder, Path.GetFullPath(line.GetValue(path)!)));
            return Task.CompletedTask;
        });
    }

    private static Command CreatePrune()
    {
        var olderThan = CommandOption.Of("--older-than", "TIME", "Minimum time since an entry was stored, such as 30d.");
        olderThan.Required = true;
        var history = CommandOption.Flag("--history", "Removes only revisions that were replaced by newer ones.");
        var database = Database(AllDatabases);
        var dryRun = CommandOption.Flag("--dry-run", "Prints what would be removed, and removes nothing.");
        return Command("prune", "Removes old entries.", [olderThan, history, database, dryRun], (line, folder, output, _) =>
        {
            var before = TimeProvider.System.GetUtcNow() - CommandOption.Duration("--older-than", line.GetValue(olderThan)!);
            output.Count(line.GetValue(dryRun) ? "Would remove" : "Removed", Files(line.GetValue(database)!).Sum(
                file => folder.Open(file).Prune(before, line.GetValue(history), line.GetValue(dryRun))));
            return Task.CompletedTask;
        });
    }

    private static Option<string> Database(string standard) => CommandOption.Of(
        "--database", "NAME", $"One of {Names()}.", standard);

    private static string Names() => string.Join(", ", KnowledgeFolder.Files.Select(Path.GetFileNameWithoutExtension).Append(AllDatabases));

    private static IReadOnlyList<string> Files(string name)
    {
        IReadOnlyList<string> files = name == AllDatabases ? KnowledgeFolder.Files
            : [.. KnowledgeFolder.Files.Where(file => file == name || Path.GetFileNameWithoutExtension(file) == name)];
        return files.Count > 0 ? files : throw new CodedException(Rules.InvalidOption, "--database", name, "one of " + Names());
    }

    /// <summary>A command over a folder of the knowledge.</summary>
    public static Command Command(
        string name, string description, IReadOnlyList<Symbol> symbols,
        Func<ParseResult, KnowledgeFolder, KnowledgeOutput, CancellationToken, Task> run)
    {
        var knowledge = CommandOption.Of(
            "--knowledge", "FOLDER", "The folder of the knowledge (default: the variable MenaceKnowledge or MENACE_KNOWLEDGE).",
            KnowledgeFolder.Default);
        var json = CommandOption.Flag("--json", "Write JSON.");
        var command = new Command(name, description) { knowledge, json };
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                command.Arguments.Add(argument);
            }
            else
            {
                command.Options.Add((Option)symbol);
            }
        }

        command.SetAction((line, cancellationToken) => CommandLine.RunAsync(async () =>
        {
            var folder = new KnowledgeFolder(line.GetValue(knowledge)!);
            try
            {
                await run(line, folder, new KnowledgeOutput(line.GetValue(json)), cancellationToken);
                return 0;
            }
            catch (KnowledgeException exception)
            {
                throw new CodedException(exception.Rule, exception.Arguments, exception);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new CodedException(Rules.KnowledgeUnusable, [folder.Path, exception.Message], exception);
            }
            finally
            {
                foreach (var replaced in folder.TakeReplaced())
                {
                    await Console.Error.WriteLineAsync(KnowledgeFindings.Of(replaced).ToString());
                }
            }
        }));
        return command;
    }
}
