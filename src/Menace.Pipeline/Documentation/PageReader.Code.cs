namespace Menace.Pipeline.Documentation;

/// <content>Code, settings, and functions that texts name.</content>
internal sealed partial class PageReader
{
    /// <summary>The functions that the first sentence is about: <c>`f(a)` and `g(b)`.</c>, <c>`f(a)` returns the lines.</c></summary>
    private List<Signature> CallsIn(RichText text)
    {
        var first = Sentences.Of(text, _names)[0];
        if (first.IsQuoted || first.Text.HasGap || Hedges.IsPlan(first.Text.Plain) || Hedges.IsPast(first.Text.Plain)
            || Hedges.IsDenied(first.Text.Plain)
            || ExampleWords.Read(first.Text) is not null)
        {
            return [];
        }

        var calls = ListParts.Of(first.Text).Select(part => SignatureWords.Read(part, nameAlone: false)).ToList();
        return calls.TrueForAll(call => call is not null && call.Note.TrimEnd('.').Length == 0) ? calls.OfType<Signature>().ToList()
            : SignatureWords.Read(first.Text, nameAlone: false) is { } only && first.Text.Is(TextMark.Code, 0)
                && CallVerb().IsMatch(only.Note)
                && !only.Note.Contains('(') && Literals.Arguments(ArgumentsOf(only.Text)) is null or { Count: 0 }
                    ? [only with { Note = "" }] : [];
    }

    private static string ArgumentsOf(string call) => call[(call.IndexOf('(') + 1)..Math.Max(call.IndexOf('(') + 1, call.LastIndexOf(')'))];

    /// <summary>The only function that a text in front of a table names.</summary>
    private static Signature? FunctionOf(RichText text)
    {
        Signature? only = null;
        if (text.Plain.EndsWith(':') && text.Plain.Length < 80 && NamedFunction(text) is { } named)
        {
            return named;
        }

        for (var i = 0; i < text.Plain.Length; i++)
        {
            if (!text.Is(TextMark.Code, i) || (i > 0 && text.Is(TextMark.Code, i - 1)))
            {
                continue;
            }

            if (SignatureWords.Read(text.From(i), nameAlone: false) is not { } read)
            {
                continue;
            }

            if (only is not null)
            {
                return null;
            }

            only = read;
        }

        return only;
    }

    /// <summary>Input and output of <c>`f`</c>: a name in code at the end.</summary>
    private static Signature? NamedFunction(RichText text)
    {
        var end = text.Plain.TrimEnd(':', ' ').Length;
        var start = end;
        while (start > 0 && text.Is(TextMark.Code, start - 1))
        {
            start--;
        }

        return start < end ? SignatureWords.Read(text.Part(start, end), nameAlone: true) : null;
    }

    /// <summary>Reads settings: of the bots that they name, else of the bot of the section.</summary>
    private bool ReadSettings(PageBlock block, PageScope? section)
    {
        if (SettingBlock.Of(block.Code) is not { } settings)
        {
            return false;
        }

        var scope = section;
        var hasNames = settings.Any(setting => IsName(setting));
        foreach (var setting in settings)
        {
            if (IsName(setting))
            {
                scope = _names.Whole(SettingBlock.Bare(setting.Value).Plain) is { } bot ? new(block.From, block.To) { Bot = Seen(bot) }
                    : null;
                continue;
            }

            var value = SettingBlock.Bare(setting.Value);
            if (block.Kind == PageBlockKind.FrontMatter && scope is null && FieldLabels.Of(setting.Key) == PageField.TimeZone)
            {
                _zone = value;
            }

            if (scope is { Bot: { } owner } && !IsEmptyCell(PageField.None, value) && value.Plain is not ("null" or "~" or "[]")
                && FieldLabels.Of(setting.Key.Replace('_', ' ')) is var field and not (PageField.None or PageField.Bot)
                && (hasNames || field is PageField.Cpu or PageField.Memory or PageField.Timeout or PageField.Resources))
            {
                // A comment can say more about the times than their value.
                _values.Read(scope, owner, field, field == PageField.Schedule && ScheduleWords.HasTimes(setting.Comment)
                    ? RichTextBuilder.Decoded(_page, value.Plain + setting.Comment, Math.Max(0, value.Place)) : value, isCell: true);
            }
        }

        return hasNames || section?.Bot is not null;

        bool IsName(Setting setting) => setting.Key is "bot" or "task" or "job" or "name" && !setting.Value.IsBlank;
    }

    /// <summary>Lines of a crontab whose command names one bot.</summary>
    private void ReadCrontab(PageBlock block)
    {
        foreach (var line in block.Code)
        {
            if (CronLine().Match(line.Plain) is not { Success: true } match)
            {
                continue;
            }

            var tasks = _names.In(line.From(match.Length)).Select(mention => mention.Task).Distinct(StringComparer.Ordinal).ToList();
            if (tasks is [{ } bot] && ScheduleWords.Read(match.Groups["cron"].Value) is { Clarity: ScheduleClarity.Clear } times)
            {
                var from = Math.Max(0, line.Place);
                _values.Add(new(from, from + line.Plain.Length), Seen(bot), FieldNames.Schedule, ValueReader.Schedule(times),
                    StatementKind.Whole, "crontab", 0.9, from);
            }
        }
    }

    private void ReadCode(PageBlock block, PageScope scope)
    {
        if (scope.Bot is not { } bot)
        {
            return;
        }

        var lines = block.Code.Where(line => !line.IsBlank).ToList();
        var installed = lines.Select(line => PackageWords.Command(line.Plain)).ToList();
        if (installed.Exists(packages => packages is not null))
        {
            _values.Add(scope, bot, FieldNames.Packages, ValueReader.Items(installed.SelectMany(packages =>
                packages ?? []).Distinct(StringComparer.OrdinalIgnoreCase)),
                StatementKind.Whole, "command", 0.9, lines[0].Place);
            return;
        }

        if (scope.Field == PageField.Packages)
        {
            _values.ReadItems(scope, bot, PageField.Packages, lines);
            return;
        }

        if (scope.Field is PageField.Functions or PageField.None
            && FunctionsOf(lines, scope.Field == PageField.Functions) is { Count: > 0 } functions)
        {
            _values.AddFunctions(scope, bot, functions, "code", lines[0].Place);
        }
        else if (scope.Field is PageField.Examples or PageField.None && ExampleWords.Code(block.Code) is { } examples)
        {
            if (examples.Count > 0 || scope.Field == PageField.Examples)
            {
                _values.AddExamples(scope, bot, examples, "code", lines[0].Place);
            }
        }
        else if (scope.Field == PageField.Schedule && lines.Count == 1)
        {
            _values.Read(scope, bot, PageField.Schedule, lines[0], isCell: false);
        }
    }

    /// <summary>The functions that code declares; null if a line is something else.</summary>
    private static List<Signature>? FunctionsOf(IReadOnlyList<RichText> lines, bool isLabelled)
    {
        var functions = new List<Signature>();
        foreach (var line in lines)
        {
            var plain = line.Plain;
            if (char.IsWhiteSpace(plain[0]) || plain[0] is '#' or '}' or '{' || plain.StartsWith("//", StringComparison.Ordinal))
            {
                continue;
            }

            var function = SignatureWords.Line(plain) ?? (isLabelled && ExampleWords.CallEnd(plain.Trim()) == plain.Trim().Length
                ? SignatureWords.Read(line, false) : null);
            if (function is null)
            {
                return null;
            }

            functions.Add(function);
        }

        return functions;
    }
}
