using System.Text.RegularExpressions;
using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Scriban.Runtime;

namespace Menace.Pipeline.Languages.Python;

/// <summary>
/// A module that stands for a bot of another language: its functions with their documentation, their parameters and the types that
/// Python has for theirs. How its command is called is in a module apart.
/// </summary>
internal static partial class PythonShim
{
    /// <summary>Stands for the default of a parameter that only the other language can write.</summary>
    private const string UnknownDefault = "...";

    /// <summary>The generic module; its name is the bot's own, because modules of several bots are looked for in one place.</summary>
    public static string ModuleOf(BotSpec spec) => $"_{spec.Identifier}_dependencies";

    /// <summary>
    /// The modules for the dependencies in other languages, at the repository's root, which comes first where Python looks.
    /// </summary>
    public static IEnumerable<RepositoryFile> Of(EmitRequest request)
    {
        var others = request.Dependencies.Where(dependency => dependency.Spec.Language != BotLanguage.Python).ToList();
        foreach (var dependency in others)
        {
            yield return Of(request.Spec, dependency);
        }

        if (others.Count > 0)
        {
            var values = new ScriptObject { ["name"] = request.Spec.Name };
            yield return RepositoryFile.FromText(ModuleOf(request.Spec) + ".py", Templates.Render("python/dependencies.scriban", values));
        }
    }

    private static RepositoryFile Of(BotSpec bot, EmitDependency dependency)
    {
        var command = BotCommand.Of(dependency);
        var spec = command.Spec;
        return RepositoryFile.FromText(spec.Identifier + ".py", Templates.Render("python/shim.scriban", new ScriptObject
        {
            ["bot"] = spec.Name,
            ["language"] = spec.Language.Profile().Title,
            ["generic"] = ModuleOf(bot),
            ["reads_environment"] = (command.Built?.Otherwise ?? command.Words).Any(word => word is CommandWord.Program),
            ["start"] = PythonNode.Call("_bot = _Bot", Start(command)).Write(0),
            ["functions"] = command.Functions.Select(function => command.IsProgram ? Program() : Function(dependency, function)).ToList(),
        }));
    }

    private static IEnumerable<PythonNode> Start(BotCommand command)
    {
        yield return PythonNode.Of(PythonText.Literal(command.Spec.Name));
        yield return List((command.Built?.Otherwise ?? command.Words).Select(Expression));
        if (command.Built is { } built)
        {
            yield return PythonNode.Of($"artifact={PythonText.Literal(built.Artifact)}");
            yield return List(built.Runner.Select(PythonText.Literal)).After("runner=");
        }
    }

    private static PythonNode List(IEnumerable<string> items) => new("[", [.. items.Select(PythonNode.Of)], "]");

    private static string Expression(CommandWord word) => word switch
    {
        CommandWord.Text text => PythonText.Literal(text.Value),
        CommandWord.InRepository { Path.Length: 0 } => "\"{repository}\"",
        CommandWord.InRepository file => PythonText.Literal("{repository}/" + file.Path),
        CommandWord.Program program => $"_os.environ.get({PythonText.Literal(program.Variable)}) or {PythonText.Literal(program.Default)}",
        CommandWord.Cache => "\"{cache}\"",
        _ => throw new ArgumentException($"{word.GetType().Name} is not a word that Python can write.", nameof(word)),
    };

    private static ScriptObject Program() => new()
    {
        ["member"] = BotCommand.ProgramFunction,
        ["parameters"] = "*args",
        ["returns"] = " -> str",
        ["doc"] = "\"\"\"The output of a program that takes strings.\"\"\"",
        ["call"] = $"run({PythonText.Literal(BotCommand.ProgramFunction)}, *map(str, args))",
    };

