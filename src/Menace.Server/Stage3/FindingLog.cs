using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Menace.Model.Diagnostics;
using Menace.Server.Hosting;

namespace Menace.Server.Stage3;

/// <summary>How an append went.</summary>
internal enum AppendOutcome
{
    /// <summary>The findings are on the disk.</summary>
    Appended,

    /// <summary>They were before.</summary>
    Repeated,

    /// <summary>The key was used for others.</summary>
    KeyReused,
}

/// <summary>Some of the findings.</summary>
/// <param name="Items">The lines, without their line feeds.</param>
/// <param name="Next">Where the next page begins.</param>
/// <param name="HasMore">True where it would not be empty.</param>
/// <param name="Unreadable">Lines that were left out, because somebody else wrote them and they are no JSON objects.</param>
internal sealed record FindingPage(IReadOnlyList<ReadOnlyMemory<byte>> Items, long Next, bool HasMore, int Unreadable);

/// <summary>
/// The file of research findings (behaviour inventory, section 9): one JSON object a line, appended by one writer, request by request,
/// each acknowledged when it is on the disk, whole. Requests that come while the disk is busy share its next write.
/// </summary>
internal sealed class FindingLog : IAsyncDisposable
{
    private const int LargestGroup = 8 << 20;
    private const int LargestPage = 8 << 20;

    private readonly FileStream _data;
    private readonly FindingJournal _journal;
    private readonly Channel<Append> _appends = Channel.CreateBounded<Append>(1024);

    // Half a hash each: a million requests take about 100 MB.
    private readonly Dictionary<UInt128, UInt128> _digestOfKey = [];
    private readonly HashSet<UInt128> _digests = [];
    private readonly Task _writing;
    private long _length;
    private bool _isBroken;

    private FindingLog(FileStream data, FindingJournal journal, IReadOnlyList<AppendedGroup> groups)
    {
        _data = data;
        _journal = journal;
        _length = data.Length;
        foreach (var batch in groups.SelectMany(group => group.Batches))
        {
            Remember(batch);
        }

        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Opens the file at <paramref name="path"/>, and repairs what a crash left.</summary>
    /// <exception cref="CodedException">It cannot be used, or another server uses it.</exception>
    public static FindingLog Open(string path)
    {
        FindingJournal? journal = null;
        FileStream? data = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            journal = FindingJournal.Open(path + ".journal");
            data = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return new(data, journal, FindingRepair.Run(data, journal));
        }
        catch (Exception exception)
        {
            data?.Dispose();
            journal?.Dispose();
            throw exception is IOException or UnauthorizedAccessException
                ? new CodedException(Rules.ServiceStoreUnusable, [path, exception.Message], exception)
                : exception;
        }
    }

