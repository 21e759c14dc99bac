using System.Buffers;
using System.Globalization;
using System.Text;

namespace Menace.Pipeline.Merging;

/// <summary>Writes the merge of three texts, with diff3 markers around the lines that both sides changed.</summary>
internal sealed class ConflictWriter(TextLines before, TextLines ours, TextLines theirs, ConflictLabels labels, byte[] start)
{
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly List<ConflictRegion> _conflicts = [];
    private readonly string _newLine = EndsWithCrLf(ours) ? "\r\n" : "\n";
    private int[] _oursNumbers = [];
    private int[] _theirsNumbers = [];
    private int _line = 1;

    public FileMergeResult Write()
    {
        var numbering = new LineNumbering();
        var baseNumbers = numbering.Number(before);
        _oursNumbers = numbering.Number(ours);
        _theirsNumbers = numbering.Number(theirs);

        _output.Write(start);
        var done = 0;
        foreach (var region in MergeRegion.Join(
            LineDiff.Compare(baseNumbers, _oursNumbers, numbering.Kinds), LineDiff.Compare(baseNumbers, _theirsNumbers, numbering.Kinds)))
        {
            Copy(before, done, region.BaseStart);
            done = region.BaseEnd;
            if (!region.IsTheirs || Mine(region).SequenceEqual(Other(region)))
            {
                Copy(ours, region.OursStart, region.OursEnd);
            }
            else if (!region.IsOurs)
            {
                Copy(theirs, region.TheirsStart, region.TheirsEnd);
            }
            else
            {
                WriteConflict(region);
            }
        }

        Copy(before, done, before.Count);
        return new(_output.WrittenMemory, _conflicts);
    }

    private ReadOnlySpan<int> Mine(MergeRegion region) => _oursNumbers.AsSpan(region.OursStart..region.OursEnd);

    private ReadOnlySpan<int> Other(MergeRegion region) => _theirsNumbers.AsSpan(region.TheirsStart..region.TheirsEnd);

    /// <summary>Lines that both sides have at the start or the end of the region are not in the conflict, as with git's zdiff3.</summary>
    private void WriteConflict(MergeRegion region)
    {
        var mine = Mine(region);
        var other = Other(region);
        var first = mine.CommonPrefixLength(other);
        var last = 0;
        while (last < Math.Min(mine.Length, other.Length) - first && mine[^(last + 1)] == other[^(last + 1)])
        {
            last++;
        }

        Copy(ours, region.OursStart, region.OursStart + first);
        _conflicts.Add(new(_line, Describe(region)));
        WriteMarker("<<<<<<<", labels.Ours);
        CopyWhole(ours, region.OursStart + first, region.OursEnd - last);
        WriteMarker("|||||||", labels.Base);
        CopyWhole(before, region.BaseStart, region.BaseEnd);
        WriteMarker("=======", "");
        CopyWhole(theirs, region.TheirsStart + first, region.TheirsEnd - last);
        WriteMarker(">>>>>>>", labels.Theirs);
        Copy(ours, region.OursEnd - last, region.OursEnd);
    }

    private static string Describe(MergeRegion region)
    {
        var (first, last) = (region.BaseStart + 1, region.BaseEnd);
        FormattableString text = (last - first) switch
        {
            < 0 when last == 0 => $"lines added at the start",
            < 0 => $"lines added after line {last}",
            0 => $"line {first}",
            _ => $"lines {first}-{last}",
        };
        return text.ToString(CultureInfo.InvariantCulture);
    }

    private void Copy(TextLines text, int first, int end)
    {
        _output.Write(text.Range(first, end));
        _line += end - first;
    }

    /// <summary>Copies lines before a marker: the last one gets an end if it has none.</summary>
    private void CopyWhole(TextLines text, int first, int end)
    {
        Copy(text, first, end);
        if (end > first && text[end - 1][^1] != '\n')
        {
            _output.Write(Encoding.UTF8.GetBytes(_newLine));
        }
    }

    private void WriteMarker(string marker, string label)
    {
        _output.Write(Encoding.UTF8.GetBytes(label.Length == 0 ? marker + _newLine : $"{marker} {label}{_newLine}"));
        _line++;
    }

    private static bool EndsWithCrLf(TextLines text) => text.Count > 0 && text[0].EndsWith("\r\n"u8);
}
