using System.Globalization;
using System.Runtime.CompilerServices;

namespace Menace.Tasks.Tests;

/// <summary>Code that says nothing: its places in a build, and its fix (docs/tidy.md).</summary>
public sealed class TidyTests : IDisposable
{
    private const string Escaped = """
        [
          { "name": "a", "code": "x = '\u00e9\ud83d\ude00'; import os\n\tif x:\n\t\tpass\n", "metadata": { "language": "python" } },
          { "name": "b", "code": "s = '\u00e9\ud83d\ude00\"'\ndef f():\r\n\tpass; import os\r\n\treturn s\n",
            "metadata": { "purpose": "p", "functions": ["f"] } }
        ]
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("menace-tidy-").FullName;
    private readonly RecordingBuildEngine _engine = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Build_and_fix_do_what_the_page_shows()
    {
        var page = File.ReadAllText(Path.Combine(SourceFolder(), "..", "..", "docs", "tidy.md"));
        string[] lists = [.. page.Split("```json\n").Skip(1).Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)])];
        var output = page.Split("```\ntasks.json")[1];
        string[] expected = ("tasks.json" + output[..output.IndexOf("```", StringComparison.Ordinal)]).TrimEnd().Split('\n');
        Write("tasks.json", lists[0]);

        Assert.True(Prepare(new HandoffStage()).Execute());
        Assert.True(Prepare(new OptimiseStage()).Execute());
        Assert.Equal(expected, Told("MENACE3070"));

        Assert.True(Prepare(new FixTaskFile { Silenced = "MENACE1602" }).Execute());
        Assert.Equal(lists[1], Read("tasks.json"));
        Assert.Contains("Menace: 2 fixed, 0 left in tasks.json", _engine.Lines);
    }

    [Fact]
    public void Fix_changes_only_the_characters_of_the_string_that_stand_for_what_goes()
    {
        Write("tasks.json", Escaped);

        Prepare(new FixTaskFile { Silenced = "MENACE1601;MENACE1602" }).Execute();

        // The first source is no Python.
        Assert.Equal(Escaped.Replace("\\tpass; import os\\r\\n", "", StringComparison.Ordinal), Read("tasks.json"));
        Assert.Equal(
            [
                "tasks.json(3,67): message MENACE3070: fixed: Remove it: 'pass' is redundant; 'os' is imported and not used (task 'b')",
            ],
            Told("MENACE3070"));
    }

    [Theory]
    [InlineData("MenaceTidy", "Off")]
    [InlineData("MenaceTidy", "Apply")]
    [InlineData("NoWarn", "MENACE3070")]
    public void Fix_leaves_code_alone_if_nothing_is_to_be_suggested(string property, string value)
    {
        Write("tasks.json", Escaped);
        var fix = Prepare(new FixTaskFile(), (property, value));
        fix.Silenced = "MENACE1601;MENACE1602;" + (property == "NoWarn" ? value : "");

        fix.Execute();

        Assert.Equal(Escaped, Read("tasks.json"));
    }

    [Fact]
    public void Fix_of_code_follows_the_other_fixes_and_is_told_at_its_place_before_them()
    {
        Write("tasks.json", "[\n  // c\n  { \"name\": \"a\", \"code\": \"import os\\ndef f():\\n  return 1\", \"metadata\": { \"purpose\": \"p\", \"functions\": [\"f\"], \"language\": \"pyton\" } }\n]\n");

        Assert.True(Prepare(new FixTaskFile()).Execute());

        Assert.Contains("\"code\": \"def f():\\n  return 1\"", Read("tasks.json"), StringComparison.Ordinal);
        Assert.StartsWith("tasks.json(3,27): message MENACE3070: fixed", Assert.Single(Told("MENACE3070")), StringComparison.Ordinal);
        Assert.Contains("Menace: 3 fixed, 0 left in tasks.json", _engine.Lines);
    }

    [Fact]
    public void Missing_interpreter_is_told_and_the_rest_is_fixed()
    {
        Write("tasks.json", "[ { \"name\": \"a\", \"code\": \"import os\\ndef f(): return 1\", \"metadata\": { \"purpose\": \"p\", \"functions\": [\"f\"], \"language\": \"python\" }, } ]");

        Assert.True(Prepare(new FixTaskFile(), ("MenacePython", "/nonexistent/python3")).Execute());

        Assert.Contains(_engine.Lines, line => line.StartsWith("not tidied: ", StringComparison.Ordinal));
        Assert.Contains("Menace: 1 fixed, 0 left in tasks.json", _engine.Lines);
    }

    [Fact]
    public void Code_in_a_file_is_reported_there_and_the_file_stays()
    {
        const string Code = "x = 1\n\n\ndef f():\n    ''\n    return x\n";
        Write("a.py", Code);
        Write("tasks.json", """[{ "name": "a", "metadata": { "purpose": "p", "functions": ["f"], "language": "python", "code_file": "a.py" } }]""");

        Assert.True(Prepare(new HandoffStage()).Execute());
        Assert.True(Prepare(new OptimiseStage()).Execute());
        Assert.True(Prepare(new FixTaskFile()).Execute());

        Assert.Equal(["a.py(5,1): message MENACE3070: Bot 'a': the docstring is blank"], Told("MENACE3070"));
        Assert.Equal(Code, Read("a.py"));
    }

    [Fact]
    public void Mode_that_is_not_known_is_an_error()
    {
        Write("tasks.json", """[{ "name": "a", "code": "x = 1", "metadata": { "purpose": "p", "functions": ["f"], "language": "python", "tidy": "aply" } }]""");

        Assert.False(Prepare(new HandoffStage()).Execute());
        Assert.Equal("Task 'a': 'metadata.tidy' must be \"off\", \"suggest\" or \"apply\", but is the string \"aply\"", Assert.Single(_engine.Errors).Message);

        _engine.Errors.Clear();
        Assert.False(Prepare(new FixTaskFile(), ("MenaceTidy", "Aply")).Execute());
        Assert.Equal("MENACE0003", Assert.Single(_engine.Errors).Code);
    }

    private string[] Told(string code) =>
    [
        .. _engine.Messages.Where(message => message.Code == code).Select(message => string.Create(
            CultureInfo.InvariantCulture, $"{message.File}({message.LineNumber},{message.ColumnNumber}): message {message.Code}: {message.Message}")),
    ];

    private string Read(string file) => File.ReadAllText(Path.Combine(_folder, file));

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder, file), text);

    private T Prepare<T>(T task, params (string Name, string Value)[] options)
        where T : PipelineTask
    {
        task.BuildEngine = _engine;
        task.ProjectDirectory = _folder;
        task.StageDirectory = "obj/";
        task.Options = Properties.Of(options.Where(option => option.Name != "NoWarn"));
        return task;
    }

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
