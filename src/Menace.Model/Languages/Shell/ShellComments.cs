namespace Menace.Model.Languages.Shell;

/// <summary>The comments of a script that document it.</summary>
internal static class ShellComments
{
    /// <summary>What the script says of itself, in one sentence, or null.</summary>
    public static string? Purpose(string code) => Languages.DocumentationText.FirstSentence(Text(Leading(code)));

    /// <summary>What is said of <paramref name="function"/> beside its usage, in one sentence, or null.</summary>
    public static string? Documentation(string code, ShellFunction function)
    {
        string[] lines = [.. Above(code, function.Start)];
        return Languages.DocumentationText.FirstSentence(
                Text(lines.Select(line => ShellUsage.Read(line, function.Name)?.Remark ?? line)))
            ?? Languages.DocumentationText.FirstSentence(Text(lines));
    }

    /// <summary>The usage of <paramref name="function"/> in the comment above it, or null.</summary>
    public static ShellUsage? Usage(string code, ShellFunction function) =>
        Above(code, function.Start).Select(line => ShellUsage.Read(line, function.Name)).FirstOrDefault(usage => usage is not null);

    /// <summary>The usage of <paramref name="function"/> in the comment that a script starts with, or null.</summary>
    public static ShellUsage? Usage(string code, string function) =>
        Leading(code).Select(line => ShellUsage.Read(line, function)).FirstOrDefault(usage => usage is not null);

    /// <summary>The block of comment lines that a script starts with, behind its shebang; empty without one.</summary>
    private static IEnumerable<string> Leading(string code)
    {
        var lines = code.Split('\n').SkipWhile((line, number) => number == 0 && line.StartsWith("#!", StringComparison.Ordinal));
        return Content(lines.SkipWhile(string.IsNullOrWhiteSpace).TakeWhile(IsComment));
    }

    /// <summary>The comment lines directly above <paramref name="offset"/>.</summary>
    private static IEnumerable<string> Above(string code, int offset)
    {
        var above = code.Substring(0, code.LastIndexOf('\n', Math.Max(offset - 1, 0)) + 1).Split('\n');
        return Content(above.Take(above.Length - 1).Reverse()
            .TakeWhile(line => IsComment(line) && !line.StartsWith("#!", StringComparison.Ordinal)).Reverse());
    }

    private static bool IsComment(string line) => line.TrimStart() is ['#', ..];

    private static IEnumerable<string> Content(IEnumerable<string> lines) =>
        lines.Where(line => line.IndexOf("shellcheck", StringComparison.Ordinal) is < 0).Select(line => line.Trim().TrimStart('#').Trim());

    private static string Text(IEnumerable<string> lines) => string.Join("\n", lines).Trim();
}
