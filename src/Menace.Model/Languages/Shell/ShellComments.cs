namespace Menace.Model.Languages.Shell;

/// <summary>The comments of a script that document it.</summary>
internal static class ShellComments
{
    /// <summary>What the script says of itself, in one sentence, or null.</summary>
    public static string? Purpose(string code) => Languages.DocumentationText.FirstSentence(Leading(code));

    /// <summary>What is said of <paramref name="function"/>, in one sentence, or null.</summary>
    public static string? Documentation(string code, ShellFunction function) =>
        Languages.DocumentationText.FirstSentence(Above(code, function.Start));

    /// <summary>The block of comment lines that a script starts with, behind its shebang; empty without one.</summary>
    private static string Leading(string code)
    {
        var lines = code.Split('\n').SkipWhile((line, number) => number == 0 && line.StartsWith("#!", StringComparison.Ordinal));
        return Text(lines.SkipWhile(string.IsNullOrWhiteSpace).TakeWhile(IsComment));
    }

    /// <summary>The comment lines directly above <paramref name="offset"/>.</summary>
    private static string Above(string code, int offset)
    {
        var above = code.Substring(0, code.LastIndexOf('\n', Math.Max(offset - 1, 0)) + 1).Split('\n');
        return Text(above.Take(above.Length - 1).Reverse()
            .TakeWhile(line => IsComment(line) && !line.StartsWith("#!", StringComparison.Ordinal)).Reverse());
    }

    private static bool IsComment(string line) => line.TrimStart() is ['#', ..];

    private static string Text(IEnumerable<string> lines) =>
        string.Join("\n", lines.Where(line => line.IndexOf("shellcheck", StringComparison.Ordinal) is < 0)
            .Select(line => line.Trim().TrimStart('#').Trim())).Trim();
}
