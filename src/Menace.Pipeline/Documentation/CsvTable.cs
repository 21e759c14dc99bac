using System.Text;

namespace Menace.Pipeline.Documentation;

/// <summary>Reads CSV (RFC 4180) with comma, semicolon or tab into a table. The first lines decide which.</summary>
internal static class CsvTable
{
    private const int HeadLength = 4_000;
    private const int HeadLines = 5;

    private static readonly char[] Separators = [',', ';', '\t', '|'];

    /// <summary>Returns the rows of a page; line breaks inside a cell are blanks.</summary>
    public static IReadOnlyList<PageRow> Read(string page, CancellationToken cancellationToken)
    {
        var start = page.StartsWith('\uFEFF') ? 1 : 0;
        if (page.AsSpan(start).StartsWith("sep=", StringComparison.OrdinalIgnoreCase))
        {
            start += Math.Max(0, page.AsSpan(start).IndexOf('\n') + 1);
        }

        var head = page.AsSpan(start, Math.Min(HeadLength, page.Length - start)).ToString();
        var lines = head.Split('\n').Take(HeadLines).ToList();
        var separator = Separators.MaxBy(c => lines.Count(line => line.Count(each => each == c) > 1
            || lines.Count == 1) * 1000 + lines[0].Count(each => each == c));
        var rows = new List<PageRow>();
        for (var at = start; at < page.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (from, cells) = (at, new List<RichText>());
            do
            {
                cells.Add(ReadCell(page, separator, ref at));
            }
            while (at < page.Length && page[at++] == separator);

            if (page[at - 1] == '\r' && at < page.Length && page[at] == '\n')
            {
                at++;
            }

            if (cells.Any(cell => !cell.IsBlank))
            {
                rows.Add(new(from, at, cells));
            }
        }

        // Lines in front of the head are remarks.
        var first = rows.FindIndex(row => row.Cells.Count(cell => FieldLabels.Of(cell.Plain) != PageField.None) > 1);
        return first > 0 ? rows[first..] : rows;
    }

    private static RichText ReadCell(string page, char separator, ref int at)
    {
        if (at >= page.Length || page[at] != '"')
        {
            var length = page.AsSpan(at).IndexOfAny(separator, '\r', '\n');
            var bare = length < 0 ? page[at..] : page.Substring(at, length);
            at += bare.Length;
            return RichTextBuilder.Of(page, bare, at - bare.Length);
        }

        var (text, from) = (new StringBuilder(), ++at);
        for (; at < page.Length; at++)
        {
            // Two quotation marks are one.
            if (page[at] == '"' && (++at >= page.Length || page[at] != '"'))
            {
                break;
            }

            text.Append(page[at]);
        }

        var plain = string.Join(' ', text.ToString().Split('\n').Select(line => line.Trim()));

        // What stands behind the closing quotation mark belongs to no cell.
        var rest = at < page.Length ? page.AsSpan(at).IndexOfAny(separator, '\r', '\n') : 0;
        at = rest < 0 ? page.Length : at + rest;
        return RichTextBuilder.Decoded(page, plain, from);
    }
}
