using CsCheck;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Languages.Python;
using Menace.Pipeline.Languages.Shell;
using Menace.Pipeline.Tests.Languages;

namespace Menace.Pipeline.Tests.Hostile;

/// <summary>Tasks with a hostile text in every field, of each language and each shape of code, whose repositories must pass all the same.</summary>
internal static class HostileBots
{
    private static readonly Gen<string> Text = HostileText.InFile;

    private static readonly Gen<JsonValue> Value = Gen.Select(Text, Text, Text).Select((key, text, other) =>
        JsonValue.FromMembers([new(key, text), new("list", JsonValue.FromItems([other, 1, JsonValue.Null, JsonValue.FromMembers([new(text, key)])]))]));

    /// <summary>A task of one of the kinds below.</summary>
    public static Gen<TaskInfo> Of(string name, string kind) => Gen.Select(Metadata, Text, Value, Gen.Select(Text, Text)).Select((metadata, text, value, more) =>
    {
        var task = new TaskInfo
        {
            Name = name,
            Metadata = metadata,
            Resources = new Dictionary<string, JsonValue> { ["cpu"] = 1, ["k" + text] = value, ["s"] = more.Item1 },
        };
        return kind switch
        {
            "python template" => Template(task, BotLanguage.Python),
            "python statements" => With(task, BotLanguage.Python, $"# {OneLine(more.Item1)}\nx = {PythonText.Literal(text)}\nprint(x == {PythonText.Literal(text)})\n", ["run", "stop"]),
            "python file" => With(
                task, BotLanguage.Python,
                $"# {OneLine(text)}\nTEXT = {PythonText.Literal(text)}\n\n\ndef same(value):\n    return value\n\n\ndef told():\n    return TEXT\n\n\ndef say(value):\n    print(value, end=\"\")\n\n\ndef fail(value):\n    raise ValueError(value)\n",
                ["same", "told", "say", "fail"],
                Returns("same", text, text), Returns("same", value, value), Returns("told", null, text), Prints("say", more.Item1), Raises("fail", text, "ValueError")),
            "python tests" => With(task, BotLanguage.Python, "def run():\n    return 1\n", ["run"]) is var own
                ? own with { Metadata = own.Metadata with { Tests = $"# {OneLine(text)}\nTEXT = {PythonText.Literal(more.Item1)}\n\n\ndef test_text():\n    assert TEXT == {PythonText.Literal(more.Item1)}\n" } } : own,
            "shell template" => Template(task, BotLanguage.Shell),
            "shell statements" => With(task, BotLanguage.Shell, $"# {OneShellLine(more.Item1)}\nx={ShellText.Quote(text)}\nprintf '%s\\n' \"$x\"\n", ["run", "stop"]),
            "shell file" => With(
                task, BotLanguage.Shell,
                $"# {OneShellLine(text)}\nsame() {{\n    printf '%s\\n' \"$1\"\n}}\n\ntold() {{\n    printf '%s\\n' {ShellText.Quote(text)}\n}}\n\nfail() {{\n    printf '%s\\n' \"$1\" >&2\n    return 1\n}}\n",
                ["same", "told", "fail"],
                Returns("same", text, text), Returns("same", value, value), Returns("told", null, text), Raises("fail", text, text.TrimEnd('\n'))),
            "csharp template" => Template(task, BotLanguage.CSharp),
            "csharp statements" => With(task, BotLanguage.CSharp, $"// {OneCSharpLine(more.Item1)}\nvar x = {Literal(text)};\nreturn x;\n", ["Run", "Stop"]),
            _ => With(
                task, BotLanguage.CSharp,
                $"// {OneCSharpLine(text)}\nnamespace Some;\n\npublic static class Bot\n{{\n    public static string Same(string value) => value;\n\n    public static string Told() => {Literal(text)};\n\n    public static void Fail(string value) => throw new ArgumentException(value);\n}}\n",
                ["Same", "Told", "Fail"],
                Returns("Same", text, text), Returns("Told", null, text), Raises("Fail", text, "ArgumentException")),
        };
    });

    private static Gen<TaskMetadata> Metadata { get; } = Gen.Select(Text, Text, Gen.Select(Text, Text, Text), Value).Select((purpose, description, more, value) => new TaskMetadata
    {
        Purpose = purpose,
        Description = description,
        FunctionDocs = new Dictionary<string, string>
        {
            ["run"] = more.Item1,
            ["stop"] = more.Item2,
            ["Run"] = more.Item1,
            ["Stop"] = more.Item2,
            ["same"] = more.Item3,
            ["Same"] = more.Item3,
            [description] = purpose,
        },
        Capabilities = [purpose, description],
        Level = more.Item1,
        Io = more.Item2,
        Tags = [more.Item3, purpose],
        License = description,
        Extra = new Dictionary<string, JsonValue> { ["x_" + more.Item1] = value },
    });

    private static TaskInfo Template(TaskInfo task, BotLanguage language) =>
        With(task, language, "", language == BotLanguage.CSharp ? ["Run", "Stop"] : ["run", "stop"]);

    private static TaskInfo With(TaskInfo task, BotLanguage language, string code, IReadOnlyList<string> functions, params IReadOnlyList<TaskExample> examples) =>
        task with { Code = code, Metadata = task.Metadata with { Language = language, Functions = functions, Examples = examples } };

    private static TaskExample Returns(string function, JsonValue? argument, JsonValue value) =>
        new() { Function = function, Args = argument is null ? [] : [argument], Returns = value };

    private static TaskExample Prints(string function, string argument) => new() { Function = function, Args = [argument], Prints = argument };

    private static TaskExample Raises(string function, string argument, string what) => new() { Function = function, Args = [argument], Raises = what };

    private static string Literal(string text) => Pipeline.Languages.CSharp.CSharpLiterals.String(text);

    /// <summary>A comment ends where its language ends a line, and a shebang or an encoding must not be where one is looked for.</summary>
    private static string OneLine(string text) => "-" + text.Replace('\n', ' ').Replace('\r', ' ').Replace('\f', ' ');

    private static string OneShellLine(string text) => "-" + text.Replace('\n', ' ');

    private static string OneCSharpLine(string text) => "-" + string.Join(' ', text.Split('\n', '\r', '\u0085', '\u2028', '\u2029'));
}
