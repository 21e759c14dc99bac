using System.Text;
using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Repositories;

/// <summary>Differences of files as <c>git diff --no-renames</c> writes them (git-diff(1), "Generating patch text with -p").</summary>
internal static class GitPatch
{
    private const int ShortId = 7;
    private const string Nothing = "/dev/null";

    private static readonly string NoId = new('0', ShortId);

    /// <summary>Writes <paramref name="differences"/>, with the bytes of the files as they are.</summary>
    public static void Write(Stream output, IEnumerable<FileDifference> differences)
    {
        foreach (var difference in differences)
        {
            if (difference is { Before: { } before, After: { } after } && before.IsLink != after.IsLink)
            {
                // A file that became a link is another file.
                WriteFile(output, difference with { After = null });
                WriteFile(output, difference with { Before = null });
            }
            else
            {
                WriteFile(output, difference);
            }
        }
    }

    /// <summary>The patch of one file as text; what is not UTF-8 is replaced.</summary>
    public static string TextOf(FileDifference difference)
    {
        using var output = new MemoryStream();
        Write(output, [difference]);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static void WriteFile(Stream output, FileDifference difference)
    {
        var (before, after) = (difference.Before, difference.After);
        var (oldName, newName) = (Quoted("a/" + difference.Path), Quoted("b/" + difference.Path));
        Line($"diff --git {oldName} {newName}");
        if (before is null)
        {
            Line($"new file mode {after!.Mode}");
        }
        else if (after is null)
        {
            Line($"deleted file mode {before.Mode}");
        }
        else if (before.Mode != after.Mode)
        {
            Line($"old mode {before.Mode}");
            Line($"new mode {after.Mode}");
        }

        if (before?.Id == after?.Id)
        {
            return;
        }

        var mode = before is not null && after?.Mode == before.Mode ? " " + before.Mode : "";
        Line($"index {before?.Id[..ShortId] ?? NoId}..{after?.Id[..ShortId] ?? NoId}{mode}");
        var (shownOld, shownNew) = (before is null ? Nothing : oldName, after is null ? Nothing : newName);
        if (before is { IsBinary: true } || after is { IsBinary: true })
        {
            Line($"Binary files {shownOld} and {shownNew} differ");
        }
        else if (before is { Content.Length: > 0 } || after is { Content.Length: > 0 })
        {
            Line($"--- {shownOld}{TabAfter(shownOld)}");
            Line($"+++ {shownNew}{TabAfter(shownNew)}");
            UnifiedDiff.WriteHunks(output, before?.Content ?? default, after?.Content ?? default);
        }

        void Line(string text) => output.Write(Encoding.UTF8.GetBytes(text + "\n"));
    }

    /// <summary>A name with a blank ends with a tab, so that a date after it could be told from it.</summary>
    private static string TabAfter(string name) => name.Contains(' ', StringComparison.Ordinal) ? "\t" : "";

    /// <summary>A name that git writes in quotes (git-config(1), core.quotePath).</summary>
    private static string Quoted(string name)
    {
        if (name.All(c => c is >= ' ' and < '\x7f' and not ('"' or '\\')))
        {
            return name;
        }

        var quoted = new StringBuilder("\"");
        foreach (var unit in Encoding.UTF8.GetBytes(name))
        {
            quoted.Append(unit switch
            {
                (byte)'\a' => "\\a",
                (byte)'\b' => "\\b",
                (byte)'\t' => "\\t",
                (byte)'\n' => "\\n",
                (byte)'\v' => "\\v",
                (byte)'\f' => "\\f",
                (byte)'\r' => "\\r",
                (byte)'"' => "\\\"",
                (byte)'\\' => "\\\\",
                >= 0x20 and < 0x7f => ((char)unit).ToString(),
                _ => "\\" + Convert.ToString(unit, 8).PadLeft(3, '0'),
            });
        }

        return quoted.Append('"').ToString();
    }
}
