using Menace.Model.Tasks;

namespace Menace.Pipeline.Planning;

/// <summary>A page about bots.</summary>
/// <param name="Path">Its path, for places.</param>
/// <param name="Text">Its Markdown.</param>
public sealed record BlueprintPage(string Path, string Text);

/// <summary>A bot of a blueprint.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsTask">True if the task list has it.</param>
/// <param name="Place">Where it is named first, as <c>path:line</c>; empty for a task that no page names.</param>
internal sealed record BlueprintBot(string Name, bool IsTask, string Place);

/// <summary>A bot that needs another one.</summary>
/// <param name="Bot">The bot.</param>
/// <param name="Needs">The bot that it needs.</param>
/// <param name="Place">Where that is said first, as <c>path:line</c>; empty for the task list.</param>
internal sealed record BlueprintEdge(string Bot, string Needs, string Place);

/// <summary>
/// The bots that a task list and Markdown pages name, and which of them need which. Pages are text: nothing in them is followed or run.
/// Reading takes time in proportion to their length.
/// </summary>
/// <param name="Bots">The tasks in their order, then the others in the order of the pages.</param>
/// <param name="Edges">The dependencies, each once, those of the task list first.</param>
internal sealed record Blueprint(IReadOnlyList<BlueprintBot> Bots, IReadOnlyList<BlueprintEdge> Edges)
{
    /// <summary>Characters of one page; a longer one is not read.</summary>
    public const int LongestPage = 16 << 20;

    /// <summary>Bots that are kept; more names are not read.</summary>
    public const int MostBots = 100_000;

    /// <summary>Gets the pages that were not read, each with the reason.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];

    /// <summary>Reads <paramref name="tasks"/> and <paramref name="pages"/>.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Blueprint Read(
        IReadOnlyList<TaskInfo> tasks, IReadOnlyList<BlueprintPage> pages, CancellationToken cancellationToken = default)
    {
        var draft = new BlueprintDraft(tasks);
        List<string> skipped = [];
        List<(BlueprintPage Page, IReadOnlyList<MarkdownBlock> Blocks)> read = [];
        foreach (var page in pages)
        {
            if (page.Text.Length > LongestPage)
            {
                skipped.Add(FormattableString.Invariant(
                    $"{page.Path} has {page.Text.Length} characters; at most {LongestPage} are read. Split the page"));
                continue;
            }

            read.Add((page, MarkdownBlock.Read(page.Text, cancellationToken)));
        }

        // All names first: a sentence may be about a bot that a later page introduces.
        foreach (var (page, blocks) in read)
        {
            cancellationToken.ThrowIfCancellationRequested();
            new BlueprintNames(draft, page.Path).Read(blocks);
        }

        foreach (var (page, blocks) in read)
        {
            cancellationToken.ThrowIfCancellationRequested();
            new BlueprintDependencies(draft, page.Path).Read(blocks);
        }

        return draft.ToBlueprint() with { Skipped = skipped };
    }
}
