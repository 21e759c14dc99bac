namespace Menace.Pipeline.Documentation;

/// <summary>A task that a text names.</summary>
/// <param name="Start">Where the name begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Task">The task, or null: a name that no task of the list has.</param>
internal sealed record Mention(int Start, int End, string? Task);

/// <summary>Finds the names of tasks in texts.</summary>
internal sealed class TaskMentions
{
    private static readonly string[] Nouns =
        ["bot", "job", "task", "script", "service", "agent", "worker", "tool", "program", "skript", "dienst", "programm", "aufgabe"];

    /// <summary>Blanks and signs in front of a name; not letters and digits.</summary>
    private static readonly System.Buffers.SearchValues<char> Decoration = System.Buffers.SearchValues.Create(
        string.Concat(Enumerable.Range(0, 0x10000).Select(i => (char)i).Where(c => !char.IsLetterOrDigit(c) && c is not ('_' or '.'))));

    private static readonly string[] Articles = ["the", "our", "der", "die", "das", "unser"];

    private readonly Dictionary<string, string?> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string?> _plain = new(StringComparer.OrdinalIgnoreCase);

    public TaskMentions(IReadOnlyList<string> tasks)
    {
        foreach (var task in tasks.Distinct(StringComparer.Ordinal))
        {
            // Names that differ in nothing but case or signs are none.
            _names[task] = _names.ContainsKey(task) ? null : task;
            _plain[PlainOf(task)] = _plain.ContainsKey(PlainOf(task)) ? null : task;
        }
    }

    /// <summary>Returns the names in a text: of tasks, and others that can only be those of bots.</summary>
    public IReadOnlyList<Mention> In(RichText text)
    {
        var mentions = new List<Mention>();
        for (var at = 0; at < text.Plain.Length;)
        {
            if (!char.IsLetter(text.Plain[at]))
            {
                at++;
                continue;
            }

            var start = at;
            while (at < text.Plain.Length && IsInside(text.Plain[at]))
            {
                at++;
            }

            var end = at;
            while (end > start && text.Plain[end - 1] is '.' or '-' or '_')
            {
                end--;
            }

            if (MentionOf(text, start, end) is { } mention)
            {
                mentions.Add(mention);
            }
        }

        return mentions;
    }

    /// <summary>Returns the task whose name is all of the text, however it is set; null if it is none or not clear which.</summary>
    public string? Whole(string text) => WholeOf(text, out var task) ? task : null;

    /// <summary>
    /// Returns the name at the beginning: what is in front of the colon or dash of an entry, or of the verb of a sentence. With
    /// <paramref name="end"/> behind it and a noun like <i>bot</i>.
    /// </summary>
    public Mention? Leading(RichText text, out int end)
    {
        end = 0;
        var plain = text.Plain;
        var at = 0;
        while (at < plain.Length && !char.IsLetter(plain[at]) && plain[at] is not '\n')
        {
            at++;
        }

        var word = WordAt(plain, at);
        if (word is "new" or "New")
        {
            at = SkipBlanks(plain, at + word.Length);
            word = WordAt(plain, at);
        }

        if (Articles.Contains(word, StringComparer.OrdinalIgnoreCase))
        {
            at = SkipBlanks(plain, at + word.Length);
            word = WordAt(plain, at);
        }

        if (Nouns.Contains(word, StringComparer.OrdinalIgnoreCase))
        {
            at = SkipBlanks(plain, at + word.Length);
        }

        var stop = at;
        while (stop < plain.Length && IsInside(plain[stop]))
        {
            stop++;
        }

        while (stop > at && plain[stop - 1] is '.' or '-' or '_')
        {
            stop--;
        }

        if (stop == at || MentionOf(text, at, stop) is not { } mention)
        {
            return null;
        }

        end = mention.End;
        var next = SkipBlanks(plain, end);
        var noun = WordAt(plain, next);
        end = next > end && Nouns.Contains(noun, StringComparer.OrdinalIgnoreCase) ? next + noun.Length : end;
        return mention;
    }

