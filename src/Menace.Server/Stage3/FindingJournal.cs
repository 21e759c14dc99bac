using System.Text.Json;
using Menace.Model.Diagnostics;
using Menace.Server.Hosting;

namespace Menace.Server.Stage3;

/// <summary>A request that was appended.</summary>
/// <param name="Key">Hash of its Idempotency-Key, or null where it had none.</param>
/// <param name="Digest">Hash of its lines.</param>
/// <param name="Length">Bytes of its lines.</param>
/// <param name="Count">Number of its lines.</param>
internal sealed record AppendedBatch(string? Key, string Digest, int Length, int Count);

/// <summary>What was appended at once.</summary>
/// <param name="Start">Where in the file of findings it begins.</param>
/// <param name="Batches">The requests, in their order.</param>
internal sealed record AppendedGroup(long Start, IReadOnlyList<AppendedBatch> Batches);

/// <summary>
/// What the file of findings is about to be given, written before it is given it: so that after a crash it is known what is whole,
/// and what a repeated request was answered. Its lock is that of the whole log.
/// </summary>
internal sealed class FindingJournal : IDisposable
{
    private readonly FileStream _file;

    private FindingJournal(FileStream file, IReadOnlyList<AppendedGroup> groups, long lastStart)
    {
        _file = file;
        Groups = groups;
        LastStart = lastStart;
    }

    /// <summary>What it held when it was opened.</summary>
    public IReadOnlyList<AppendedGroup> Groups { get; }

    /// <summary>Where the last of <see cref="Groups"/> begins in the journal.</summary>
    private long LastStart { get; }

    /// <summary>Opens the journal at <paramref name="path"/>. An entry that was not written to its end is taken back: nothing followed it.</summary>
    /// <exception cref="IOException">Another process has it open, or it cannot be read.</exception>
    /// <exception cref="CodedException">It is no such journal.</exception>
    public static FindingJournal Open(string path)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        try
        {
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            var whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
            file.SetLength(whole);
            file.Position = whole;

            List<AppendedGroup> groups = [];
            var lastStart = 0;
            for (var start = 0; start < whole;)
            {
                var length = bytes.AsSpan(start).IndexOf((byte)'\n');
                groups.Add(JsonSerializer.Deserialize<AppendedGroup>(bytes.AsSpan(start, length), JsonSerializerOptions.Web)!);
                lastStart = start;
                start += length + 1;
            }

            return new(file, groups, lastStart);
        }
        catch (JsonException exception)
        {
            file.Dispose();
            throw new CodedException(Rules.ServiceStoreUnusable, [path, "it is no journal of findings; move it away: " + exception.Message], exception);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes <paramref name="group"/> to the disk.</summary>
    /// <returns>How to take it back.</returns>
    public Action Add(AppendedGroup group)
    {
        var start = _file.Length;
        try
        {
            Write(group);
        }
        catch
        {
            TakeBack();
            throw;
        }

        return TakeBack;

        void TakeBack() => Cut(start);
    }

    /// <summary>Writes <paramref name="group"/> in place of the last entry, or nothing where it is null.</summary>
    public void ReplaceLast(AppendedGroup? group)
    {
        Cut(LastStart);
        if (group is not null)
        {
            Write(group);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Write(AppendedGroup group)
    {
        _file.Position = _file.Length;
        _file.Write([.. JsonSerializer.SerializeToUtf8Bytes(group, JsonSerializerOptions.Web), (byte)'\n']);
        _file.Flush(flushToDisk: true);
    }

    private void Cut(long length)
    {
        _file.SetLength(length);
        _file.Flush(flushToDisk: true);
    }
}
