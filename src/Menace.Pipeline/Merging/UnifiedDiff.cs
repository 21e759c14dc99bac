using System.Globalization;
using System.Text;

namespace Menace.Pipeline.Merging;

/// <summary>The difference of two texts in the unified format, with the lines and headers that git writes.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>As in git: a longer heading is cut.</summary>
    private const int LongestHeading = 80;

    /// <summary>The difference of two texts of one file, with the lines that name it; without hunks if they are equal.</summary>
    public static string Of(string name, string before, string after)
    {
        using var output = new MemoryStream();
        WriteHunks(output, Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(after));
        return $"--- {name}\n+++ {name}\n{Encoding.UTF8.GetString(output.ToArray())}";
    }

    /// <summary>Writes the hunks, with the bytes of the lines as they are.</summary>
    public static void WriteHunks(Stream output, ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after)
    {
        var (old, now) = (new TextLines(before), new TextLines(after));
        var numbering = new LineNumbering();
        int[] oldNumbers = numbering.Number(old), newNumbers = numbering.Number(now);
        var changes = LineDiff.Compare(oldNumbers, newNumbers, numbering.Kinds);
        var (heading, searched) = (Array.Empty<byte>(), -1);
        for (var first = 0; first < changes.Count;)
        {
            var last = first;
            while (last + 1 < changes.Count && changes[last + 1].BaseStart - changes[last].BaseEnd <= 2 * Context)
            {
                last++;
            }

            var shown = new Hunk(
                Math.Max(0, changes[first].BaseStart - Context), Math.Min(old.Count, changes[last].BaseEnd + Context),
                Math.Max(0, changes[first].SideStart - Context), Math.Min(now.Count, changes[last].SideEnd + Context));
            heading = HeadingAbove(old, shown.BaseStart - 1, searched) ?? heading;
            searched = shown.BaseStart - 1;
            WriteHeader(output, shown, heading);
            WriteLines(output, old, now, shown, changes[first..(last + 1)]);
            first = last + 1;
        }
    }

    private static void WriteHeader(Stream output, Hunk shown, byte[] heading)
    {
        output.Write(Encoding.ASCII.GetBytes(
            $"@@ -{Range(shown.BaseStart, shown.BaseEnd)} +{Range(shown.SideStart, shown.SideEnd)} @@{(heading.Length == 0 ? "" : " ")}"));
        output.Write(heading);
        output.WriteByte((byte)'\n');
    }

    /// <summary>The first line and the count; a range without lines has the line before it, and a count of 1 is left out.</summary>
    private static string Range(int start, int end) => (end - start) switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $"{start},0"),
        1 => string.Create(CultureInfo.InvariantCulture, $"{start + 1}"),
        var count => string.Create(CultureInfo.InvariantCulture, $"{start + 1},{count}"),
    };

    private static void WriteLines(Stream output, TextLines old, TextLines now, Hunk shown, List<Hunk> changes)
    {
        var at = shown.BaseStart;
        foreach (var change in changes)
        {
            Write(output, ' ', old, at, change.BaseStart);
            Write(output, '-', old, change.BaseStart, change.BaseEnd);
            Write(output, '+', now, change.SideStart, change.SideEnd);
            at = change.BaseEnd;
        }

        Write(output, ' ', old, at, shown.BaseEnd);
    }

    private static void Write(Stream output, char mark, TextLines text, int start, int end)
    {
        for (var line = start; line < end; line++)
        {
            output.WriteByte((byte)mark);
            output.Write(text[line]);
            if (text[line][^1] != (byte)'\n')
            {
                output.Write("\n\\ No newline at end of file\n"u8);
            }
        }
    }

    /// <summary>The nearest line from <paramref name="line"/> up that begins with a letter, <c>_</c> or <c>$</c>, or null.</summary>
    /// <param name="text">The old text.</param>
    /// <param name="line">The line above the hunk.</param>
    /// <param name="searched">The line at which the search for an earlier hunk began.</param>
    private static byte[]? HeadingAbove(TextLines text, int line, int searched)
    {
        for (; line > searched; line--)
        {
            var content = text[line];
            if (char.IsAsciiLetter((char)content[0]) || content[0] is (byte)'_' or (byte)'$')
            {
                return content[..Math.Min(content.Length, LongestHeading)].TrimEnd(" \t\r\n\v\f"u8).ToArray();
            }
        }

        return null;
    }
}
