using Menace.Model.Json;

namespace Menace.Pipeline.Documentation;

/// <content>Tables.</content>
internal sealed partial class PageReader
{
    private static readonly string[] RemarkHeads = ["note", "notes", "rule", "comment", "comments", "remark", "remarks", "why", "ok",
        "reason", "meaning", "explanation", "bemerkung"];

    private static readonly string[] InputHeads = ["input", "inputs", "in", "argument", "arguments", "value", "text", "given", "eingabe"];

    private void ReadTable(PageBlock table, PageScope scope)
    {
        if (table.Rows.Count == 0 || table.Rows[0].Cells.Count == 0)
        {
            return;
        }

        var head = table.Rows[0].Cells;
        var fields = head.Select(cell => FieldLabels.Of(cell.Plain)).ToList();
        if (BotColumn(table, fields) is var column and >= 0)
        {
            ReadRows(table, fields, column, scope);
        }
        else if (head.Skip(1).Any(cell => _names.Whole(cell.Plain) is not null))
        {
            ReadColumns(table);
        }
        else if (RecordOf(table) is { } record)
        {
            ReadOfBot(table, fields, Seen(record), new PageScope(table.From, table.To) { Bot = record });
        }
        else if (scope.Bot is { } bot)
        {
            ReadOfBot(table, fields, bot, scope);
        }
        else
        {
            ReadInverted(table, fields);
        }
    }

    /// <summary>The bot of a table of properties that has a row for its name.</summary>
    private string? RecordOf(PageBlock table) =>
        table.Rows.Where(row => row.Cells.Count == 2
            && FieldLabels.Of(row.Cells[0].Plain) == PageField.Bot).Select(row => NameIn(row.Cells[1])).ToList() is [{ } bot] ? bot
            : null;

    /// <summary>A table from a language, a licence or a schedule to the bots that have it.</summary>
    private void ReadInverted(PageBlock table, List<PageField> fields)
    {
        var bots = fields.IndexOf(PageField.Bot);
        var value = fields.FindIndex(field => field is PageField.Language or PageField.License or PageField.Schedule);
        if (fields.Count != 2 || bots < 0 || value < 0)
        {
            return;
        }

        foreach (var row in table.Rows.Skip(1).Where(row => row.Cells.Count == 2))
        {
            ReadInverted(new PageScope(row.From, row.To), fields[value], row.Cells[value], row.Cells[bots]);
        }
    }

    /// <summary>Reads a list of bots that have one value: <c>Python: a, b and c</c>.</summary>
    private bool ReadInverted(PageScope scope, PageField field, RichText value, RichText list)
    {
        var parts = ListParts.Of(list).Select(part => _names.Whole(part.Plain.TrimEnd('.'))).ToList();
        if (parts.Count == 0 || parts.Contains(null) || list.HasGap || value.HasGap)
        {
            return false;
        }

        foreach (var bot in parts.OfType<string>())
        {
            _values.Read(scope with { Bot = Seen(bot) }, bot, field, value, isCell: true);
        }

        return true;
    }

    /// <summary>The field whose value all of a text is, without a label.</summary>
    private static PageField FieldOfValue(string text) =>
        text.Length > 60 ? PageField.None
        : LanguageWords.Language(GroupNoun().Replace(text, "").Trim()) is not null ? PageField.Language
        : LanguageWords.License(text) is not null ? PageField.License
        : ScheduleWords.Read(text) is { Clarity: ScheduleClarity.Clear } ? PageField.Schedule : PageField.None;

    /// <summary>The column with the names of bots, or -1.</summary>
    private int BotColumn(PageBlock table, List<PageField> fields)
    {
        var rows = table.Rows.Skip(1).ToList();
        var best = (Column: -1, Count: 0);
        for (var column = 0; column < fields.Count; column++)
        {
            // A column for another field names bots too: that is what they need.
            if (fields[column] is not (PageField.None or PageField.Bot))
            {
                continue;
            }

            var count = rows.Count(row => column < row.Cells.Count && NameIn(row.Cells[column]) is not null);
            var written = rows.Count(row => column < row.Cells.Count && !row.Cells[column].IsBlank);
            if (count > best.Count && (fields[column] == PageField.Bot || column == 0 || count * 3 >= written * 2))
            {
                best = (column, count);
            }
        }

        return best.Column;
    }

