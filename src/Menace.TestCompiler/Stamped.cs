using System.Collections.Concurrent;

namespace Menace.TestCompiler;

/// <summary>What was made of files, kept as long as they do not change.</summary>
internal sealed class Stamped<T>(Func<string, T> make)
{
    private readonly ConcurrentDictionary<string, (long Length, DateTime Time, T Value)> _kept = new(StringComparer.Ordinal);

    public T this[string path]
    {
        get
        {
            var file = new FileInfo(path);
            var (length, time) = (file.Length, file.LastWriteTimeUtc);
            if (_kept.TryGetValue(path, out var kept) && kept.Length == length && kept.Time == time)
            {
                return kept.Value;
            }

            var value = make(path);
            _kept[path] = (length, time, value);
            return value;
        }
    }
}