    private static ScriptObject Function(EmitDependency dependency, string name)
    {
        var caller = BotLanguage.Python.Profile();
        var signature = dependency.Analysis.Functions.FirstOrDefault(function => function.Name == name);
        var doc = Documentation(dependency.Spec, name, signature);
        var parameters = Parameters(dependency.Spec, signature);
        var isPlain = parameters.Select(p => caller.CallerName(p.Name)).Distinct(StringComparer.Ordinal).Count() == parameters.Count
            && parameters.All(p => caller.CallerName(p.Name) != "_bot");
        parameters = isPlain ? parameters : [Rest];
        return new ScriptObject
        {
            ["member"] = caller.CallerName(name),
            ["parameters"] = string.Join(", ", parameters.Select(p => Written(caller, p))),
            ["returns"] = PythonType(signature?.ReturnType) is { } type ? $" -> {type}"
                : dependency.Spec.Language == BotLanguage.Shell ? " -> str" : "",
            ["doc"] = doc.Length > 0 ? PythonText.Docstring(doc, "    ") : "",
            ["call"] = $"call({string.Join(", ", [PythonText.Literal(name), .. parameters.Select(p => Handed(caller, p))])})",
        };
    }

    /// <summary>The documentation without the usage line of a shell function, which the parameters say.</summary>
    private static string Documentation(BotSpec spec, string function, FunctionSignature? signature)
    {
        var text = signature?.Documentation is { Length: > 0 } own ? own : spec.FunctionDocs.GetValueOrDefault(function) ?? "";
        return spec.Language != BotLanguage.Shell ? text : string.Join('\n', text.Split('\n')
            .Where(line => !line.Contains(function + " <", StringComparison.Ordinal)
                && !line.Contains(function + " [", StringComparison.Ordinal))).Trim();
    }

    private static FunctionParameter Rest { get; } = new("values", null, IsOptional: true) { IsRest = true };

    /// <summary>A shell function that names no parameters takes any number of them.</summary>
    private static IReadOnlyList<FunctionParameter> Parameters(BotSpec spec, FunctionSignature? signature) =>
        signature is null || signature.Parameters.Any(parameter => parameter.HasNoName)
        || (spec.Language == BotLanguage.Shell && signature.Parameters.Count == 0)
            ? [Rest] : signature.Parameters;

    private static string Written(LanguageProfile caller, FunctionParameter parameter)
    {
        var name = caller.CallerName(parameter.Name);
        if (parameter.IsRest)
        {
            return "*" + name;
        }

        var type = PythonType(parameter.Type);
        var value = !parameter.IsOptional ? null : parameter.Default is { } known ? PythonText.Literal(known) : UnknownDefault;
        return name + (type is null ? "" : ": " + type) + (value is null ? "" : type is null ? "=" + value : " = " + value);
    }

    private static string Handed(LanguageProfile caller, FunctionParameter parameter) =>
        (parameter.IsRest ? "*" : "") + caller.CallerName(parameter.Name);

    /// <summary>What Python calls a simple type of C#, as its JSON arrives; null for others.</summary>
    private static string? PythonType(string? type)
    {
        if (type is null)
        {
            return null;
        }

        if (type.EndsWith('?'))
        {
            return PythonType(type[..^1]) is { } inner ? inner + " | None" : null;
        }

        return Awaited().Match(type) is { Success: true } awaited ? PythonType(awaited.Groups[1].Value) : type switch
        {
            "string" => "str",
            "bool" => "bool",
            "byte" or "short" or "int" or "long" or "uint" or "ulong" => "int",
            "float" or "double" or "decimal" => "float",
            "void" or "Task" or "ValueTask" => "None",
            _ when type.EndsWith("[]", StringComparison.Ordinal) && type is not "byte[]" => "list",
            _ when ListType().IsMatch(type) => "list",
            _ when MapType().IsMatch(type) => "dict",
            _ => null,
        };
    }

    [GeneratedRegex(@"\A(?:Value)?Task<(.+)>\z")]
    private static partial Regex Awaited();

    [GeneratedRegex(@"\A(?:I?(?:ReadOnly)?(?:List|Collection)|IEnumerable|I?(?:ReadOnly)?Set|HashSet)<.+>\z")]
    private static partial Regex ListType();

    [GeneratedRegex(@"\A(?:I?(?:ReadOnly)?Dictionary)<.+>\z")]
    private static partial Regex MapType();
}