    private string? NameIn(RichText cell)
    {
        var plain = cell.Plain;
        var bracket = plain.IndexOfAny(['(', '[', '<']);
        var mentions = _names.In(cell);
        return cell.HasGap ? null : _names.Whole(plain) ?? (mentions is [{ Task: { } only } mention] && mention.Start <= 4
            && CellRest().IsMatch(plain[mention.End..]) ? only : null)
            ?? (bracket > 0 && !Hedges.IsOutOfUse(plain[bracket..]) ? _names.Whole(plain[..bracket]) : null);
    }

    private void ReadRows(PageBlock table, List<PageField> fields, int column, PageScope scope)
    {
        // Below a heading for a field the second column is that field.
        if (fields.Count == 2 && fields[1 - column] == PageField.None && scope.Field != PageField.None)
        {
            fields[1 - column] = scope.Field;
        }

        if (fields.Count == 3 && column == 0
            && FieldLabels.Normal(table.Rows[0].Cells[2].Plain) is "value" or "setting" or "is" or "content" or "wert")
        {
            ReadTriples(table);
            return;
        }

        var languages = table.Rows[0].Cells.Select(cell => LanguageWords.Language(cell.Plain)).ToList();
        foreach (var row in table.Rows.Skip(1))
        {
            _cancellationToken.ThrowIfCancellationRequested();
            if (column >= row.Cells.Count || NameIn(row.Cells[column]) is not { } bot || row.Cells.Count > fields.Count)
            {
                continue;
            }

            var here = new PageScope(row.From, row.To) { Bot = Seen(bot), IsAside = true };
            var state = row.Cells.Where((_, i) => fields[i] == PageField.Status).Select(cell => cell.Plain).FirstOrDefault("");
            if (Hedges.IsOutOfUse(state) || Hedges.IsPlan(state) || row.Cells.Any(cell => Hedges.IsStale(cell.Plain)))
            {
                continue;
            }

            if (languages.Count(language => language is not null) > 1)
            {
                ReadMarks(here, bot, languages, row);
                continue;
            }

            for (var i = 0; i < row.Cells.Count; i++)
            {
                if (i != column && (fields[i] != PageField.None || !ReadJointCell(here, bot, table.Rows[0].Cells[i].Plain, row.Cells[i])))
                {
                    ReadCell(here, bot, fields[i], WithUnit(fields[i], table.Rows[0].Cells[i].Plain, row.Cells[i]));
                }
            }
        }
    }

    /// <summary>A table with a column for each language and a mark in one of them.</summary>
    private void ReadMarks(PageScope here, string bot, List<string?> languages, PageRow row)
    {
        var marked = languages.Where((language, i) => language is not null && i < row.Cells.Count
            && row.Cells[i].Plain.Trim(
                ) is "x" or "X" or "\u2713" or "\u2714" or "\u2705" or "yes" or "ja" or "\u25CF" or "\u2022").ToList();
        if (marked is [{ } only])
        {
            _values.Add(here, bot, FieldNames.Language, only, StatementKind.Whole, "mark in a table", 0.85, row.From);
        }
    }

    /// <summary>A table with one row for each bot and property.</summary>
    private void ReadTriples(PageBlock table)
    {
        string? bot = null;
        foreach (var row in table.Rows.Skip(1).Where(row => row.Cells.Count == 3))
        {
            bot = row.Cells[0].IsBlank ? bot : NameIn(row.Cells[0]);
            if (bot is not null && FieldLabels.Of(row.Cells[1].Plain) is var field and not PageField.None)
            {
                ReadCell(new PageScope(row.From, row.To) { Bot = Seen(bot), IsAside = true }, bot, field, row.Cells[2]);
            }
        }
    }

    private void ReadColumns(PageBlock table)
    {
        var head = table.Rows[0].Cells;
        for (var column = 1; column < head.Count; column++)
        {
            if (NameIn(head[column]) is not { } bot)
            {
                continue;
            }

            var rows = table.Rows.Skip(1).Where(row => column < row.Cells.Count).ToList();
            var state = rows.Where(row => FieldLabels.Of(row.Cells[0].Plain) == PageField.Status).Select(row =>
                row.Cells[column].Plain).FirstOrDefault("");
            if (Hedges.IsOutOfUse(state) || Hedges.IsPlan(state))
            {
                continue;
            }

            foreach (var row in rows)
            {
                ReadCell(new PageScope(row.From, row.To) { Bot = Seen(bot), IsAside = true }, bot, FieldLabels.Of(row.Cells[0].Plain),
                    row.Cells[column]);
            }
        }
    }

