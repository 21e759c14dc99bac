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
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _imports = new(StringComparer.Ordinal);

    /// <summary>Names that a test has for something else than a parameter of the bot's function; <c>request</c> is pytest's.</summary>
    private static readonly HashSet<string> TakenNames = new(StringComparer.Ordinal)
    {
        "actual", "arguments", "call", "capsys", "caught", "expected", "inspect", "kind", "os", "pathlib", "pytest", "request", "result",
    };

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

        var ofExamples = PythonExampleTest.Of(spec);
        _names.UnionWith(ofExamples.Select(test => test.Name));
        foreach (var function in spec.Functions)
        {
            AddTestsOf(function, [.. ofExamples.Where(test => test.Function == function)]);
        }
    }

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

    private void AddTestsOf(string function, IReadOnlyList<PythonExampleTest> ofExamples)
    {
        var signature = _analysis.Functions.FirstOrDefault(f => f.Name == function);
        var literal = _analysis.Details.GetValueOrDefault(function)?.Literal;
        foreach (var test in ofExamples)
        {
            AddExamples(test, signature);
        }

        if (signature?.IsType == true)
        {
            Use("inspect");
            Add(function, "is_a_class", "class", PythonNode.Of($"{_spec.Identifier}.{function}"));
        }
        else if (_spec.StubFunctions.Contains(function) || _spec.NotExercised.ContainsKey(function)
            || signature?.CallableWithoutArguments != true)
        {
            if (ofExamples.Count == 0)
            {
                Add(function, "is_callable", "callable", PythonNode.Of($"{_spec.Identifier}.{function}"));
            }
        }
        else if (literal is not null)
        {
            AddLiteral(function, literal);
        }
        else if (ofExamples.Count == 0)
        {
            Add(function, "completes", "completes", Call(function, []));
        }
    }

    private void AddLiteral(string function, PythonLiteralResult literal)
    {
        if (literal.Prints is { } text)
        {
            Add(function, "prints", "prints", Call(function, []), PythonNode.Of(PythonText.Literal(text)));
        }

        if (literal.Returns is { } value)
        {
            Add(function, "returns", value is "None" or "True" or "False" ? "is" : "equals", Call(function, []), PythonNode.Of(value));
        }
    }

    private void AddExamples(PythonExampleTest test, FunctionSignature? signature)
    {
        var first = test.Examples[0];
        var written = New(test.Name);
        IReadOnlyList<PythonNode> arguments = [.. first.Args.Select(PythonNode.Of)];
        PythonNode? expected = Expected(first);
        if (test.Ids.Count > 0)
        {
            var names = ParameterNames(test, signature);
            arguments = [.. names?.Select(PythonNode.Of) ?? [PythonNode.Of("*arguments")]];
            AddParameters(written, test, names ?? ["arguments"], isTuple: names is null);
            expected = expected is null ? null : PythonNode.Of("expected");
        }

        if (first.Raises is { } exception)
        {
            AddRaises(written, Call(test.Function, arguments), exception);
        }
        else if (CommandExample.HasResult(first))
        {
            var isSingle = test.Examples.All(example => example.Returns!.Kind is JsonKind.Null or JsonKind.Boolean);
            Add(written, isSingle ? "is" : "equals", Command("result", test.Function, arguments), expected);
        }
        else
        {
            // The line break that ends the output may be in the example or not.
            Add(written, first.Prints is null ? "completes" : "prints_line", Call(test.Function, arguments), expected);
        }
    }

    /// <summary>What the example says of the outcome as a value, or null.</summary>
    private static PythonNode? Expected(TaskExample example) =>
        example.Prints is { } text ? PythonNode.Of(PythonText.Literal(text.EndsWith('\n') ? text[..^1] : text))
        : example.Returns is { } value ? PythonNode.Of(value)
        : null;

    /// <summary>The names of the parameters that every example gives, or null if they cannot be those of a test.</summary>
    private List<string>? ParameterNames(PythonExampleTest test, FunctionSignature? signature)
    {
        var count = test.Examples[0].Args.Count;
        var names = signature?.Parameters.Take(count).Select(parameter => parameter.Name).ToList() ?? [];
        return count > 0 && names.Count == count && test.Examples.All(example => example.Args.Count == count)
            && names.All(name => name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            && !names.Any(name => name == _spec.Identifier || TakenNames.Contains(name)) ? names : null;
    }

    private void AddParameters(ScriptObject written, PythonExampleTest test, IReadOnlyList<string> names, bool isTuple)
    {
        Use("pytest");
        var hasExpected = Expected(test.Examples[0]) is not null;
        IReadOnlyList<string> all = [.. names, .. hasExpected ? ["expected"] : Array.Empty<string>()];
        var cases = test.Examples.Select((example, index) => PythonNode.Call("pytest.param",
        [
            .. isTuple ? [PythonNode.Of(JsonValue.FromItems(example.Args))] : example.Args.Select(PythonNode.Of),
            .. hasExpected ? [Expected(example)!] : Array.Empty<PythonNode>(),
            PythonNode.Of(PythonText.Literal(test.Ids[index])).After("id="),
        ]));
        var named = all.Count == 1 ? PythonText.Literal(all[0]) : $"({string.Join(", ", all.Select(PythonText.Literal))})";
        written["parameters"] = all.ToList();
        written["decorator"] = PythonNode.Call("@pytest.mark.parametrize", PythonNode.Of(named), new("[", [.. cases], "]")).Write(0) + "\n";
    }

    private void AddRaises(ScriptObject test, PythonNode call, string exception)
    {
        Use("pytest");
        if (PythonNames.IsBuiltinException(exception))
        {
            Add(test, "raises", call, PythonNode.Of(exception));
        }
        else if (_analysis.Functions.Any(f => f.IsType && f.Name == exception))
        {
            Add(test, "raises", call, PythonNode.Of($"{_spec.Identifier}.{exception}"));
        }
        else
        {
            // Imported from somewhere, or private: what it is called is all that the example says.
            Add(test, "raises_named", call, PythonNode.Of(PythonText.Literal(exception[(exception.LastIndexOf('.') + 1)..])));
        }
    }

    /// <summary>
    /// A call; through the command's own <c>call</c> if only that runs the function's lines (it is a generator, or awaited), or if the code
    /// may end by <c>sys.exit(0)</c>.
    /// </summary>
    private PythonNode Call(string function, IReadOnlyList<PythonNode> arguments) =>
        _analysis.Details.GetValueOrDefault(function) is { IsAsync: true } or { IsGenerator: true } or { HasSignature: false }
        || MayExit().IsMatch(_spec.Code)
            ? Command("call", function, arguments)
            : PythonNode.Call($"{_spec.Identifier}.{function}", arguments);

    private PythonNode Command(string member, string function, IReadOnlyList<PythonNode> arguments)
    {
        _uses.Add(member);
        return PythonNode.Call(member, [PythonNode.Of($"{_spec.Identifier}.{function}"), .. arguments]);
    }

    /// <summary>Code that looks at its command line or reads standard input, both of which pytest has of its own.</summary>
    [GeneratedRegex(@"\b(argv|stdin|input|argparse|optparse|fileinput|click|typer|docopt|fire)\b")]
    private static partial Regex ReadsSurroundings();

    [GeneratedRegex(@"\b(exit|SystemExit|argparse|optparse)\b")]
    private static partial Regex MayExit();

    private void Use(string module) => _imports.Add(module);

    private void Add(string function, string what, string kind, PythonNode call, PythonNode? expected = null)
    {
        var name = PythonExampleTest.Unique($"test_{PythonNames.Normalized(function)}_{what}", "_", _names);
        Add(New(name), kind, call, expected);
    }

    /// <summary>Lines with the blanks in front of them: a template would indent all of them.</summary>
    private static string Indented(PythonNode node, int indent) => new string(' ', indent) + node.Write(indent);

    private static ScriptObject New(string name) => new()
    {
        ["name"] = name,
        ["decorator"] = "",
        ["parameters"] = new List<string>(),
        ["actual"] = "",
        ["wanted"] = "",
    };

    private void Add(ScriptObject test, string kind, PythonNode call, PythonNode? expected)
    {
        var comparison = kind == "is" ? "is" : "==";
        if (kind is "is" or "equals" && $"    assert {call.Line} {comparison} {expected!.Line}".Length > PythonNode.Width)
        {
            test["actual"] = Indented(call.After("actual = "), 4);
            call = PythonNode.Of("actual");
            if ($"    assert actual {comparison} {expected!.Line}".Length > PythonNode.Width && expected.Items.Count > 0)
            {
                test["wanted"] = Indented(expected.After("expected = "), 4);
                expected = PythonNode.Of("expected");
            }
        }

        if ((kind is "prints" or "prints_line") && test["parameters"] is List<string> parameters)
        {
            parameters.Add("capsys");
        }

        test["kind"] = kind;
        test["call"] = call.Line;
        test["step"] = Indented(call, kind.StartsWith("raises", StringComparison.Ordinal) ? 8 : 4);
        test["expected"] = expected?.Line ?? "";
        _tests.Add(test);
    }
}
