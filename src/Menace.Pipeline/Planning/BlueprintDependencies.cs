namespace Menace.Pipeline.Planning;

/// <summary>
/// Finds which bot needs which: by the verbs between their names, by the columns of tables and by the arrows of diagrams. Sentences about
/// the past, plans, and what is denied do not count.
/// </summary>
/// <param name="draft">Has the names, and receives the dependencies.</param>
/// <param name="path">Path of the page.</param>
internal sealed class BlueprintDependencies(BlueprintDraft draft, string path)
{
    /// <summary>Words before a verb that are looked at for a denial.</summary>
    private const int Reach = 4;

    /// <summary>Names on each side of a verb: a sentence with more is no sentence, and would cost time by their product.</summary>
    private const int MostNames = 50;

    private static readonly HashSet<string> Needing = new(StringComparer.OrdinalIgnoreCase)
    {
        "after", "call", "calling", "calls", "consume", "consumes", "consuming", "follows", "invoke", "invokes", "invoking", "need",
        "needs", "require", "requires", "use", "uses", "using",
    };

    private static readonly HashSet<string> Serving = new(StringComparer.OrdinalIgnoreCase)
    {
        "before", "feed", "feeding", "feeds", "precedes", "trigger", "triggers",
    };

    private static readonly HashSet<string> NeedingPairs = new(StringComparer.OrdinalIgnoreCase)
    {
        "built on", "builds on", "depend on", "depending on", "depends on", "output of", "outputs of", "reads from", "relies on", "rely on",
        "result of", "results of", "takes from", "wait for", "waits for",
    };

    private static readonly HashSet<string> ServingPairs = new(StringComparer.OrdinalIgnoreCase)
    {
        "called by", "consumed by", "followed by", "invoked by", "needed by", "read by", "required by", "triggers the", "used by",
    };