    /// <summary>Returns whether a text could be the name of a bot that no ordinary word looks like.</summary>
    public static bool IsDistinct(string text) =>
        text.Length is > 2 and <= 100 && char.IsLetter(text[0]) && text.All(c => IsInside(c) && c != '.')
        && (text.AsSpan(1, text.Length - 2).ContainsAny('-', '_') ? !text.Any(char.IsUpper)
            : char.IsUpper(text[0]) && text.AsSpan(1).ContainsAnyInRange('A', 'Z') && text.Any(char.IsLower));

    private static bool IsSeveralWords(string? task) => task is not null && task.AsSpan().ContainsAny('-', '_');

    /// <summary>The name in a heading, an entry or a cell that holds nothing but it.</summary>
    private bool WholeOf(string text, out string? task)
    {
        task = null;
        if (text.Length > 200)
        {
            return false;
        }

        var letter = text.AsSpan().IndexOfAnyExcept(Decoration);
        var bare = text[Math.Max(0, letter)..].Trim().Trim('"', '\'', '*', '`', ':', '.', '~', ' ', '\u2019', '\u201C', '\u201D');
        if (_names.TryGetValue(bare, out task))
        {
            return task is not null;
        }

        var words = PlainOf(bare).Split(' ', StringSplitOptions.RemoveEmptyEntries).SkipWhile(w => w.All(c => char.IsDigit(c)
            || c == '.')).ToList();
        words = words is [var first, .. var rest] && Articles.Contains(first, StringComparer.Ordinal) ? rest : words;
        return (_plain.TryGetValue(string.Join(' ', words), out task)
                || (words is [.. var front, var last] && Nouns.Contains(last, StringComparer.Ordinal)
                    && _plain.TryGetValue(string.Join(' ', front), out task))
                || (words is [var noun, .. var back] && Nouns.Contains(noun, StringComparer.Ordinal)
                    && _plain.TryGetValue(string.Join(' ', back), out task)))
            && task is not null;
    }

    private Mention? MentionOf(RichText text, int start, int end)
    {
        var name = text.Plain[start..end];
        if (!_names.TryGetValue(name, out var task))
        {
            return IsDistinct(name) && text.IsAll(TextMark.Code, start, end - start) ? new(start, end, null) : null;
        }

        // A name that is an ordinary word counts only where it is set as a name, or has a capital inside a sentence.
        return IsDistinct(name) || (char.IsUpper(name[0]) && name == task && start > 1 && text.Plain[start - 1] == ' '
            && text.Plain[start - 2] is not ('.' or '!' or '?' or ':'))
            || TaskMentions.IsSeveralWords(task) || name.Any(char.IsDigit) || text.IsAll(TextMark.Code, start, end - start)
            || text.IsAll(TextMark.Bold, start, end - start) ? new(start, end, task) : null;
    }

    /// <summary>A name in small words: <c>csv-to-sql</c>, <c>CsvToSql</c> and <c>CSV to SQL</c> are the same.</summary>
    public static string PlainOf(string name)
    {
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            var hump = i > 0 && char.IsUpper(c) && char.IsLower(name[i - 1]);
            text.Append(hump ? " " : "").Append(c is '-' or '_' ? ' ' : char.ToLowerInvariant(c));
        }

        return string.Join(' ', text.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static bool IsInside(char c) => char.IsLetterOrDigit(c) || c is '-' or '_' or '.';

    /// <summary>The word at a place; nothing if it is the beginning of a name such as <c>job-list</c>.</summary>
    private static string WordAt(string text, int at)
    {
        var end = at;
        while (end < text.Length && char.IsLetter(text[end]))
        {
            end++;
        }

        return end + 1 < text.Length && IsInside(text[end]) && char.IsLetterOrDigit(text[end + 1]) ? "" : text[at..end];
    }

    private static int SkipBlanks(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\n' or '\u00A0')
        {
            at++;
        }

        return at;
    }
}
