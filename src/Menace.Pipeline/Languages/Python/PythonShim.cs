using Menace.Model.Languages;
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
        var caller = BotLanguage.Python.Profile();
        var spec = command.Spec;
        var words = command.Built?.Otherwise ?? command.Words;
        return RepositoryFile.FromText(spec.Identifier + ".py", Templates.Render("python/shim.scriban", new ScriptObject
        {
            ["bot"] = spec.Name,
            ["language"] = spec.Language.ToName(),
            ["artifact"] = command.Built is { } built ? PythonText.Literal(built.Artifact) : "",
            ["runner"] = string.Join(", ", command.Built?.Runner.Select(PythonText.Literal) ?? []),
            ["words"] = string.Join(", ", words.Select(Expression)),
            ["reads_environment"] = command.Built is not null || words.Any(word => word is CommandWord.Program),
            ["is_program"] = command.IsProgram,
            ["functions"] = command.Functions.Select(function => new ScriptObject
            {
                ["member"] = caller.CallerName(function),
                ["name"] = PythonText.Literal(function),
            }).ToList(),
        }));
    }

    private static string Expression(CommandWord word) => word switch
    {
        CommandWord.Text text => PythonText.Literal(text.Value),
        CommandWord.InRepository { Path.Length: 0 } => "str(_REPOSITORY)",
        CommandWord.InRepository file => $"str(_REPOSITORY / {PythonText.Literal(file.Path)})",
        CommandWord.Program program => $"_os.environ.get({PythonText.Literal(program.Variable)}) or {PythonText.Literal(program.Default)}",
        CommandWord.Cache => "str(cache)",
        _ => throw new ArgumentException($"{word.GetType().Name} is not a word that Python can write.", nameof(word)),
    };
}
