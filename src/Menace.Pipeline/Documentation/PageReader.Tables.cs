namespace Menace.Pipeline.Documentation;

/// <content>Tables.</content>
internal sealed partial class PageReader
{
    private void ReadTable(PageBlock table, PageScope scope)
    {
        if (table.Rows.Count == 0 || table.Rows[0].Cells.Count == 0)
        {
            return;
        }

        if (scope.Bot is null && table.Rows.FirstOrDefault(row => row.Cells.Count == 2
            && Model.Checks.TimeZones.Contains(row.Cells[1].Plain.Trim()))
            is { } clock)
        {
            _zone = clock.Cells[1];
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
        for (var i = 0; i < fields.Count; i++)
        {
            var read = fields[i] is PageField.None or PageField.Bot && i != column && (scope.Field == PageField.None || fields.Count > 2)
                ? FieldOfCells(table.Rows[0].Cells[i], table.Rows.Skip(1).Where(row => i < row.Cells.Count).Select(row => row.Cells[i]))
                : fields[i];
            fields[i] = read == PageField.Purpose && fields.Contains(read) ? fields[i] : read;
        }

        var zone = fields.IndexOf(PageField.Schedule) is var when and >= 0 ? ScheduleWords.ZoneOfHead(table.Rows[0].Cells[when].Plain)
            : null;
        PageRow? above = null;
        foreach (var each in table.Rows.Skip(1))
        {
            var row = above is null ? each : each with
            {
                Cells = [.. each.Cells.Select((cell, i) => IsDitto(cell) && i < above.Cells.Count
                ? above.Cells[i] : cell)]
            };
            above = row;
            _cancellationToken.ThrowIfCancellationRequested();
            if (column >= row.Cells.Count || NameIn(row.Cells[column]) is not { } bot || row.Cells.Count > fields.Count)
            {
                continue;
            }

            var here = new PageScope(row.From, row.To) { Bot = Seen(bot), IsAside = true, IsTimed = true };
            if (zone is not null)
            {
                _values.Add(here, bot, FieldNames.TimeZone, zone, StatementKind.All, "head of a column", 0.85, row.From);
            }

            var state = row.Cells.Where((_, i) => fields[i] == PageField.Status).Select(cell => cell.Plain).FirstOrDefault("");
            if (Hedges.IsOutOfUse(state) || Hedges.IsPlan(state) || row.Cells.Any(cell => Hedges.IsStale(cell.Plain)
                || Hedges.IsNotThere(cell.Plain)))
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
                    ReadCell(here, bot, fields[i], WithDays(fields, i, row, WithUnit(fields[i], table.Rows[0].Cells[i].Plain,
                        row.Cells[i])));
                }
            }
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
                ReadCell(new PageScope(row.From, row.To) { Bot = Seen(bot), IsAside = true, IsTimed = true }, bot, field, row.Cells[2]);
            }
        }
    }

    private void ReadColumns(PageBlock table)
    {
        var head = table.Rows[0].Cells;
        var fields = table.Rows.Select(row => FieldLabels.Of(row.Cells[0].Plain) is var field and not (PageField.None or PageField.Bot)
            ? field
            : FieldOfCells(row.Cells[0], row.Cells.Skip(1))).ToList();
        for (var column = 1; column < head.Count; column++)
        {
            if (NameIn(head[column]) is not { } bot)
            {
                continue;
            }

            var rows = table.Rows.Zip(fields).Skip(1).Where(each => column < each.First.Cells.Count).ToList();
            var state = rows.Where(each => each.Second == PageField.Status).Select(each =>
                each.First.Cells[column].Plain).FirstOrDefault("");
            if (Hedges.IsOutOfUse(state) || Hedges.IsPlan(state))
            {
                continue;
            }

            foreach (var (row, field) in rows)
            {
                var from = column;
                while (from > 1 && IsDitto(row.Cells[from]))
                {
                    from--;
                }

                ReadCell(new PageScope(row.From, row.To) { Bot = Seen(bot), IsAside = true, IsTimed = true }, bot, field, row.Cells[from]);
            }
        }
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
}
