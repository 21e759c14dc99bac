using System.Globalization;
using System.Text;

namespace Menace.Pipeline.Infrastructure.Processes;

/// <summary>
/// Takes what a program prints, however much: the beginning goes to a file, the end is held in memory, the rest is dropped. The program
/// never waits.
/// </summary>
internal sealed class CappedOutput(string path, long cap)
{
    /// <summary>Bytes of the end that are held.</summary>
    public const int TailSize = 64 * 1024;

    private readonly byte[] _tail = new byte[TailSize];
    private long _read;

    /// <summary>Bytes that are neither at the file's beginning nor in <see cref="Tail"/>.</summary>
    public long Discarded => Math.Max(0, _read - cap - TailSize);

    /// <summary>Gets the end of the output.</summary>
    public string Tail()
    {
        var held = (int)Math.Min(_read, TailSize);
        var start = (int)((_read - held) % TailSize);
        var first = Math.Min(held, TailSize - start);
        return Encoding.UTF8.GetString([.. _tail.AsSpan(start, first), .. _tail.AsSpan(0, held - first)]);
    }

    /// <summary>Reads <paramref name="source"/> to its end.</summary>
    /// <exception cref="IOException">The file could not be written; the source was read to its end all the same.</exception>
    public async Task CopyAsync(Stream source)
    {
        await using var file = new FileStream(
            path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var buffer = new byte[TailSize];
        IOException? failure = null;
        while (await source.ReadAsync(buffer) is > 0 and var count)
        {
            var kept = (int)Math.Clamp(cap - _read, 0, count);
            Hold(buffer.AsSpan(0, count));
            try
            {
                if (failure is null && kept > 0)
                {
                    await file.WriteAsync(buffer.AsMemory(0, kept));
                }
            }
            catch (IOException exception)
            {
                failure = exception;
            }
        }

        if (failure is not null)
        {
            throw failure;
        }

        if (_read > cap)
        {
            // What lies between is left out; an end that begins inside the kept beginning is not repeated.
            var tail = Encoding.UTF8.GetBytes(Tail());
            var fresh = (int)Math.Min(tail.Length, _read - cap);
            await file.WriteAsync(Encoding.UTF8.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"\n[{Discarded} bytes were omitted here]\n")));
            await file.WriteAsync(tail.AsMemory(tail.Length - fresh));
        }
    }

    private void Hold(ReadOnlySpan<byte> bytes)
    {
        var start = (int)(_read % TailSize);
        var first = Math.Min(bytes.Length, TailSize - start);
        bytes[..first].CopyTo(_tail.AsSpan(start));
        bytes[first..].CopyTo(_tail);
        _read += bytes.Length;
    }
}