    /// <summary>Appends <paramref name="batch"/>, unless it was appended before: under the same key or, without one, the same findings.</summary>
    /// <exception cref="IOException">The disk does not take it; nothing was appended.</exception>
    public async Task<AppendOutcome> AppendAsync(FindingBatch batch, string? key)
    {
        if (batch.Count == 0)
        {
            return AppendOutcome.Repeated;
        }

        var append = new Append(batch, new(key is null ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))), batch.Digest, batch.Lines.Length, batch.Count));
        await _appends.Writer.WriteAsync(append);
        return await append.Outcome.Task;
    }

    /// <summary>At most <paramref name="limit"/> findings from <paramref name="cursor"/> on; null where no page ends there.</summary>
    public FindingPage? Read(long cursor, int limit)
    {
        var length = Interlocked.Read(ref _length);
        if (cursor > length || (cursor > 0 && !EndsLine(cursor)))
        {
            return null;
        }

        List<ReadOnlyMemory<byte>> items = [];
        var unreadable = 0;
        var size = 64 << 10;
        while (cursor < length && items.Count < limit)
        {
            var chunk = new byte[Math.Min(size, length - cursor)];
            RandomAccess.Read(_data.SafeFileHandle, chunk, cursor);
            var start = 0;
            for (int end; items.Count < limit && (end = chunk.AsSpan(start).IndexOf((byte)'\n')) >= 0; start += end + 1)
            {
                var line = chunk.AsMemory(start, end);
                if (FindingRepair.IsObject(line))
                {
                    items.Add(line);
                }
                else
                {
                    unreadable++;
                }
            }

            cursor += start;
            size = start == 0 ? size * 2 : size;
            if (items.Sum(item => (long)item.Length) > LargestPage)
            {
                break;
            }
        }

        return new(items, cursor, cursor < length, unreadable);
    }

    /// <summary>Ends when everything that was accepted is written.</summary>
    public async ValueTask DisposeAsync()
    {
        _appends.Writer.TryComplete();
        await _writing;
        await _data.DisposeAsync();
        _journal.Dispose();
    }

    private bool EndsLine(long cursor)
    {
        Span<byte> before = stackalloc byte[1];
        return RandomAccess.Read(_data.SafeFileHandle, before, cursor - 1) == 1 && before[0] == '\n';
    }

    private async Task WriteAsync()
    {
        while (await _appends.Reader.WaitToReadAsync())
        {
            List<Append> group = [];
            var size = 0;
            while (size < LargestGroup && _appends.Reader.TryRead(out var append))
            {
                if (Known(append.Batch, group) is { } known)
                {
                    append.Answer(known, group);
                }
                else
                {
                    group.Add(append);
                    size += append.Content.Lines.Length;
                }
            }

            if (group.Count > 0)
            {
                Write(group);
            }
        }
    }

    /// <summary>What was appended before, or is about to be in <paramref name="group"/>; null for something new.</summary>
    private AppendOutcome? Known(AppendedBatch batch, List<Append> group)
    {
        if (batch.Key is null)
        {
            return _digests.Contains(Half(batch.Digest)) || group.Any(other => other.Batch.Key is null && other.Batch.Digest == batch.Digest) ? AppendOutcome.Repeated : null;
        }

        UInt128? digest = _digestOfKey.TryGetValue(Half(batch.Key), out var known) ? known
            : group.Find(other => other.Batch.Key == batch.Key) is { } pending ? Half(pending.Batch.Digest)
            : null;
        return digest is null ? null : digest == Half(batch.Digest) ? AppendOutcome.Repeated : AppendOutcome.KeyReused;
    }

    private void Write(List<Append> group)
    {
        try
        {
            if (_isBroken)
            {
                throw new IOException("an earlier write failed and could not be taken back; start the service again");
            }

            WriteGroup(group);
        }
        catch (Exception exception)
        {
            // .NET has other exceptions for some errors of a disk (EFBIG); whoever waits is told in any case.
            var failure = exception as IOException ?? new IOException(exception.Message, exception);
            group.ForEach(append => append.Outcome.SetException(failure));
            return;
        }

        foreach (var append in group)
        {
            Remember(append.Batch);
            append.Outcome.SetResult(AppendOutcome.Appended);
        }
    }

    private void WriteGroup(List<Append> group)
    {
        var start = _length;
        var takeBack = _journal.Add(new(start, [.. group.Select(append => append.Batch)]));
        try
        {
            RandomAccess.Write(_data.SafeFileHandle, [.. group.Select(append => (ReadOnlyMemory<byte>)append.Content.Lines)], start);
            _data.Flush(flushToDisk: true);
        }
        catch
        {
            _isBroken = true;
            _data.SetLength(start);
            takeBack();
            _isBroken = false;
            throw;
        }

        Interlocked.Exchange(ref _length, start + group.Sum(append => (long)append.Content.Lines.Length));
    }

    private void Remember(AppendedBatch batch)
    {
        if (batch.Key is { } key)
        {
            _digestOfKey[Half(key)] = Half(batch.Digest);
        }
        else
        {
            _digests.Add(Half(batch.Digest));
        }
    }

    private static UInt128 Half(string hash) => UInt128.Parse(hash.AsSpan(0, 32), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Append(FindingBatch Content, AppendedBatch Batch)
    {
        public TaskCompletionSource<AppendOutcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Answers a repeat: where its first is in <paramref name="group"/> still, when that one is on the disk.</summary>
        public void Answer(AppendOutcome outcome, List<Append> group)
        {
            var first = group.Find(other => other.Batch.Key == Batch.Key && (Batch.Key is not null || other.Batch.Digest == Batch.Digest));
            if (first is null)
            {
                Outcome.SetResult(outcome);
                return;
            }

            first.Outcome.Task.ContinueWith(
                done => _ = done.IsFaulted ? Outcome.TrySetException(done.Exception.InnerExceptions) : Outcome.TrySetResult(outcome),
                CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
