using System.Security.Cryptography;
using System.Text.Json;

namespace Menace.Server.Stage3;

/// <summary>Makes the file of findings end with a whole line and a whole request, whatever happened to who wrote it.</summary>
internal static class FindingRepair
{
    /// <summary>Takes back what the last entry of <paramref name="journal"/> announced and did not come about, and ends a last line that lacks its end.</summary>
    /// <returns>Every group that is in the file.</returns>
    public static IReadOnlyList<AppendedGroup> Run(FileStream data, FindingJournal journal)
    {
        var groups = journal.Groups;
        if (groups.Count > 0)
        {
            var whole = WholePart(data, groups[^1]);
            if (whole != groups[^1])
            {
                journal.ReplaceLast(whole);
                groups = [.. groups.SkipLast(1), .. whole is null ? Array.Empty<AppendedGroup>() : [whole]];
            }
        }

        EndLastLine(data);
        return groups;
    }

    /// <summary>
    /// The requests of <paramref name="group"/> that are whole in the file; what follows them is cut off. A file that is longer than
    /// the group, or shorter than its start, was changed by somebody else and is left as it is.
    /// </summary>
    private static AppendedGroup? WholePart(FileStream data, AppendedGroup group)
    {
        var end = group.Start + group.Batches.Sum(batch => (long)batch.Length);
        if (data.Length > end || data.Length < group.Start)
        {
            return group;
        }

        var at = group.Start;
        var whole = 0;
        foreach (var batch in group.Batches)
        {
            if (at + batch.Length > data.Length || Digest(data, at, batch.Length) != batch.Digest)
            {
                data.SetLength(at);
                data.Flush(flushToDisk: true);
                return whole == 0 ? null : group with { Batches = [.. group.Batches.Take(whole)] };
            }

            at += batch.Length;
            whole++;
        }

        return group;
    }

    /// <summary>Of somebody else's last line: an object without its line feed gets it, anything else is moved to a file beside it.</summary>
    private static void EndLastLine(FileStream data)
    {
        var start = data.Length;
        while (start > 0 && ByteAt(data, start - 1) != '\n')
        {
            start--;
        }

        if (start == data.Length)
        {
            return;
        }

        var line = new byte[data.Length - start];
        RandomAccess.Read(data.SafeFileHandle, line, start);
        if (IsObject(line))
        {
            RandomAccess.Write(data.SafeFileHandle, "\n"u8, data.Length);
        }
        else
        {
            File.AppendAllBytes(data.Name + ".torn", [.. line, (byte)'\n']);
            data.SetLength(start);
        }

        data.Flush(flushToDisk: true);
    }

    /// <summary>True where <paramref name="line"/> is a JSON object.</summary>
    public static bool IsObject(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static int ByteAt(FileStream data, long offset)
    {
        Span<byte> one = stackalloc byte[1];
        return RandomAccess.Read(data.SafeFileHandle, one, offset) == 1 ? one[0] : -1;
    }

    private static string Digest(FileStream data, long start, int length)
    {
        var bytes = new byte[length];
        return RandomAccess.Read(data.SafeFileHandle, bytes, start) == length ? Convert.ToHexStringLower(SHA256.HashData(bytes)) : "";
    }
}
