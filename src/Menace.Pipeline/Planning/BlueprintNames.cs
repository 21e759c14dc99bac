namespace Menace.Pipeline.Planning;

/// <summary>Finds the bots that a page introduces: in headings, lists, tables, diagrams, and in sentences that call them bots.</summary>
/// <param name="draft">Receives the names.</param>
/// <param name="path">Path of the page.</param>
internal sealed class BlueprintNames(BlueprintDraft draft, string path)
{
    private static readonly HashSet<string> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        "agent", "agents", "bot", "bots", "job", "jobs", "task", "tasks", "worker", "workers",
    };

    /// <summary>Reads the blocks of the page.</summary>
    public void Read(IReadOnlyList<MarkdownBlock> blocks)
    {
        foreach (var block in blocks)
        {
            switch (block.Kind)
            {
                case MarkdownKind.Row:
                    ReadRow(block);
                    break;
                case MarkdownKind.Mermaid:
                    foreach (var node in MermaidArrows.Read(block.Text).Nodes
                        .Where(node => draft.IsKnown(node) || BotNames.IsDistinct(node)))
                    {
                        draft.Add(node, path, block.Line);
                    }

                    break;
                default:
                    ReadText(block);
                    break;
            }
        }
    }

    /// <summary>Index of the column with the names of bots, or -1.</summary>
    public static int NameColumn(IReadOnlyList<string> head)
    {
        for (var i = 0; i < head.Count; i++)
        {
            if (TextWord.Of(head[i]) is [var word] && Kinds.Contains(word.Text))
            {
                return i;
            }
        }

        return head.Count > 0 && TextWord.Of(head[0]) is [.., var last]
            && (Kinds.Contains(last.Text) || last.Text.Equals("name", StringComparison.OrdinalIgnoreCase)) ? 0 : -1;
    }

    private void ReadRow(MarkdownBlock row)
    {
        var column = NameColumn(row.Head);
        for (var i = 0; i < row.Cells.Count; i++)
        {
            var words = TextWord.Of(row.Cells[i]);
            if (words is [var only] && (i == column ? BotNames.IsName(only.Text) : i == 0 && BotNames.IsDistinct(only.Text)))
            {
                draft.Add(only.Text, path, row.Line);
                continue;
            }

            AddIntroduced(words, row.Line);
        }
    }

    private void ReadText(MarkdownBlock block)
    {
        var words = TextWord.Of(block.Text);
        if (block.Kind != MarkdownKind.Paragraph && Leading(block.Text, words) is { } name)
        {
            draft.Add(name, path, block.Line);
        }

        AddIntroduced(words, block.Line);
    }

    /// <summary>The name that a heading, or an entry of a list, is about: alone, or in front of a colon, a dash or a bracket.</summary>
    private static string? Leading(string text, IReadOnlyList<TextWord> words)
    {
        var first = words.FirstOrDefault(word => !word.Text.All(c => char.IsDigit(c) || c == '.'));
        if (first.Text is not { } name || !BotNames.IsDistinct(name))
        {
            return null;
        }

        var rest = text[(text.IndexOf(name, StringComparison.Ordinal) + name.Length)..].TrimStart('`', '*', '_', ']', '"').TrimStart();
        return rest.Length == 0 || rest[0] is ':' or '-' or '–' or '—' or '(' or ',' or '|' or '=' or '→' ? name : null;
    }

    private void AddIntroduced(IReadOnlyList<TextWord> words, int line)
    {
        var startsSentence = true;
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            var isCalledBot = BotNames.IsDistinct(word.Text)
                && ((i > 0 && !words[i - 1].EndsClause && Kinds.Contains(words[i - 1].Text))
                    || (i + 1 < words.Count && !word.EndsClause && Kinds.Contains(words[i + 1].Text)));
            if (BotNames.SaysBot(word.Text) || isCalledBot
                || (word.IsMarked && (draft.IsKnown(word.Text)
                    || (startsSentence && i + 1 < words.Count && !word.EndsClause && BotNames.IsDistinct(word.Text)))))
            {
                draft.Add(word.Text, path, line);
            }

            startsSentence = word.EndsSentence;
        }
    }
}
