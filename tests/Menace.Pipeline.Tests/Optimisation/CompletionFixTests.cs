using System.Runtime.CompilerServices;
using CsCheck;
using Menace.Model.Fixes;
using Menace.Model.Json;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Optimisation;

namespace Menace.Pipeline.Tests.Optimisation;

/// <summary>What the fixes of MENACE1601 and 1602 write without a parser is what the build infers with one.</summary>
public sealed class CompletionFixTests
{
    /// <summary>Codes that are easily read in another way, and whether the fixes dare to write functions and purpose.</summary>
    private static readonly (BotLanguage Language, string Code, bool Functions, bool Purpose)[] Tricky =
    [
        (BotLanguage.Python, "def b():\n    pass\n\ndef a():\n    pass\n\ndef b():\n    'Last one.'\n", true, false),
        (BotLanguage.Python, "def b():\n    'First.'\n\ndef b():\n    'Last one. Really.'\n", true, true),
        (BotLanguage.Python, "'''Says\n    what e.g. this does.  And\n\n    more.\n    '''\nx = 1\nif x:\n    def inner():\n        pass\n", true, true),
        (BotLanguage.Python, "f'''Formatted {1}.'''\ndef a():\n    '''Of a.'''\n", true, true),
        (BotLanguage.Python, "'One ' 'two.'\ndef a():\n    '''Of a.'''\n", true, false),
        (BotLanguage.Python, "'joined'.join([])\ndef a():\n    '''Of a.'''\n", true, false),
        (BotLanguage.Python, "''\ndef a():\n    '''Of a.'''\n", true, true),
        (BotLanguage.Python, "b'bytes'\ndef a():\n    r'''Raw \\d.'''\n", true, true),
        (BotLanguage.Python, "# why\n\n'Behind a comment.' # and before one\nimport os\n", true, true),
        (BotLanguage.Python, "def a(): 'In its line.'\n", true, false),
        (BotLanguage.Python, "def a(\n    x='''\ndef no():\n''',\n):\n    # first\n    'Documented.'\n", true, true),
        (BotLanguage.Python, "x = f\"{'def'}\" + \\\n  ''\nclass A(object):\n    def m(self):\n        pass\nasync def b[T](x: T): return x\n", true, false),
        (BotLanguage.Python, "x = f\"{\"a\"}\" + \\\n  ''\nclass A(object):\n    def m(self):\n        pass\nasync  def b(x): return x\n", false, false),
        (BotLanguage.Python, "x = f\"{1:{2}}\" + \\\n  ''\nclass A(object):\n    def m(self):\n        pass\nasync  def b(x): return x\n", true, false),
        (BotLanguage.Python, "def größe():\n    pass\n", false, false),
        (BotLanguage.Python, "def _a():\n    'Hidden.'\n", false, false),
        (BotLanguage.Python, "'Exports.'\n__all__ = ['_a']\ndef _a():\n    pass\ndef b():\n    pass\n", false, true),
        (BotLanguage.Shell, "cat <<EOF\nno() { :; }\nEOF\n", true, false),
        (BotLanguage.Shell, "#!/bin/sh\ncat <<'EOF'\nno() { :; }\nEOF\n", true, false),
        (BotLanguage.Shell, "#!/bin/sh\n# shellcheck disable=SC2034\n# Counts: e.g. this.\n# More.\nset -eu\ncount() {\n  case $1 in\n    (a) echo 1;;\n    b) echo 2;;\n  esac\n}\n", true, true),
        (BotLanguage.Shell, "set -eu\n\n# Does a.\na() { :; }\n", true, true),
        (BotLanguage.Shell, "x='\nno() { :; }\n'\nfunction yes { echo \"$(no)\"; }\nyes && main\nmain() { :; }\nyes() { :; }\n", true, false),
        (BotLanguage.Shell, "_a() { :; }\n", false, false),
        (BotLanguage.CSharp, "int A(int x = 1) { return x; } // {\nprivate static readonly char Open = '{';\nstring B() => $\"{{{1}}}\" + @\"\\\"\"}\";\n", true, false),
        (BotLanguage.CSharp, "// One.\n\n// Two. Three\n/// <summary>\n///   Adds a > b\n/// </summary>\n/// <param name=\"a\">It.</param>\npublic static int Add(int a) => a;\npublic static int Add(int a, int b) => a;\nstatic void Main() { }\n", true, true),
        (BotLanguage.CSharp, "/// <summary>Uses <c>x</c>.</summary>\npublic static int A() => 1;\n", true, false),
        (BotLanguage.CSharp, "int A() => 1; /// <summary>Of none.</summary>\nint B() => 2;\n", true, false),
        (BotLanguage.CSharp, "private int A() => 1;\n/// <summary>Of B.</summary>\nprivate static int C() => 2;\n/// <summary>It is.</summary>\nList<int> B() => [];\n", true, true),
        (BotLanguage.CSharp, "// Starts.\n\nint A() => 1;\n/// <summary>Of the program.</summary>\nvoid Main() { }\n", true, false),
        (BotLanguage.CSharp, "// Runs. Now.\nint Two() { return 2; }\nConsole.WriteLine(Two());\n", true, true),
        (BotLanguage.CSharp, "using System.Text;\n// Not leading.\nforeach (var x in new[] { 1 }) { Console.Write(x); }\n", true, false),
        (BotLanguage.CSharp, "await Go();", false, false),
        (BotLanguage.CSharp, "public record R(int A);\npublic static int F() => 1;\n", false, false),
        (BotLanguage.CSharp, "string A() => \"\"\"a } \" {\"\"\";\nstring B() => $\"{F(\"}\")}{{\" + $@\"\"\"{1}}}\";\nstatic string F(string x) => $$\"\"\"{{{x}}\"\"\";\n", true, false),
        (BotLanguage.CSharp, "var text = \"\"\"\n    Console.Write();\n    \"\"\";\n", false, false),
    ];

