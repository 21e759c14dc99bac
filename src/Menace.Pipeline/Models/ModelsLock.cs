using System.Diagnostics;

namespace Menace.Pipeline.Models;

/// <summary>
/// One build of a model at a time per models repository, across processes: the file <c>.active_model</c> in it (behaviour inventory,
/// section 15). The file names its holder, so that the lock of a process that is gone is taken over; a run that holds the lock passes
/// through it again, where the older system waited for itself.
/// </summary>
internal sealed class ModelsLock : IDisposable
{
    private const string FileName = ".active_model";
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly AsyncLocal<ModelsLock?> InRun = new();

    private readonly string _repository;
    private readonly string _id;
    private readonly string? _content;
    private readonly ModelsLock? _outer;

    private ModelsLock(string repository, string id, string? content)
    {
        _repository = repository;
        _id = id;
        _content = content;
        _outer = InRun.Value;
    }

    /// <summary>Waits for the lock of the models repository at <paramref name="repository"/>, at most <paramref name="patience"/>.</summary>
    /// <param name="repository">Absolute path of the repository.</param>
    /// <param name="id">The model.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="prepare">Makes the repository where it is missing; runs alone across processes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ModelsLockedException">Another process, or another run of this one, held it all the time.</exception>
    public static async Task<ModelsLock> AcquireAsync(string repository, string id, TimeSpan patience, Action prepare, CancellationToken cancellationToken)
    {
        if (InRun.Value is { } outer && outer._repository == repository)
        {
            return outer._id == id ? new ModelsLock(repository, id, null) : throw new ModelsLockedException(repository, outer._id, "this run", TimeSpan.Zero);
        }

        var waited = Stopwatch.StartNew();
        var content = $"{id}\n{Holder.Current}\n{Guid.NewGuid():N}\n";
        while (true)
        {
            var holder = "another process that is looking at it";
            var model = id;
            using (var guard = TryGuard(repository))
            {
                if (guard is not null)
                {
                    prepare();
                    (var isTaken, model, holder) = TryTake(repository, content);
                    if (isTaken)
                    {
                        return new ModelsLock(repository, id, content);
                    }
                }
            }

            if (waited.Elapsed >= patience)
            {
                throw new ModelsLockedException(repository, model, holder, patience);
            }

            await Task.Delay(Poll, cancellationToken);
        }
    }

    /// <summary>From here on, what the caller starts passes through this lock.</summary>
    public void Enter() => InRun.Value = this;

    /// <summary>Releases the lock, if it is still this one's.</summary>
    public void Dispose()
    {
        InRun.Value = _outer;
        if (_content is null)
        {
            return;
        }

        // The guard is held for moments only; without it a lock that was just taken over could be deleted.
        var path = Path.Combine(_repository, FileName);
        SpinWait.SpinUntil(() =>
        {
            using var guard = TryGuard(_repository);
            if (guard is not null && Read(path) == _content)
            {
                File.Delete(path);
            }

            return guard is not null;
        }, TimeSpan.FromSeconds(10));
    }

    private static (bool IsTaken, string Model, string Holder) TryTake(string repository, string content)
    {
        var path = Path.Combine(repository, FileName);
        if (Read(path) is { } current)
        {
            var lines = current.Split('\n');
            if (Holder.Parse(lines.ElementAtOrDefault(1)) is not { IsGone: true })
            {
                return (false, lines[0], lines.ElementAtOrDefault(1) is { Length: > 0 } holder ? $"process {holder}" : "an unknown process");
            }

            File.Delete(path);
        }

        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllText(temporary, content);
            File.Move(temporary, path, overwrite: false);
            return (true, "", "");
        }
        catch (IOException) when (File.Exists(path))
        {
            // A program that does not know the guard was faster.
            return (false, Read(path)?.Split('\n')[0] ?? "", "an unknown process");
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>The right to look at the lock and change it; the operating system releases it whatever happens. Null where another has it.</summary>
    private static FileStream? TryGuard(string repository)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(repository)!);
        try
        {
            return new FileStream(repository + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}

/// <summary>The models repository is held (MENACE4010).</summary>
internal sealed class ModelsLockedException(string repository, string model, string holder, TimeSpan waited)
    : Exception($"The models repository '{repository}' is held for the model {model} by {holder}.")
{
    /// <summary>Path of the models repository.</summary>
    public string Repository { get; } = repository;

    /// <summary>The model it is held for.</summary>
    public string Model { get; } = model;

    /// <summary>Who holds it.</summary>
    public string Holder { get; } = holder;

    /// <summary>How long it was waited for.</summary>
    public TimeSpan Waited { get; } = waited;
}
