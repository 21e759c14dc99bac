using System.IO.Hashing;

namespace Menace.Pipeline.Merging;

/// <summary>The lines of a file without their order, to measure how much of it another file has.</summary>
internal sealed class LineProfile
{
    /// <summary>The similarity of equal files.</summary>
    public const int Whole = 10_000;

    // Hashes of the different lines in ascending order, and the bytes that each of them has in the file.
    private readonly ulong[] _lines;
    private readonly int[] _bytes;
    private readonly int _length;

    /// <summary>A carriage return at the end of a line does not count: a file with converted line endings is still the same.</summary>
    public LineProfile(ReadOnlySpan<byte> content)
    {
        _length = content.Length;
        var lines = new Dictionary<ulong, int>();
        while (!content.IsEmpty)
        {
            var at = content.IndexOf((byte)'\n');
            var text = at < 0 ? content : content[..at];
            content = at < 0 ? [] : content[(at + 1)..];
            text = at >= 0 && text is [.., (byte)'\r'] ? text[..^1] : text;
            // A last line without an end is another line, as in git.
            var hash = XxHash3.HashToUInt64(text, seed: at < 0 ? 1 : 0);
            lines[hash] = lines.GetValueOrDefault(hash) + text.Length + (at < 0 ? 0 : 1);
        }

        _lines = [.. lines.Keys];
        Array.Sort(_lines);
        _bytes = Array.ConvertAll(_lines, line => lines[line]);
    }

    /// <summary>The number of different lines: the cost of a comparison.</summary>
    public int Count => _lines.Length;

    /// <summary>
    /// Returns the bytes of the lines that are in both files, as a part of <see cref="Whole"/> bytes of the longer file. It is git's
    /// measure, except that git divides lines of more than 64 bytes.
    /// </summary>
    public int SimilarityTo(LineProfile other)
    {
        long common = 0;
        for (var (i, j) = (0, 0); i < _lines.Length && j < other._lines.Length;)
        {
            if (_lines[i] == other._lines[j])
            {
                common += Math.Min(_bytes[i++], other._bytes[j++]);
            }
            else if (_lines[i] < other._lines[j])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return (int)(common * Whole / Math.Max(1, Math.Max(_length, other._length)));
    }
}