    [Fact]
    public async Task Of_tricky_code_only_what_the_build_infers_is_written()
    {
        var tasks = await CompareAsync([.. Tricky.Select((code, i) => TaskOf($"bot{i}", code.Language, code.Code))]);

        Assert.Equal(
            Tricky.Select(code => (code.Code, code.Functions, code.Purpose)),
            tasks.Select(task => (task.Code, task.Metadata.Functions.Count > 0, task.Metadata.Purpose is not null)));
    }

    [Fact]
    public async Task Of_the_sample_fleet_what_the_build_infers_is_written()
    {
        var folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "samples", "fleet"));
        var fleet = TaskFileReader.Read(await File.ReadAllBytesAsync(Path.Combine(folder, "tasks.json"))).Tasks.Select(source => source.Task).ToList();
        var tasks = await CompareAsync(
        [
            .. fleet.Where(task => task.Metadata.Language is not null).Select(task => TaskOf(
                task.Name, task.Metadata.Language!.Value, task.Metadata.CodeFile is { } file ? File.ReadAllText(Path.Combine(folder, file)) : task.Code)),
        ]);

        Assert.Equal(32, tasks.Count);
        Assert.Equal(
            [(BotLanguage.CSharp, 10, 0, 0), (BotLanguage.Python, 10, 10, 10), (BotLanguage.Shell, 12, 12, 12)],
            tasks.GroupBy(task => task.Metadata.Language!.Value).OrderBy(group => group.Key.Name, StringComparer.Ordinal)
                .Select(group => (group.Key, group.Count(), group.Count(task => task.Metadata.Functions.Count > 0), group.Count(task => task.Metadata.Purpose is not null))));
    }

    [Theory]
    [InlineData(nameof(BotLanguage.Python))]
    [InlineData(nameof(BotLanguage.Shell))]
    [InlineData(nameof(BotLanguage.CSharp))]
    public Task Of_code_put_together_at_random_only_what_the_build_infers_is_written(string languageName) =>
        Gen.OneOf(Pieces(new BotLanguage(languageName))).Array[1, 5].Select(string.Concat).Array[100].SampleAsync(
            async codes =>
            {
                var tasks = await CompareAsync([.. codes.Select((code, i) => TaskOf($"bot{i}", new BotLanguage(languageName), code))]);
                Assert.InRange(tasks.Count(task => task.Metadata.Functions.Count > 0), 5, 100);
            },
            iter: Nightly.Choose(1, 100),
            threads: 1);

    private static string[] Pieces(BotLanguage language) => language.Name switch
    {
        nameof(BotLanguage.Python) =>
        [
            "def add(a):\n    \"\"\"Adds. More.\"\"\"\n    return a\n", "class Box:\n    x = 1\n", "@print\nasync def go():\n    pass\n", "def _hidden():\n    pass\n",
            "\"\"\"Doc one\n   goes on. And on.\n\n   Second.\n\"\"\"\n", "x = '''\ndef no():\n'''\n", "y = f\"{1}\"\n", "if True:\n    def inner():\n        pass\n", "# comment\n", "\n",
            "__all__ = ['add']\n", "def add(b): return b\n", "s = 'it\\'s' # def no():\n", "def one(x): 'doc'\n", "total = 1 + \\\n  2\n", "'plain' 'joined'\n", "'doc'; x = 1\n",
            "r'''Raw \\d doc.'''\n", "class Cfg(dict): pass\n", "w = f\"{'{'}\"\n", "def tab(x):\n\t'Tabbed. Doc'\n\treturn x\n", "'''A\n \n B'''\n", "z = (1,\n2)\n", "u'Old. Doc'\r\n",
        ],
        nameof(BotLanguage.Shell) =>
        [
            "add() {\n  echo 1\n}\n", "# Comment one. More\n", "#!/bin/bash\n", "function go {\n  :\n}\n", "_hid() { :; }\n", "main() { :; }\n", "main \"$@\"\n", "echo hi\n", "set -eu\n", "X=1\n",
            "cat <<EOF\nno() {\nEOF\n", "case $x in\n  a) echo 1;;\n  *) echo 2;;\nesac\n", "if true; then echo; fi\n", "my_fn() ( : )\n", "x='\nfoo() { :; }\n'\n", "\n", "( cd /; ls )\n", "y=$(echo \"a)\")\n",
            "# shellcheck disable=all\n", "add() { echo \"$1\"; }\n", "z=\"${x:-`echo 1`}\"\n", "[ -n \"$x\" ] && :\n",
        ],
        _ =>
        [
            "using System.Text;\n", "// Does things. More\n", "/// <summary>Adds.\n/// More</summary>\n", "public static int Add(int a, int b) => a + b;\n", "int Two()\n{\n    return 2; // }\n}\n",
            "private static string Hid() => \"}\";\n", "private static readonly int[] X = [1, 2];\n", "Console.WriteLine($\"{1}\");\n", "var x = 5;\n", "if (1 > 0) { Console.WriteLine('\\''); }\n", "return 1;\n",
            "public record R(int A);\n", "await Task.Delay(1);\n", "static async Task Go() { await Task.Delay(1); }\n", "void Main() { }\n", "List<int> Many<T>(T x) where T : class => [];\n", "List<int> Any<T>(T x) => [];\n",
            "public static int Add(int a) => a;\n", "string S() => @\"a\"\"}\";\n", "string T() => \"\"\"x\"\"\";\n", "string U(int x) => $\"{(x > 0 ? \"}\" : $\"{x}\")}\";\n", "/* block */\n", "internal static int In() => 3;\n", "Foo();\n", "const int K = 3;\n",
            "// Copyright Me\n", "int? N(int x = 1) { return null; }\n", "Func<int> F() { return () => 1; }\n",
        ],
    };

    /// <summary>The tasks as the fixes leave them. Whatever they hold was inferred by the build of the same code, unless it finds that to be none.</summary>
    private static async Task<List<TaskInfo>> CompareAsync(TaskInfo[] tasks)
    {
        var text = "[" + string.Join(",\n", tasks.Select(task =>
            $$"""{ "name": "{{task.Name}}", "code": {{CanonicalJson.Quote(task.Code)}}, "metadata": { "language": "{{task.Metadata.Language!.Value.ToName()}}" } }""")) + "]";
        List<TaskInfo> fixedTasks = [.. FixRun.Of(text, null, _ => true, default).File.Tasks.Select(source => source.Task)];
        var built = await new ImplementationOptimiserBot(new BotDevConfig())
            .OptimiseAsync(new HandoffRecord(1, new TaskPackage(tasks), "", new Dictionary<string, FileContent>()), null);
        var broken = built.Diagnostics.Where(finding => finding.Rule.Id == "MENACE1701").Select(finding => finding.Bot).ToHashSet();
        foreach (var (made, inferred) in fixedTasks.Zip(built.Record.Package.Tasks).Where(pair => !broken.Contains(pair.First.Name)))
        {
            Assert.True(made.Metadata.Functions.Count == 0 || made.Metadata.Functions.SequenceEqual(inferred.Metadata.Functions), $"{string.Join(",", made.Metadata.Functions)} not {string.Join(",", inferred.Metadata.Functions)} of\n{made.Code}");
            Assert.True(made.Metadata.Purpose is null || made.Metadata.Purpose == inferred.Metadata.Purpose, $"{made.Metadata.Purpose} not {inferred.Metadata.Purpose} of\n{made.Code}");
        }

        return fixedTasks;
    }

    private static TaskInfo TaskOf(string name, BotLanguage language, string code) => new() { Name = name, Code = code, Metadata = new() { Language = language } };

    private static string Here([CallerFilePath] string path = "") => path;
}
