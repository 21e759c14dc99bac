using System.Text.RegularExpressions;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Development;
using Scriban.Runtime;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>The generated bats file: what is known of a bot, as tests that can fail.</summary>
internal sealed partial class ShellTests
{
    private readonly BotSpec _spec;
    private readonly ShellAnalysis _analysis;
    private readonly List<ScriptObject> _tests = [];
    private readonly List<UncallableFunction> _untested = [];

    public ShellTests(BotSpec spec, ShellAnalysis analysis)
    {
        _spec = spec;
        _analysis = analysis;
        foreach (var function in spec.Functions)
        {
            AddTestsOf(function);
        }
    }

    /// <summary>Functions that no test calls.</summary>
    public IReadOnlyList<UncallableFunction> Untested => _untested;

    /// <summary>The text of the test file, in which <paramref name="call"/> runs a function (or the program) of the bot.</summary>
    public string Render(string call) => Templates.Render("shell/tests.scriban", new ScriptObject
    {
        ["name"] = _spec.Name,
        ["interpreter"] = _analysis.Interpreter == "bash" ? "bash" : "sh",
        ["file"] = ShellText.Word(_spec.Name + ".sh"),
        ["is_program"] = _analysis.HasEntryPoint,
        ["call"] = call,
        ["tests"] = _tests,
    });

    private void AddTestsOf(string function)
    {
        var examples = _spec.Examples.Where(e => e.Function == function).ToList();
        if (_analysis.HasEntryPoint && function != "main" && _analysis.Defined.Contains(function))
        {
            AddParses(function, "the script acts when it is run, and is called as a whole");
            return;
        }

        foreach (var (example, number) in examples.Select((example, i) => (example, i + 1)))
        {
            AddExample(example, $"{function} example {number}");
        }

        if (_analysis.Shape == CodeShape.Statements && function != _spec.Functions[0])
        {
            AddPrints($"{function} prints its text", Call(function, []), _spec.Purpose);
        }
        else if (_analysis.Literals.GetValueOrDefault(function) is { } text && !_analysis.HasEntryPoint)
        {
            AddPrints($"{function} prints its text", Call(function, []), text);
        }
        else if (examples.Count > 0)
        {
            return;
        }
        else if (!_analysis.NeedingArguments.Contains(_analysis.HasEntryPoint ? "main" : function))
        {
            Add($"{function} completes", "completes", Call(function, []));
        }
        else if (_analysis.HasEntryPoint)
        {
            AddParses(function, "it needs arguments and has no example");
        }
        else
        {
            AddPrints($"{function} is defined", $"call command -v {ShellText.Word(function)}", function);
            _untested.Add(new(function, "it needs arguments and has no example"));
        }
    }

    /// <summary>All that can be said of a program that must not be run without arguments.</summary>
    private void AddParses(string function, string reason)
    {
        _untested.Add(new(function, reason));
        if (!_tests.Exists(test => Equals(test["kind"], "parses")))
        {
            Add("the script parses", "parses", "");
        }
    }

    private void AddExample(TaskExample example, string name)
    {
        var call = Call(example.Function, example.Args);
        if (example.Raises is { } message)
        {
            Add(name, "fails", call, BareWord().IsMatch(message) ? "" : ShellText.QuoteOnOneLine(message));
        }
        else if ((example.Prints ?? (example.Returns is { } value ? TextOf(value) : null)) is { } text)
        {
            AddPrints(name, call, text);
        }
        else
        {
            Add(name, "completes", call);
        }
    }

    /// <summary>A command substitution loses the line breaks at its end: where the text has some, a mark behind them keeps them.</summary>
    private void AddPrints(string name, string call, string text)
    {
        var isMarked = text.EndsWith('\n');
        Add(name, "prints", isMarked ? call + " && printf x" : call, ShellText.QuoteOnOneLine(isMarked ? text + "\nx" : text));
    }

    private string Call(string function, IReadOnlyList<JsonValue> arguments) => string.Join(
        ' ',
        new[] { "call" }
            .Concat(_analysis.HasEntryPoint ? [] : [ShellText.Word(function)])
            .Concat(arguments.Select(argument => ShellText.QuoteOnOneLine(TextOf(argument)))));

    /// <summary>What a shell function sees of a value: a string's text, else the JSON text.</summary>
    private static string TextOf(JsonValue value) => value.Kind == JsonKind.String ? value.Text : CanonicalJson.WriteInOrder(value);

    private void Add(string name, string kind, string call, string expected = "") =>
        _tests.Add(new ScriptObject { ["name"] = ShellText.QuoteOnOneLine(name), ["kind"] = kind, ["call"] = call, ["expected"] = expected });

    /// <summary>A name, such as an exception's, that no message has to contain.</summary>
    [GeneratedRegex("^[A-Za-z0-9_.]*$")]
    private static partial Regex BareWord();
}
