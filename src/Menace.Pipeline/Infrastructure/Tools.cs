namespace Menace.Pipeline.Infrastructure;

/// <summary>Programs on PATH.</summary>
internal static class Tools
{
    /// <summary>Path of the first <paramref name="name"/> on PATH, or null if there is none.</summary>
    public static string? Find(string name) => All(name, Environment.GetEnvironmentVariable("PATH")).FirstOrDefault();

    /// <summary>Paths of every <paramref name="name"/> on <paramref name="searchPath"/> (folders as in PATH), in its order.</summary>
    public static IEnumerable<string> All(string name, string? searchPath) =>
        (searchPath ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathRooted)
            .Select(folder => Path.Combine(folder, name))
            .Where(File.Exists);
}
