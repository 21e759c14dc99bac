using Menace.Model.Json;

namespace Menace.Pipeline.Documentation;

/// <content>Tables in the section of a bot: its properties, its functions, its examples.</content>
internal sealed partial class PageReader
{
    private static readonly string[] RemarkHeads = ["note", "notes", "rule", "comment", "comments", "remark", "remarks", "why", "ok",
        "reason", "meaning", "explanation", "bemerkung"];

    private static readonly string[] InputHeads = ["input", "inputs", "in", "argument", "arguments", "value", "text", "given", "eingabe"];

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
