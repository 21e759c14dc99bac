using System.Collections.Immutable;

namespace Menace.Analyzers;

/// <summary>
/// Keeps the last result for each of a few files, so that an edit costs what it changes. An editor looks at one version of a file after the
/// other
/// in one process. What is kept never changes a result, only when it is there.
/// </summary>
internal sealed class FileCache<T>
    where T : class
{
    private const int Files = 8;

    private ImmutableDictionary<string, T> _results = ImmutableDictionary<string, T>.Empty;

    /// <summary>The last result for <paramref name="path"/>, or null.</summary>
    public T? Find(string path) => Volatile.Read(ref _results).TryGetValue(path, out var result) ? result : null;

    /// <summary>Puts a result in the place of the last one.</summary>
    public void Store(string path, T result) => ImmutableInterlocked.Update(ref _results, results =>
    {
        var others = results.Count >= Files && !results.ContainsKey(path) ? results.Clear() : results;
        return others.SetItem(path, result);
    });
}