    /// <summary>Reads a cell of a column such as <i>Language / licence</i> part by part.</summary>
    private bool ReadJointCell(PageScope row, string bot, string head, RichText cell)
    {
        var fields = head.Split(['/', '&', ','], StringSplitOptions.TrimEntries).Select(FieldLabels.Of).ToList();
        var separator = cell.Plain.Contains(" / ", StringComparison.Ordinal) ? '/' : ',';
        var values = cell.Plain.Split(separator).ToList();
        if (fields.Count < 2 || fields.Contains(PageField.None) || values.Count != fields.Count)
        {
            return false;
        }

        var at = 0;
        for (var i = 0; i < fields.Count; i++)
        {
            ReadCell(row, bot, fields[i], cell.Part(at, at + values[i].Length));
            at += values[i].Length + 1;
        }

        return true;
    }

    /// <summary>A number below <i>Memory (MB)</i> has the unit of its head.</summary>
    private RichText WithUnit(PageField field, string head, RichText cell)
    {
        if (field is not (PageField.Memory or PageField.Timeout) || !cell.Plain.Trim().All(c => char.IsDigit(c) || c == '.')
            || cell.IsBlank)
        {
            return cell;
        }

        var unit = HeadUnit().Match(head);
        return unit.Success ? RichTextBuilder.Decoded(_page, cell.Plain.Trim() + " " + unit.Groups["unit"].Value, Math.Max(0, cell.Place))
            : cell;
    }

    private void ReadCell(PageScope row, string bot, PageField field, RichText cell)
    {
        if (field == PageField.None)
        {
            // Notes can contradict the other cells.
            _sentences.Read(cell, row);
        }
        else if (!IsEmptyCell(field, cell))
        {
            _values.Read(row, bot, field, cell, isCell: true);
        }
    }

    private static bool IsEmptyCell(PageField field, RichText cell) =>
        cell.IsBlank || (field is not (PageField.Dependencies or PageField.Packages) && PackageWords.IsNone(cell.Plain));

    /// <summary>A table in the section of a bot: its properties, its functions or its examples.</summary>
    private void ReadOfBot(PageBlock table, List<PageField> fields, string bot, PageScope scope)
    {
        if (scope.IsIgnored)
        {
            return;
        }

        var call = CallColumn(table);
        if (call >= 0)
        {
            ReadExampleTable(table, fields, call, bot, scope);
        }

        if (fields.Contains(PageField.Functions) || (scope.Field == PageField.Functions && fields.Count > 0
            && fields[0] is PageField.Bot or PageField.None && call < 0))
        {
            ReadFunctionTable(table, fields, bot, scope);
        }
        else if (call >= 0)
        {
            return;
        }
        else if (scope.Function is not null && fields.Count >= 2)
        {
            ReadInputTable(table, bot, scope);
        }
        else if (fields.Count == 2)
        {
            foreach (var row in table.Rows.Where(row => row.Cells.Count == 2))
            {
                var field = FieldLabels.Of(row.Cells[0].Plain);
                if (field is not (PageField.None or PageField.Bot) && !IsEmptyCell(field, row.Cells[1]))
                {
                    _values.Read(scope with { From = row.From, To = row.To }, bot, field, row.Cells[1], isCell: true);
                }
            }
        }
    }

    private void ReadFunctionTable(PageBlock table, List<PageField> fields, string bot, PageScope scope)
    {
        var name = Math.Max(0, fields.IndexOf(PageField.Functions));
        var (parameters, result) = (fields.IndexOf(PageField.Parameters), fields.IndexOf(PageField.Result));
        var functions = new List<Signature>();
        foreach (var row in table.Rows.Skip(1))
        {
            if (name >= row.Cells.Count || row.Cells[name].IsBlank)
            {
                continue;
            }

            var notes = string.Join(' ', row.Cells.Where((_, i) => fields[i] is PageField.None or PageField.Status or PageField.Purpose)
                .Select(each => each.Plain));
            var cell = row.Cells[name];
            var written = SignatureWords.Read(cell, nameAlone: true)
                ?? (Identifier(cell.Plain) ? new Signature(cell.Plain.Trim(), cell.Plain.Trim(), "") : null);
            if (written is null || cell.HasGap || row.Cells.Count > fields.Count)
            {
                _values.AddFunctions(scope, bot, null, "table of functions", cell.Place);
                return;
            }

            var text = written.Text;
            if (parameters >= 0 && !text.Contains('('))
            {
                text += "(" + CellOrNothing(row, parameters) + ")";
            }

            if (result >= 0 && text.Contains('(') && !text.Contains("->", StringComparison.Ordinal)
                && CellOrNothing(row, result) is { Length: > 0 } type)
            {
                text += " -> " + type;
            }

            functions.Add(written with { Text = text, Note = Hedges.IsOutOfUse(notes) || Hedges.IsPlan(notes) ? notes : "" });
        }

        _values.AddFunctions(scope, bot, functions, "table of functions", table.Rows[0].Cells[0].Place);
    }

