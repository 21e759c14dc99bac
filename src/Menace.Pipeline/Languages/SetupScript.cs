using System.Text.RegularExpressions;

namespace Menace.Pipeline.Languages;

/// <summary>The generated scripts/setup_tests.sh of a tree whose checks are the same for all trees of a kind.</summary>
/// <param name="Text">Its text; empty if there is none.</param>
/// <param name="Kind">The text without the names of the bot and of its siblings (<see cref="FastPlan.Kind"/>).</param>
/// <param name="Obstacle">Why the script has to be run, or null.</param>
internal sealed partial record SetupScript(string Text, string Kind, string? Obstacle)
{
    private const string Path = "scripts/setup_tests.sh";

    /// <summary>Reads it.</summary>
    public static SetupScript Read(TestRequest request)
    {
        var file = System.IO.Path.Combine(request.RepositoryPath, Path);
        var text = File.Exists(file) ? File.ReadAllText(file) : "";
        var named = Siblings().Replace(text, "for sibling in SIBLINGS; do");
        var kind = Regex.Replace(named, $@"(?<![\w.-]){Regex.Escape(request.Spec.Name)}(?![\w-])", "BOT");
        return new SetupScript(text, kind, request.IsGenerated(Path) ? null : $"its {Path} is not the generated one");
    }

    [GeneratedRegex("^for sibling in .*; do$", RegexOptions.Multiline)]
    private static partial Regex Siblings();
}
