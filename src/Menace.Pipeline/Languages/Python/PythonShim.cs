using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Scriban.Runtime;

namespace Menace.Pipeline.Languages.Python;

/// <summary>A module that stands for a bot of another language and calls its command.</summary>
internal static class PythonShim
{
    /// <summary>The module for <paramref name="dependency"/>, at the repository's root, which comes first where Python looks.</summary>
    public static RepositoryFile Of(EmitDependency dependency)
    {
        var command = BotCommand.Of(dependency);
        var spec = command.Spec;
        return RepositoryFile.FromText(spec.Identifier + ".py", Templates.Render("python/shim.scriban", new ScriptObject
        {
            ["bot"] = spec.Name,
            ["language"] = spec.Language.ToName(),
            ["is_csharp"] = spec.Language == BotLanguage.CSharp,
            ["assembly"] = PythonText.Literal(command.Assembly),
            ["words"] = string.Join(", ", [
                .. command.ShellWords.SkipLast(1).Select(PythonText.Literal),
                $"str(_REPOSITORY / {PythonText.Literal(command.ShellWords[^1])})",
            ]),
            ["is_program"] = command.IsProgram,
            ["functions"] = command.Functions.Select(function => new ScriptObject
            {
                ["member"] = BotCommand.NameIn(BotLanguage.Python, function),
                ["name"] = PythonText.Literal(function),
            }).ToList(),
        }));
    }
}