    private static bool Identifier(string text) => text.Trim() is { Length: > 0 } name && name.All(c => char.IsLetterOrDigit(c)
        || c == '_') && char.IsLetter(name[0]);

    private static string CellOrNothing(PageRow row, int column) =>
        column < row.Cells.Count && !PackageWords.IsNone(row.Cells[column].Plain) ? row.Cells[column].Plain.Trim() : "";

    /// <summary>The column in which every cell is a call with literals, or empty; -1 if there is none.</summary>
    private static int CallColumn(PageBlock table)
    {
        var rows = table.Rows.Skip(1).ToList();
        for (var column = 0; column < table.Rows[0].Cells.Count; column++)
        {
            var calls = rows.Select(row => column < row.Cells.Count ? row.Cells[column].Plain.Trim() : "").ToList();
            var written = calls.Where(call => ExampleWords.CallEnd(call) == call.Length && call.Length > 0
                && Literals.Arguments(ArgumentsOf(call)) is not null).ToList();
            if (written.Count > 0 && written.Count + calls.Count(call => ExampleWords.CallEnd(call) == 0) == calls.Count)
            {
                return column;
            }
        }

        return -1;
    }

    private void ReadExampleTable(PageBlock table, List<PageField> fields, int call, string bot, PageScope scope)
    {
        var result = fields.FindIndex(call + 1, field => field == PageField.Result);
        if (result < 0)
        {
            return;
        }

        var examples = new List<JsonValue?>();
        foreach (var row in table.Rows.Skip(1).Where(row => call < row.Cells.Count
            && ExampleWords.CallEnd(row.Cells[call].Plain.Trim()) > 0))
        {
            examples.Add(result >= row.Cells.Count || row.Cells[call].HasGap || row.Cells[result].HasGap ? null
                : ExampleWords.Of(row.Cells[call].Plain, row.Cells[result].Plain, raises: false));
        }

        AddAll(examples, bot, scope, table);
    }

    private void ReadInputTable(PageBlock table, string bot, PageScope scope)
    {
        // Remarks behind the result are no part of it.
        var head = table.Rows[0].Cells.Select(cell => FieldLabels.Normal(cell.Plain)).ToList();
        var width = head.TakeWhile(text => !RemarkHeads.Contains(text)).Count();
        if (scope.Function is not { } function || width < 2)
        {
            return;
        }

        var parameters = SignatureWords.ParametersOf(function.Text);
        var isLabelled = FieldLabels.Of(head[width - 1]) == PageField.Result && (width > 2 || InputHeads.Contains(head[0])
            || parameters.Contains(head[0]));
        var isNamed = parameters.Count == width - 1 && (parameters.Count == 1
            || head.Take(width - 1).SequenceEqual(parameters.Select(p => p.ToLowerInvariant())));
        if (parameters.Count > 0 ? parameters.Count != width - 1 || !(isLabelled || isNamed) : !(isLabelled && width == 2))
        {
            return;
        }

        var examples = new List<JsonValue?>();
        foreach (var row in table.Rows.Skip(1))
        {
            var arguments = row.Cells.Take(width - 1).Select(cell => ExampleWords.Bare(cell.Plain.Trim())).ToList();
            examples.Add(row.Cells.Count < width || arguments.Contains(null) || row.Cells.Any(cell => cell.HasGap) ? null
                : ExampleWords.Of(function.Name, arguments.OfType<JsonValue>().ToList(), row.Cells[width - 1].Plain, raises: false));
        }

        AddAll(examples, bot, scope, table);
    }

    private void AddAll(List<JsonValue?> examples, string bot, PageScope scope, PageBlock table) =>
        _values.AddExamples(scope, bot, examples.Contains(null) ? null
            : examples.OfType<JsonValue>().ToList(), "table of examples", table.Rows[0].Cells[0].Place);
}
