using System.Text.RegularExpressions;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Scriban.Runtime;

namespace Menace.Pipeline.Languages.Python;

/// <summary>The generated pytest file: what is known of a bot, as tests that can fail.</summary>
internal sealed partial class PythonTests
{
    private readonly BotSpec _spec;
    private readonly PythonAnalysis _analysis;
    private readonly List<ScriptObject> _tests = [];
    private readonly HashSet<string> _imports = new(StringComparer.Ordinal);

    /// <summary>What the tests use of the command.</summary>
    private readonly SortedSet<string> _uses = new(StringComparer.Ordinal);

    public PythonTests(BotSpec spec, PythonAnalysis analysis)
    {
        _spec = spec;
        _analysis = analysis;
        if (ReadsSurroundings().IsMatch(spec.Code))
        {
            Use("os");
            Use("pytest");
            Use("pathlib");
        }

        foreach (var function in spec.Functions)
        {
            AddTestsOf(function);
        }
    }

    /// <summary>The names that pytest gives to the tests of the examples, in their order.</summary>
    public static IReadOnlyList<string> ExampleTests(BotSpec spec) =>
        [.. Numbered(spec.Examples).Select(example => $"tests.test_{spec.Identifier}::{NameOf(example.Example, example.Number)}")];

    /// <summary>The text of the test file.</summary>
    public string Render() => Templates.Render("python/tests.scriban", new ScriptObject
    {
        ["name"] = _spec.Name,
        ["imports"] = _imports.Where(i => i != "pytest").Order(StringComparer.Ordinal).ToList(),
        ["uses_pytest"] = _imports.Contains("pytest"),
        ["command"] = _uses.ToList(),
        ["command_module"] = PythonCommand.ModuleOf(_spec),
        ["as_command"] = ReadsSurroundings().IsMatch(_spec.Code),
        ["module"] = _spec.Identifier,
        ["tests"] = _tests,
    });

    private void AddTestsOf(string function)
    {
        var signature = _analysis.Functions.FirstOrDefault(f => f.Name == function);
        var literal = _analysis.Details.GetValueOrDefault(function)?.Literal;
        var examples = Numbered(_spec.Examples).Where(e => e.Example.Function == function).ToList();
        foreach (var (example, number) in examples)
        {
            AddExample(example, NameOf(example, number));
        }

        if (signature?.IsType == true)
        {
            Use("inspect");
            Add($"test_{function}_is_a_class", "class", $"{_spec.Identifier}.{function}");
        }
        else if (_spec.StubFunctions.Contains(function) || (examples.Count == 0 && IsValue(function)))
        {
            if (examples.Count == 0)
            {
                Add($"test_{function}_is_callable", "callable", $"{_spec.Identifier}.{function}");
            }
        }
        else if (_spec.NotExercised.ContainsKey(function) || signature?.CallableWithoutArguments != true)
        {
            if (examples.Count == 0)
            {
                AddSignature(function, signature);
            }
        }
        else if (literal is not null)
        {
            AddLiteral(function, literal);
        }
        else if (examples.Count == 0)
        {
            Add($"test_{function}_completes", "completes", Call(function, []));
        }
    }

    /// <summary>True for a function whose parameters only a call would show.</summary>
    private bool IsValue(string function) => _analysis.Details.GetValueOrDefault(function) is { HasSignature: false };

    private void AddSignature(string function, FunctionSignature? signature)
    {
        if (signature is null)
        {
            Add($"test_{function}_is_callable", "callable", $"{_spec.Identifier}.{function}");
            return;
        }

        Use("inspect");
        var parameters = signature.Parameters.Select(p => p.Name.TrimStart('*'));
        Add($"test_{function}_signature", "signature", $"{_spec.Identifier}.{function}", PythonText.List(parameters));
    }

    private void AddLiteral(string function, PythonLiteralResult literal)
    {
        if (literal.Prints is { } text)
        {
            Add($"test_{function}_prints", "prints", Call(function, []), PythonText.Literal(text));
        }

        if (literal.Returns is { } value)
        {
            var kind = value is "None" or "True" or "False" ? "is" : "equals";
            Add($"test_{function}_returns", kind, Call(function, []), value);
        }
    }

    private void AddExample(TaskExample example, string name)
    {
        if (example.Raises is { } exception)
        {
            AddRaises(name, Call(example.Function, example.Args), exception);
        }
        else if (example.Prints is { } text)
        {
            // The line break that ends the output may be in the example or not.
            Add(name, "prints_line", Call(example.Function, example.Args), PythonText.Literal(text.EndsWith('\n') ? text[..^1] : text));
        }
        else if (example.Returns is { } value)
        {
            var kind = value.Kind is JsonKind.Null or JsonKind.Boolean ? "is" : "equals";
            Add(name, kind, Command("result", example.Function, example.Args), PythonText.Literal(value));
        }
        else
        {
            Add(name, "completes", Call(example.Function, example.Args));
        }
    }

    private void AddRaises(string name, string call, string exception)
    {
        Use("pytest");
        if (PythonNames.IsBuiltinException(exception))
        {
            Add(name, "raises", call, exception);
        }
        else if (_analysis.Functions.Any(f => f.IsType && f.Name == exception))
        {
            Add(name, "raises", call, $"{_spec.Identifier}.{exception}");
        }
        else
        {
            // Imported from somewhere, or private: what it is called is all that the example says.
            Add(name, "raises_named", call, PythonText.Literal(exception[(exception.LastIndexOf('.') + 1)..]));
        }
    }

    /// <summary>
    /// A call; through the command's own <c>call</c> if only that runs the function's lines (it is a generator, or awaited), or if the code
    /// may end by <c>sys.exit(0)</c>.
    /// </summary>
    private string Call(string function, IReadOnlyList<JsonValue> arguments) =>
        _analysis.Details.GetValueOrDefault(function) is { IsAsync: true } or { IsGenerator: true } or { HasSignature: false }
        || MayExit().IsMatch(_spec.Code)
            ? Command("call", function, arguments)
            : $"{_spec.Identifier}.{function}({string.Join(", ", arguments.Select(PythonText.Literal))})";

    private string Command(string member, string function, IReadOnlyList<JsonValue> arguments)
    {
        _uses.Add(member);
        return $"{member}({string.Join(", ", [$"{_spec.Identifier}.{function}", .. arguments.Select(PythonText.Literal)])})";
    }

    private static string NameOf(TaskExample example, int number) => $"test_{example.Function}_example_{number}";

    /// <summary>Each example with its number among those of its function, from 1.</summary>
    private static IEnumerable<(TaskExample Example, int Number)> Numbered(IReadOnlyList<TaskExample> examples) =>
        examples.Select((example, index) => (example, examples.Take(index + 1).Count(other => other.Function == example.Function)));

    /// <summary>Code that looks at its command line or reads standard input, both of which pytest has of its own.</summary>
    [GeneratedRegex(@"\b(argv|stdin|input|argparse|optparse|fileinput|click|typer|docopt|fire)\b")]
    private static partial Regex ReadsSurroundings();

    [GeneratedRegex(@"\b(exit|SystemExit|argparse|optparse)\b")]
    private static partial Regex MayExit();

    private void Use(string module) => _imports.Add(module);

    private void Add(string name, string kind, string call, string expected = "") =>
        _tests.Add(new ScriptObject { ["name"] = name, ["kind"] = kind, ["call"] = call, ["expected"] = expected });
}
