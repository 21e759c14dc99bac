using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Tests.Languages.CSharp;
using Menace.Pipeline.Tests.Languages.Python;
using Menace.Pipeline.Tests.Languages.Shell;

namespace Menace.Pipeline.Tests.Languages;

/// <summary>Which mutants the languages find, as <c>changed text → replacement</c>.</summary>
public sealed class MutantTests
{
    private const string CSharpCode = """
        static int Gross(int net, int rate)
        {
            if (net < 0)
            {
                throw new System.ArgumentException("é");
            }

            return net * (100 + rate) / 100;
        }

        static string Name(bool isShort) => isShort ? "a" : "aé" + 1;
        static bool IsEven(int n) => n % 2 == 0;
        static void Greet() { System.Console.WriteLine("hi"); }
        static string? Nothing() => null;
        static System.Threading.Tasks.Task<int> Later(int n) => System.Threading.Tasks.Task.FromResult(n);
        static System.Collections.Generic.IEnumerable<int> Numbers(int n) { for (var i = 0; i < n; i++) { yield return i; } }
        static bool Try(int n, out int m) { m = n; return m > 0; }
        static int Overloaded(int n) => n + 1;
        static int Overloaded(int n, int m) => n + m;
        static void Save() { System.IO.File.WriteAllText("x", "y"); }
        """;

    private const string PythonCode = "\ufeff" + """"
        def gross(net, rate):
            """Doc."""
            if net < 0:
                raise ValueError("𝄞")
            known = "é" in "aé"
            return net * (100 + rate) / 100


        def even(n):
            return n % 2 == 0


        def label(n):
            while n > 3:
                n = n - 1
            return "x" if n and n not in (1, 2) else "a" + "b"


        def yes(): return True


        def nothing():
            """Only a text."""


        def save():
            open("x", "w").write("a")
        """";

    private const string ShellCode = """
        #!/bin/sh
        rank() {
            if [ "$1" -lt 0 ]; then
                return 1
            fi
            if [ -z "$2" ]; then printf '%s\n' low; fi
        }
        count() {
            i=0
            while [ "$i" -lt 3 ]; do
                i=$((i + 1))
            done
            if true; then echo "$i"; fi
        }
        nothing() { :; }
        save() { echo a >x; }
        """;

    [Fact]
    public void CSharp_functions_have_these_mutants()
    {
        Assert.Equal(
            """
            Gross: {… → { return default!; } (it returns its default value at once)
            Gross: net * (100 + rate) / 100 → (net * (100 + rate) / 100) + 1 (it returns one more than 'net * (100 + rate) / 100')
            Gross: < → >= ('<' is '>=')
            Gross: / → * ('/' is '*')
            Gross: * → / ('*' is '/')
            Name: => isShort ? "a" : "aé" + 1; → { return default!; } (it returns its default value at once)
            Name: isShort ? "a" : "aé" + 1 → "" (it returns an empty text instead of 'isShort ? "a" : "aé" + 1')
            Name: isShort → !(isShort) ('isShort' is negated)
            IsEven: => n % 2 == 0; → { return default!; } (it returns its default value at once)
            IsEven: == → != ('==' is '!=')
            IsEven: % → * ('%' is '*')
            Greet: { System.Console.WriteLine("hi"); } → {  } (it does nothing)
            Later: => System.Threading.Tasks.Task.FromResult(n); → { return global::System.Threading.Tasks.Task.FromResult<int>(default!); } (it returns its default value at once)
            Numbers: { for (var i = 0; i < n; i++) { yield return i; } } → { yield break; } (it yields nothing)
            Try: > → <= ('>' is '<=')
            """,
            Lines(CSharpCode, CSharpBots.Analyse(CSharpCode)));
    }

