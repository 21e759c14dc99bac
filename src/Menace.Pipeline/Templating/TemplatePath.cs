using Menace.Model.Checks;

namespace Menace.Pipeline.Templating;

/// <summary>Paths that files of a template can have in a repository.</summary>
internal static class TemplatePath
{
    /// <summary>Why <paramref name="path"/> is no path of a file in a repository, or null.</summary>
    public static string? ReasonAgainst(string path) =>
        path.Length == 0 ? "is empty"
        : path[0] == '/' || path.Split('/').Any(part => part is "" or "." or "..") ? "is not a plain path inside the repository"
        : path.Any(char.IsControl) ? "has a control character"
        : GitPaths.ReasonAgainst(path);
}
