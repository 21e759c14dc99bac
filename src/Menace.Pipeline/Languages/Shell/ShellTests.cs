using System.Text.RegularExpressions;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Scriban.Runtime;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>The generated bats file: what is known of a bot, as tests that can fail.</summary>
internal sealed partial class ShellTests
{
    private readonly BotSpec _spec;
    private readonly ShellAnalysis _analysis;
    private readonly List<ScriptObject> _tests = [];

    public ShellTests(BotSpec spec, ShellAnalysis analysis)
    {
        _spec = spec;
        _analysis = analysis;
        foreach (var function in Callable(spec))
        {
            AddTestsOf(function);
        }
    }

    /// <summary>The functions that the task lists or has examples of.</summary>
    public static IReadOnlyList<string> Callable(BotSpec spec) =>
        [.. spec.Functions.Concat(spec.Examples.Select(example => example.Function)).Distinct(StringComparer.Ordinal)];

    /// <summary>The name of the test of each example, in the order of the list.</summary>
    public static IReadOnlyList<string> ExampleNames(BotSpec spec) => [.. spec.Examples.Select((example, index) =>
        $"{example.Function} example {spec.Examples.Take(index + 1).Count(other => other.Function == example.Function)}")];

    /// <summary>True for a function of a script that runs commands of its own when it is read.</summary>
    public static bool IsInsideProgram(ShellAnalysis analysis, string function) => analysis.HasEntryPoint && function != "main";

    /// <summary>The text of the test file.</summary>
    /// <param name="call">The words that run a function (or the program) of the bot.</param>
    /// <param name="returningCall">The same, which writes the function's exit code to the file <c>$RETURNED</c> when it returns.</param>
    public string Render(string call, string returningCall) => Templates.Render("shell/tests.scriban", new ScriptObject
    {
        ["name"] = _spec.Name,
        ["interpreter"] = ShellText.Word(_analysis.Interpreter)
            + (new ShellScript(_analysis.Interpreter, _spec.Code).HasExtendedPatterns ? " -O extglob" : ""),
        ["file"] = ShellText.Word(_spec.Name + ".sh"),
        ["is_program"] = _analysis.HasEntryPoint,
        ["call"] = call,
        ["returning_call"] = returningCall,
        ["has_completes"] = !_analysis.HasEntryPoint && _tests.Exists(test => Equals(test["kind"], "completes")),
        ["has_defined"] = _tests.Exists(test => Equals(test["kind"], "defined")),
        ["tests"] = _tests,
    });

    private void AddTestsOf(string function)
    {
        var examples = _spec.Examples.Zip(ExampleNames(_spec))
            .Where(example => example.First.Function == function && !IsInsideProgram(_analysis, function)).ToList();
        foreach (var (example, name) in examples)
        {
            AddExample(example, name);
        }

        if (_spec.StubFunctions.Contains(function, StringComparer.Ordinal) || _spec.NotExercised.ContainsKey(function)
            || IsInsideProgram(_analysis, function))
        {
            AddDefined(function);
        }
        else if (!_analysis.HasEntryPoint && _analysis.Literals.GetValueOrDefault(function) is { } text)
        {
            AddPrints($"{function} prints its text", Call(function, []), text);
        }
        else if (examples.Count > 0)
        {
            return;
        }
        else if (_analysis.Functions.FirstOrDefault(known => known.Name == function) is { CallableWithoutArguments: true })
        {
            AddCompletes($"{function} completes", function, []);
        }
        else
        {
            AddDefined(function);
        }
    }

    /// <summary>
    /// All that can be said of code that must not be run: of a script as a whole that it parses, of a function that the script has it.
    /// </summary>
    private void AddDefined(string function)
    {
        if (_analysis.Interpreter is "sh" or "bash" or "dash" or "ash" && !(_analysis.HasEntryPoint && function == "main"))
        {
            Add($"{function} is defined", "defined", "", ShellText.Word(function));
        }
        else if (!_tests.Exists(test => Equals(test["kind"], "parses")))
        {
            Add("the script parses", "parses", "");
        }
    }

    private void AddCompletes(string name, string function, IReadOnlyList<JsonValue> arguments)
    {
        var allowed = _analysis.Predicates.Contains(function, StringComparer.Ordinal) ? "1" : "0";
        Add(name, "completes", _analysis.HasEntryPoint ? Call(function, arguments) : $"completes {allowed} {Words(function, arguments)}");
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
            AddCompletes(name, example.Function, example.Args);
        }
    }

    /// <summary>A command substitution loses the line breaks at its end: where the text has some, a mark behind them keeps them.</summary>
    private void AddPrints(string name, string call, string text)
    {
        var isMarked = text.EndsWith('\n');
        Add(name, "prints", isMarked ? call + " && printf x" : call, ShellText.QuoteOnOneLine(isMarked ? text + "\nx" : text));
    }

    private string Call(string function, IReadOnlyList<JsonValue> arguments) => $"call {Words(function, arguments)}".TrimEnd();

    private string Words(string function, IReadOnlyList<JsonValue> arguments) => string.Join(
        ' ', (_analysis.HasEntryPoint ? [] : new[] { ShellText.Word(function) })
            .Concat(arguments.Select(argument => ShellText.QuoteOnOneLine(TextOf(argument)))));

    /// <summary>What a shell function sees of a value: a string's text, else the JSON text.</summary>
    public static string TextOf(JsonValue value) => value.Kind == JsonKind.String ? value.Text : CanonicalJson.WriteInOrder(value);

    private void Add(string name, string kind, string call, string expected = "") =>
        _tests.Add(new ScriptObject
        {
            ["name"] = ShellText.QuoteOnOneLine(name),
            ["kind"] = kind,
            ["call"] = call,
            ["expected"] = expected
        });

    /// <summary>A name, such as an exception's, that no message has to contain.</summary>
    [GeneratedRegex("^[A-Za-z0-9_.]*$")]
    private static partial Regex BareWord();
}
