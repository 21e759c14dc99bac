namespace Menace.Pipeline.Languages.Shell;

/// <summary>The comments of a script that document it.</summary>
internal static class ShellComments
{
    /// <summary>The block of comment lines that a script starts with, behind its shebang; empty without one.</summary>
    public static string Leading(string code)
    {
        var lines = code.Split('\n').SkipWhile((line, number) => number == 0 && line.StartsWith("#!", StringComparison.Ordinal));
        return Text(lines.SkipWhile(string.IsNullOrWhiteSpace).TakeWhile(IsComment));
    }

    /// <summary>The comment lines directly above <paramref name="offset"/>.</summary>
    public static string Above(string code, int offset)
    {
        var above = code[..(code.LastIndexOf('\n', Math.Max(offset - 1, 0)) + 1)].Split('\n');
        return Text(above.SkipLast(1).Reverse().TakeWhile(line => IsComment(line) && !line.StartsWith("#!", StringComparison.Ordinal)).Reverse());
    }

    private static bool IsComment(string line) => line.TrimStart().StartsWith('#');

    private static string Text(IEnumerable<string> lines) =>
        string.Join('\n', lines.Where(line => !line.Contains("shellcheck", StringComparison.Ordinal)).Select(line => line.Trim().TrimStart('#').Trim())).Trim();
}
