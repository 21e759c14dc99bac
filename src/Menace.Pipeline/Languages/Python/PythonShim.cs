using Menace.Model.Tasks;
using Menace.Pipeline.Development;
using Scriban.Runtime;

namespace Menace.Pipeline.Languages.Python;

/// <summary>A module that stands for a bot of another language and calls its command.</summary>
internal static class PythonShim
{
    /// <summary>The module for <paramref name="dependency"/>, at the repository's root.</summary>
    public static RepositoryFile Of(EmitDependency dependency)
    {
        var (spec, analysis) = dependency;
        return RepositoryFile.FromText(spec.Identifier + ".py", Templates.Render("python/shim.scriban", new ScriptObject
        {
            ["name"] = PythonText.Literal(spec.Name),
            ["title"] = spec.Name,
            ["language"] = spec.Language == BotLanguage.CSharp ? "C#" : "shell",
            ["command"] = Command(spec, analysis),
            ["functions"] = analysis.HasEntryPoint ? [] : spec.Functions.ToList(),
            ["is_program"] = analysis.HasEntryPoint,
        }));
    }

    /// <summary>The start of the command line as a Python list; the first place that a file of the other repository is named is relative to it.</summary>
    private static string Command(BotSpec spec, CodeAnalysis analysis) => (spec.Language, analysis.HasEntryPoint) switch
    {
        (BotLanguage.CSharp, _) => $"[\"dotnet\", \"run\", \"--project\", str(REPOSITORY / \"src\" / {PythonText.Literal(spec.Name)}), \"--\"]",
        (_, true) => $"[str(REPOSITORY / {PythonText.Literal(spec.Name + ".sh")})]",
        _ => "[\"sh\", str(REPOSITORY / \"main.sh\")]",
    };
}
