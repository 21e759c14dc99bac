namespace Menace.Pipeline.Documentation;

/// <content>What columns and cells are about.</content>
internal sealed partial class PageReader
{
    /// <summary>The field whose value all of a text is, without a label.</summary>
    private static PageField FieldOfValue(string text) =>
        text.Length > 60 ? PageField.None
        : LanguageWords.Language(GroupNoun().Replace(text, "").Trim()) is not null ? PageField.Language
        : LicenseWords.License(text) is not null ? PageField.License
        : ScheduleWords.Read(text) is { Clarity: ScheduleClarity.Clear } ? PageField.Schedule : PageField.None;

    private static bool IsDitto(RichText cell) =>
        cell.Plain.Trim().TrimEnd('.').ToLowerInvariant() is "ditto" or "dito" or "same as above" or "as above"
        or "as left" or "same as left" or "idem" or "\"" or "\u3003" or "wie oben" or "see above" or "ibid" or "wie links" or "=";

    /// <summary>What a column or row is about whose head is not known: that of which all its cells are a value.</summary>
    private PageField FieldOfCells(RichText head, IEnumerable<RichText> cells)
    {
        var texts = cells.Where(cell => !IsEmptyCell(PageField.None, cell) && !IsDitto(cell)).Select(cell => cell.Plain.Trim()).ToList();
        if (texts.Count < 2 || Hedges.Any(head.Plain) || Hedges.IsOutOfUse(head.Plain))
        {
            return PageField.None;
        }

        return texts.TrueForAll(text => LanguageWords.Labelled(text) is not null && text.Length < 60) ? PageField.Language
            : texts.TrueForAll(text => LicenseWords.License(text) is not null) ? PageField.License
            : texts.TrueForAll(LimitWords.IsAll) ? PageField.Resources
            : texts.TrueForAll(text => ScheduleWords.Read(text) is { Clarity: ScheduleClarity.Clear }
            && TimeFinder.HasFrequency(text)) ? PageField.Schedule
            : FieldLabels.Of(head.Plain) == PageField.Bot && texts.TrueForAll(text => text.Split(' ').Length > 3
            && _names.Whole(text) is null)
                ? PageField.Purpose
            : texts.Count(text => text.Split(' ').Length > 3
            && ActionVerbs.IsPredicate(SubjectFinder.WordAt(text, 0))) * 3 >= texts.Count * 2
                ? PageField.Purpose : PageField.None;
    }

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

    /// <summary>Times below one head belong to the days below another.</summary>
    private RichText WithDays(List<PageField> fields, int column, PageRow row, RichText cell) =>
        fields[column] == PageField.Schedule && !cell.IsBlank && fields.IndexOf(PageField.Days) is var days and >= 0
            && days < row.Cells.Count
            && !row.Cells[days].IsBlank && !TimeFinder.HasFrequency(cell.Plain)
            ? RichTextBuilder.Decoded(_page, $"{row.Cells[days].Plain} {cell.Plain}", Math.Max(0, cell.Place)) : cell;

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

    private static bool IsEmptyCell(PageField field, RichText cell) =>
        cell.IsBlank || (field is not (PageField.Dependencies or PageField.Packages) && PackageWords.IsNone(cell.Plain));
}