    private static readonly HashSet<string> PairStarts =
        NeedingPairs.Concat(ServingPairs).Select(pair => pair.Split(' ')[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Denying = new(StringComparer.OrdinalIgnoreCase)
    {
        "aren", "cannot", "could", "doesn", "don", "formerly", "instead", "isn", "longer", "may", "might", "never", "neither", "no", "nor",
        "not", "once", "planned", "previously", "replaces", "should", "than", "unlike", "used", "was", "were", "will", "without", "won",
        "would",
    };

    private static readonly HashSet<string> NeedingHeads = new(StringComparer.OrdinalIgnoreCase)
    {
        "after", "calls", "dependencies", "dependency", "depends", "needs", "requires", "upstream", "uses",
    };

    private static readonly HashSet<string> ServingHeads = new(StringComparer.OrdinalIgnoreCase)
    {
        "before", "consumers", "downstream", "feeds",
    };

    private string? _section;
    private int _sectionLevel;
    private string? _item;
    private int _itemLevel;
    private int _pending;
    private int _pendingLevel;

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
                    ReadDiagram(block);
                    break;
                case MarkdownKind.Heading:
                    ReadHeading(block);
                    break;
                case MarkdownKind.ListItem:
                    ReadItem(block);
                    break;
                default:
                    (_item, _pending) = (null, _pendingLevel < 0 ? _pending : 0);
                    ReadSentences(block, TextWord.Of(block.Text), _section);
                    break;
            }
        }
    }

    private void ReadHeading(MarkdownBlock block)
    {
        var words = TextWord.Of(block.Text);
        string[] names = [.. words.Select(word => word.Text).Where(draft.IsKnown).Distinct(StringComparer.Ordinal)];
        _item = null;
        _pending = 0;
        if (names is [var name])
        {
            (_section, _sectionLevel) = (name, block.Level);
        }
        else if (block.Level <= _sectionLevel || names.Length > 1)
        {
            _section = null;
        }
        else if (words.Any(word => NeedingHeads.Contains(word.Text)))
        {
            // Below the heading "Dependencies" of a bot's section, each name is one.
            (_pending, _pendingLevel) = (1, -1);
        }
    }

    private void ReadItem(MarkdownBlock block)
    {
        var words = TextWord.Of(block.Text);
        if (_pending != 0 && (_pendingLevel < 0 || block.Level > _pendingLevel) && (_item ?? _section) is { } owner)
        {
            Connect(block.Line, [owner], NamesIn(words, 0, words.Count), _pending);
            return;
        }

        if (_pendingLevel >= 0)
        {
            _pending = 0;
        }

        if (words is [{ Text: var first }, ..] && draft.IsKnown(first) && (BotNames.IsDistinct(first) || words[0].IsMarked))
        {
            (_item, _itemLevel) = (first, block.Level);
        }
        else if (block.Level <= _itemLevel)
        {
            _item = null;
        }

        ReadSentences(block, words, _item ?? _section);
        if (words.Count is > 0 and <= 2 && NamesIn(words, 0, words.Count).Count == 0 && VerbAt(words, 0, out _) is var verb and not 0)
        {
            (_pending, _pendingLevel) = (verb, block.Level);
        }
    }

    private void ReadRow(MarkdownBlock row)
    {
        var column = Math.Max(BlueprintNames.NameColumn(row.Head), 0);
        if (column >= row.Cells.Count
            || TextWord.Of(row.Cells[column]).FirstOrDefault(word => draft.IsKnown(word.Text)).Text is not { } bot)
        {
            return;
        }

        for (var i = 0; i < Math.Min(row.Cells.Count, row.Head.Count); i++)
        {
            var head = TextWord.Of(row.Head[i]);
            var words = TextWord.Of(row.Cells[i]);
            var direction = i == column ? 0 : DirectionOf(head);
            if (direction != 0 && !words.Any(word => Denying.Contains(word.Text)))
            {
                Connect(row.Line, [bot], [.. words.Select(word => word.Text).Where(draft.IsKnown)], direction);
            }
            else if (i != column)
            {
                ReadSentences(row, words, bot);
            }
        }
    }

    private static int DirectionOf(IReadOnlyList<TextWord> head)
    {
        for (var i = 0; i < head.Count; i++)
        {
            if (VerbAt(head, i, out _) is var verb and not 0)
            {
                return verb;
            }

            if (NeedingHeads.Contains(head[i].Text) || ServingHeads.Contains(head[i].Text))
            {
                return NeedingHeads.Contains(head[i].Text) ? 1 : -1;
            }
        }

        return 0;
    }

    private void ReadDiagram(MarkdownBlock block)
    {
        var diagram = MermaidArrows.Read(block.Text);
        foreach (var (from, to) in diagram.Arrows.Where(arrow => draft.IsKnown(arrow.From) && draft.IsKnown(arrow.To)))
        {
            Connect(block.Line, [diagram.AreCalls ? from : to], [diagram.AreCalls ? to : from], 1);
        }
    }

    private void ReadSentences(MarkdownBlock block, IReadOnlyList<TextWord> words, string? subject)
    {
        var start = 0;
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].EndsSentence || i == words.Count - 1)
            {
                ReadSentence(block, words, start, i + 1, subject);
                start = i + 1;
            }
        }
    }

    private void ReadSentence(MarkdownBlock block, IReadOnlyList<TextWord> words, int start, int end, string? subject)
    {
        IReadOnlyList<string>? subjects = null;
        for (var i = start; i < end; i++)
        {
            if (VerbAt(words, i, out var length) is not (var verb and not 0) || i + length > end)
            {
                continue;
            }

            subjects ??= NamesIn(words, start, i) is { Count: > 0 } named ? named : subject is null ? [] : [subject];
            var next = i + length;
            while (next < end && VerbAt(words, next, out _) == 0 && !Denying.Contains(words[next].Text))
            {
                next++;
            }

            if (!IsDenied(words, start, i))
            {
                Connect(block.Line, subjects, NamesIn(words, i + length, next), verb);
            }

            i = Math.Max(i, next - 1);
        }
    }

    private static bool IsDenied(IReadOnlyList<TextWord> words, int start, int verb)
    {
        for (var i = Math.Max(start, verb - Reach); i < verb; i++)
        {
            if (Denying.Contains(words[i].Text))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>1 if the words at <paramref name="at"/> say that the subject needs the object, -1 for the reverse, else 0.</summary>
    private static int VerbAt(IReadOnlyList<TextWord> words, int at, out int length)
    {
        length = 2;
        if (words[at].IsMarked)
        {
            return 0;
        }

        if (at + 1 < words.Count && !words[at].EndsSentence && PairStarts.Contains(words[at].Text))
        {
            var pair = $"{words[at].Text} {words[at + 1].Text}";
            if (NeedingPairs.Contains(pair) || ServingPairs.Contains(pair))
            {
                return NeedingPairs.Contains(pair) ? 1 : -1;
            }
        }

        length = 1;
        return Needing.Contains(words[at].Text) ? 1 : Serving.Contains(words[at].Text) ? -1 : 0;
    }

    /// <summary>The names of bots from <paramref name="start"/> to <paramref name="end"/>; an ordinary word only if it is marked.</summary>
    private List<string> NamesIn(IReadOnlyList<TextWord> words, int start, int end)
    {
        List<string> names = [];
        for (var i = start; i < end; i++)
        {
            if (draft.IsKnown(words[i].Text) && (words[i].IsMarked || BotNames.IsDistinct(words[i].Text)))
            {
                names.Add(words[i].Text);
            }
        }

        return names;
    }

    private void Connect(int line, IReadOnlyList<string> subjects, IReadOnlyList<string> objects, int direction)
    {
        foreach (var subject in subjects.Take(MostNames))
        {
            foreach (var other in objects.Take(MostNames))
            {
                var (bot, needs) = direction > 0 ? (subject, other) : (other, subject);
                draft.Connect(bot, needs, path, line);
            }
        }
    }
}
