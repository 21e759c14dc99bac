using Menace.Model.Tasks;
using Menace.Model.Json;
using Menace.Pipeline.Development;
using Scriban.Runtime;

namespace Menace.Pipeline.Languages.Python;

/// <summary>The generated pytest file: what is known of a bot, as tests that can fail.</summary>
internal sealed class PythonTests
{
    private readonly BotSpec _spec;
    private readonly PythonAnalysis _analysis;
    private readonly List<ScriptObject> _tests = [];
    private readonly List<UncallableFunction> _untested = [];
    private readonly HashSet<string> _imports = new(StringComparer.Ordinal);

    public PythonTests(BotSpec spec, PythonAnalysis analysis)
    {
        _spec = spec;
        _analysis = analysis;
        foreach (var function in spec.Functions)
        {
            AddTestsOf(function);
        }
    }

    /// <summary>Functions of which only the signature is checked.</summary>
    public IReadOnlyList<UncallableFunction> Untested => _untested;

    /// <summary>The text of the test file.</summary>
    public string Render() => Templates.Render("python/tests.scriban", new ScriptObject
    {
        ["name"] = _spec.Name,
        ["imports"] = _imports.Where(i => i != "pytest").Order(StringComparer.Ordinal).ToList(),
        ["uses_pytest"] = _imports.Contains("pytest"),
        ["uses_json"] = _imports.Contains("json"),
        ["module"] = _spec.Identifier,
        ["tests"] = _tests,
    });

    private void AddTestsOf(string function)
    {
        var signature = _analysis.Functions.FirstOrDefault(f => f.Name == function);
        var literal = _analysis.Details.GetValueOrDefault(function)?.Literal;
        var examples = _spec.Examples.Where(e => e.Function == function).ToList();
        foreach (var (example, number) in examples.Select((example, i) => (example, i + 1)))
        {
            AddExample(example, $"test_{function}_example_{number}");
        }

        if (signature?.IsType == true)
        {
            Use("inspect");
            Add($"test_{function}_is_a_class", "class", $"{_spec.Identifier}.{function}");
        }
        else if (IsFromTemplate(function))
        {
            Add($"test_{function}_returns", "equals", Call(function, []), PythonText.Literal(_spec.Purpose));
        }
        else if (signature?.CallableWithoutArguments == false)
        {
            if (examples.Count == 0)
            {
                Use("inspect");
                Add($"test_{function}_signature", "signature", $"{_spec.Identifier}.{function}", PythonText.List(signature.Parameters.Select(p => p.Name.TrimStart('*'))));
                _untested.Add(new(function, "it needs arguments and has no example"));
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

    /// <summary>True for a function that is listed beside statements: the emitter writes it, and so knows what it returns.</summary>
    private bool IsFromTemplate(string function) => _analysis.Shape == CodeShape.Statements && function != _spec.Functions[0];

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
        var call = Call(example.Function, example.Args);
        if (example.Raises is { } exception)
        {
            AddRaises(name, call, exception);
        }
        else if (example.Prints is { } text)
        {
            // The line break that ends the output may be in the example or not.
            Add(name, "prints_line", call, PythonText.Literal(text.EndsWith('\n') ? text[..^1] : text));
        }
        else if (example.Returns is { } value)
        {
            var isContainer = value.Kind is JsonKind.Array or JsonKind.Object;
            if (isContainer)
            {
                Use("json");
            }

            var kind = isContainer ? "json" : value.Kind is JsonKind.Null or JsonKind.Boolean ? "is" : "equals";
            Add(name, kind, call, PythonText.Literal(value));
        }
        else
        {
            Add(name, "completes", call);
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

    private string Call(string function, IReadOnlyList<JsonValue> arguments)
    {
        var call = $"{_spec.Identifier}.{function}({string.Join(", ", arguments.Select(PythonText.Literal))})";
        if (_analysis.Details.GetValueOrDefault(function)?.IsAsync != true)
        {
            return call;
        }

        Use("asyncio");
        return $"asyncio.run({call})";
    }

    private void Use(string module) => _imports.Add(module);

    private void Add(string name, string kind, string call, string expected = "") =>
        _tests.Add(new ScriptObject { ["name"] = name, ["kind"] = kind, ["call"] = call, ["expected"] = expected });
}
