namespace Menace.Pipeline.Languages.CSharp.Fast;

/// <summary>Paths that mean the same to MSBuild, to the compiler's command line and in a configuration file.</summary>
internal static class FastPaths
{
    /// <summary>True for a path without a character that one of the three reads as something else.</summary>
    public static bool IsPlain(string path) =>
        path.All(c => char.IsAsciiLetterOrDigit(c) || c > 0xa0 || "/._-+@ ()".Contains(c, StringComparison.Ordinal));

    /// <summary>The folders above <paramref name="path"/>, from the nearest to the root.</summary>
    public static IEnumerable<string> Above(string path)
    {
        for (var folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            yield return folder;
        }
    }

    /// <summary>The files in <paramref name="folder"/> that NuGet and the compiler read for all that is below.</summary>
    public static IEnumerable<string> SettingsIn(string folder) =>
        ((string[])["nuget.config", "NuGet.config", "NuGet.Config", ".globalconfig"])
            .Select(name => Path.Combine(folder, name)).Where(File.Exists);
}
