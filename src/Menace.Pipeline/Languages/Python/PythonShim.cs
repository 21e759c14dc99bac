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

    /// <summary>The start of the command line as a Python list.</summary>
    private static string Command(BotSpec spec, CodeAnalysis analysis)
    {
        var command = BotCommand.Of(spec, analysis);
        var file = string.Join(" / ", command.File.Split('/').Select(PythonText.Literal).Prepend("REPOSITORY"));
        return $"[{string.Join(", ", [.. command.Program.Select(PythonText.Literal), $"str({file})", .. command.Rest.Select(PythonText.Literal)])}]";
    }
}
