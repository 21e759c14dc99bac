using System.Text;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Infrastructure.Logging;

/// <summary>Takes secrets out of files that a child process wrote, in bounded memory.</summary>
internal static class RedactedLog
{
    /// <summary>Characters of a line that are kept; the rest is counted.</summary>
    private const int LongestLine = 1 << 20;

    /// <summary>Every byte is one character, so that text that is not redacted keeps its bytes, UTF-8 or not.</summary>
    private static readonly Encoding Bytes = Encoding.Latin1;

    /// <summary>Replaces the file at <paramref name="path"/> by its redacted text, if that differs. A missing file is ignored.</summary>
    public static void Rewrite(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            if (Copy(path, temporary))
            {
                File.Move(temporary, path, overwrite: true);
            }
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Rewrites every file that is directly in <paramref name="folder"/>.</summary>
    public static void RewriteFolder(string folder)
    {
        foreach (var file in Directory.GetFiles(folder))
        {
            Rewrite(file);
        }
    }

    private static bool Copy(string path, string target)
    {
        using var reader = new StreamReader(
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), Bytes,
            detectEncodingFromByteOrderMarks: false);
        using var writer = new StreamWriter(target, append: false, Bytes);
        var source = new LineReader(reader);
        var isFirst = true;
        long written = 0;
        var isSame = true;
        foreach (var line in Redaction.RedactLines(source.Lines()))
        {
            if (!isFirst)
            {
                writer.Write('\n');
            }

            // Redacted text never has the length and the lines of the text it replaces only if nothing was replaced.
            isFirst = false;
            isSame &= !line.Contains(Redaction.Mark, StringComparison.Ordinal);
            written += line.Length + 1;
            writer.Write(line);
        }

        return !isSame || written != source.Length + 1;
    }

    private sealed class LineReader(StreamReader reader)
    {
        /// <summary>Characters read so far.</summary>
        public long Length { get; private set; }

        /// <summary>The lines without their line feeds; after a last line feed there is one more, empty line.</summary>
        public IEnumerable<string> Lines()
        {
            var line = new StringBuilder();
            var buffer = new char[16 * 1024];
            long cut = 0;
            int count;
            while ((count = reader.Read(buffer)) > 0)
            {
                Length += count;
                var from = 0;
                while (from < count)
                {
                    var end = Array.IndexOf(buffer, '\n', from, count - from);
                    var length = (end < 0 ? count : end) - from;
                    var kept = Math.Min(length, LongestLine - line.Length);
                    line.Append(buffer, from, kept);
                    cut += length - kept;
                    from += length + 1;
                    if (end >= 0)
                    {
                        yield return Take();
                    }
                }
            }

            yield return Take();

            string Take()
            {
                var text = line.ToString();
                if (cut > 0)
                {
                    // The word that was cut through may be half a secret.
                    text = $"{text[..(text.LastIndexOf(' ') + 1)]}... {cut} more characters";
                }

                line.Clear();
                cut = 0;
                return text;
            }
        }
    }
}