    [Fact]
    public async Task Python_functions_have_these_mutants()
    {
        Assert.Equal(
            """
            gross: if net < 0:… → return None (it returns None at once)
            gross: < → >= ('<' is '>=')
            gross: / → * ('/' is '*')
            gross: in → not in ('in' is 'not in')
            gross: * → / ('*' is '/')
            even: return n % 2 == 0 → return None (it returns None at once)
            even: == → != ('==' is '!=')
            even: % → * ('%' is '*')
            label: while n > 3:… → return None (it returns None at once)
            label: not in → in ('not in' is 'in')
            label: n and n not in (1, 2) → not (n and n not in (1, 2)) ('n and n not in (1, 2)' is negated)
            yes: return True → return None (it returns None at once)
            yes: True → False (it returns False instead of True)
            """,
            Lines(PythonCode, await PythonBots.AnalyseAsync(PythonCode)));
    }

    [Fact]
    public async Task Shell_functions_have_these_mutants()
    {
        Assert.Equal(
            """
            rank: {… → { :; } (it does nothing)
            rank: 1 → 0 (it returns 0 instead of 1)
            rank: -lt → -ge ('-lt' is '-ge')
            rank: -z → -n ('-z' is '-n')
            count: {… → { :; } (it does nothing)
            count:  → !  (the condition behind 'if' is negated)
            """,
            Lines(ShellCode, await ShellBots.AnalyseAsync(ShellCode)));
    }

    [Fact]
    public async Task Statements_have_mutants_in_the_code_of_the_task()
    {
        Assert.Equal("run: print('hi') → pass ('print('hi')' is left out)", Lines("import os\nprint('hi')\n", await PythonBots.AnalyseAsync("import os\nprint('hi')\n", "run")));
        Assert.Equal("run: echo hi → : (it does nothing)", Lines("echo hi\n", await ShellBots.AnalyseAsync("echo hi\n", "run")));
        const string Code = "using System;\nConsole.WriteLine(1);\nreturn 2;\n";
        Assert.Equal(
            """
            Run: Console.WriteLine(1);… → return null; (it returns its default value at once)
            Run: 2 → (2) + 1 (it returns one more than '2')
            """,
            Lines(Code, CSharpBots.Analyse(Code, "Run")));
    }

    [Fact]
    public async Task Mutants_are_the_same_each_time()
    {
        Assert.Equal(CSharpBots.Analyse(CSharpCode).Functions.SelectMany(f => f.Mutants), CSharpBots.Analyse(CSharpCode).Functions.SelectMany(f => f.Mutants));
        var first = await PythonBots.AnalyseAsync(PythonCode);
        Assert.Equal(first.Functions.SelectMany(f => f.Mutants), (await PythonBots.AnalyseAsync(PythonCode)).Functions.SelectMany(f => f.Mutants));
    }

    [Fact]
    public void Change_is_found_in_a_file_that_indents_the_code()
    {
        const string Code = "x = 1\nif x:\n  print(x)\n";
        var mutant = new Mutant("run", Code.IndexOf('1'), 1, "2", "");

        Assert.Equal("def run():\n    x = 2\n    if x:\n      print(x)\n", MutatedText.OfFile("def run():\n    x = 1\n    if x:\n      print(x)\n", Code, [mutant]));
        Assert.Equal("x = 2\nif x:\n  print(x)\n", MutatedText.OfFile(Code, Code, [mutant]));
        Assert.Null(MutatedText.OfFile("    x = 1\n    x = 1\n", Code, [mutant]));
        Assert.Null(MutatedText.OfFile("y = 1\n", Code, [mutant]));
    }

    private static string Lines(string code, CodeAnalysis analysis) => string.Join('\n', analysis.Functions.Where(function => function.Obstacle is null)
        .SelectMany(function => function.Mutants).Select(mutant =>
        {
            var text = code.Substring(mutant.Offset, mutant.Length);
            var first = text.IndexOf('\n') is var end and >= 0 ? text[..end] + "…" : text;
            return $"{mutant.Function}: {first} → {mutant.Replacement} ({mutant.Description})";
        }));
}
