using System.Globalization;
using System.IO.Enumeration;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Repositories;

/// <summary>
/// The files that a test run must not change: those of the repositories, the trees, the task project and the state folder, each by
/// its directory entry. No file is opened. Files that builds, tools and this program write while tests run are excluded.
/// </summary>
internal sealed class FolderSnapshot
{
    /// <summary>A project folder with more files is not compared, because that would take too long.</summary>
    private const int MostProjectFiles = 50_000;

    private static readonly HashSet<string> ToolFolders = new(StringComparer.Ordinal)
    {
        "bin", "obj", "artifacts", "TestResults", "node_modules", ".venv", "__pycache__", ".pytest_cache", ".vs", ".idea",
    };

    private static readonly EnumerationOptions Options =
        new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = 0 };

    private readonly Dictionary<string, FileStamp> _files;

    private FolderSnapshot(Dictionary<string, FileStamp> files) => _files = files;

    /// <summary>Looks at the folders of <paramref name="config"/>.</summary>
    /// <param name="config">The settings.</param>
    /// <param name="bots">
    /// The bots of this build. A repository of any other bot belongs to a project that shares the folder, whose own build may be writing
    /// it.
    /// </param>
    public static FolderSnapshot Take(BotDevConfig config, IReadOnlySet<string> bots)
    {
        var (repositories, state, project) = (config.RepositoryBasePath, config.StatePath, Path.GetFullPath(config.SourceDirectory));
        var files = new Dictionary<string, FileStamp>(StringComparer.Ordinal);

        // Builds of other projects may write it at any time.
        var store = config.ResultStorePath;
        bool IsStore(string folder, string name) => store is not null && Path.Join(folder, name) == store;
        Add(files, repositories, int.MaxValue,
            (folder, name) => ToolFolders.Contains(name) || IsStore(folder, name)
                || (folder == repositories && !bots.Contains(name) && IsRepository(Path.Join(folder, name))), IsOfGit);
        Add(files, state, int.MaxValue, (folder, name) =>
            (folder == state && name is ("verify" or "warm" or "trees" or "candidates")) || IsStore(folder, name),
            (folder, name) => folder == state && IsOfState(name));
        Add(files, config.TreesPath, int.MaxValue, (_, name) => ToolFolders.Contains(name), (_, _) => false);
        Add(files, project, MostProjectFiles,
            (folder, name) => name == ".git" || ToolFolders.Contains(name) || IsStore(folder, name) || Path.Join(folder, name) is var path
                && (path == repositories || path == state),
            (_, name) => name.EndsWith(".binlog", StringComparison.Ordinal) || name.EndsWith(".log", StringComparison.Ordinal));
        return new FolderSnapshot(files);
    }

    /// <summary>
    /// The snapshot that <see cref="Write"/> left at <paramref name="path"/> in the run <paramref name="runId"/>; null if there is none.
    /// </summary>
    public static FolderSnapshot? Read(string path, long runId)
    {
        if (!File.Exists(path) || File.ReadAllText(path).Split('\0') is not [var run, .. var fields]
            || run != Number(runId) || fields.Length % 5 != 0)
        {
            return null;
        }

        var files = new Dictionary<string, FileStamp>(fields.Length / 5, StringComparer.Ordinal);
        foreach (var file in fields.Chunk(5))
        {
            long[] numbers = [.. file.Skip(1).Select(ToNumber)];
            files[file[0]] = new(numbers[0], ToTime(numbers[1]), ToTime(numbers[2]), (FileAttributes)numbers[3]);
        }

        return new FolderSnapshot(files);
    }

    /// <summary>Keeps the snapshot for a build that takes up the run <paramref name="runId"/>.</summary>
    public void Write(string path, long runId) =>
        AtomicFile.WriteText(path, string.Join('\0', _files.SelectMany(file => Fields(file.Key, file.Value)).Prepend(Number(runId))));

    /// <summary>Files that <paramref name="later"/> has otherwise, in ordinal order.</summary>
    public IReadOnlyList<FileChange> ChangesUntil(FolderSnapshot later)
    {
        var changed = later._files.Where(file => !_files.TryGetValue(file.Key, out var before) || before != file.Value)
            .Select(file => new FileChange(file.Key, Times(file.Key, file.Value)));
        var deleted = _files.Keys.Where(path => !later._files.ContainsKey(path)).Select(path => new FileChange(path, []));
        return [.. changed.Concat(deleted).OrderBy(change => change.Path, StringComparer.Ordinal)];
    }

    /// <summary>Also the time that a program cannot set, if the platform has one.</summary>
    private static DateTime[] Times(string path, FileStamp stamp) =>
        FileIdentity.Of(path) is { } now ? [stamp.Written, stamp.Created, now.Changed] : [stamp.Written, stamp.Created];

    private static string[] Fields(string path, FileStamp stamp) =>
        [path, Number(stamp.Length), Number(stamp.Written.Ticks), Number(stamp.Created.Ticks), Number((long)stamp.Attributes)];

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>-1 for text that is not a number: the file then counts as changed.</summary>
    private static long ToNumber(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private static DateTime ToTime(long ticks) => new(Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc);

    private static void Add(
        Dictionary<string, FileStamp> files, string root, int most, Func<string, string, bool> skipsFolder,
        Func<string, string, bool> skipsFile)
    {
        if (!Directory.Exists(root))
        {
            return;
        }

        var found = new FileSystemEnumerable<(string Path, FileStamp Stamp)>(
            root,
            (ref FileSystemEntry entry) =>
                (entry.ToFullPath(), new FileStamp(
                entry.Length, entry.LastWriteTimeUtc.UtcDateTime, entry.CreationTimeUtc.UtcDateTime, entry.Attributes)),
            Options)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                !IsFolder(ref entry) && !skipsFile(entry.Directory.ToString(), entry.FileName.ToString()),
            ShouldRecursePredicate = (ref FileSystemEntry entry) =>
                IsFolder(ref entry) && !skipsFolder(entry.Directory.ToString(), entry.FileName.ToString()),
        }.Take(most).ToArray();
        foreach (var (path, stamp) in found.Length < most ? found : [])
        {
            files[path] = stamp;
        }
    }

    /// <summary>A link is a file: its target is somewhere else.</summary>
    private static bool IsFolder(ref FileSystemEntry entry) => entry.IsDirectory && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint);

    /// <summary>True for a repository, and for one that is being made or removed.</summary>
    private static bool IsRepository(string folder) =>
        Path.GetFileName(folder.AsSpan()).StartsWith(BotGitRepository.TemporaryPrefix) || Path.Exists(Path.Join(folder, ".git"));

    /// <summary>Files that a mere <c>git status</c> writes.</summary>
    private static bool IsOfGit(string folder, string name) =>
        name is "index" or "index.lock" && folder.EndsWith("/.git", StringComparison.Ordinal);

    /// <summary>The stores and the locks that stages themselves write.</summary>
    private static bool IsOfState(string name) =>
        name is StateLock.Stages or StateLock.Builds || name.Contains(".db", StringComparison.Ordinal);

    private readonly record struct FileStamp(long Length, DateTime Written, DateTime Created, FileAttributes Attributes);
}

/// <summary>A file that was written, made or deleted.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Times">When that may have been; empty for one that is gone.</param>
internal sealed record FileChange(string Path, IReadOnlyList<DateTime> Times)
{
    /// <summary>Clocks of file systems lag by up to one tick of the kernel.</summary>
    private static readonly TimeSpan Lag = TimeSpan.FromMilliseconds(20);

    /// <summary>True if the file is gone: nothing tells when it went, except that its folder was not changed later than it was.</summary>
    public bool IsGone => Times.Count == 0;

    /// <summary>
    /// True if it may have been between <paramref name="start"/> and <paramref name="end"/>; of a file that is gone its folder tells.
    /// </summary>
    public bool MayBeWithin(DateTime start, DateTime end) =>
        (IsGone ? [FileIdentity.Of(ExistingParent(Path))?.Changed ?? end] : Times).Any(time => time >= start - Lag && time <= end + Lag);

    private static string ExistingParent(string path)
    {
        var parent = System.IO.Path.GetDirectoryName(path)!;
        return Directory.Exists(parent) ? parent : ExistingParent(parent);
    }
}
