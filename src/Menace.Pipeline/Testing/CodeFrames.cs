using System.Globalization;
using System.Text.RegularExpressions;

namespace Menace.Pipeline.Testing;

/// <summary>A place in a file that a test framework, an interpreter or a compiler names.</summary>
/// <param name="File">Path as it is written there.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1; 0 if only the line is named.</param>
internal readonly record struct CodeFrame(string File, int Line, int Column);

/// <summary>Reads the places in texts of .NET, Python, pytest, bats, the shells and compilers.</summary>
internal static partial class CodeFrames
{
    /// <summary>More lines of a trace are not read: an endless recursion has one for each call.</summary>
    private const int MostLines = 10_000;

    /// <summary>The places in <paramref name="trace"/>, the caller before what it calls.</summary>
    public static IReadOnlyList<CodeFrame> Read(string trace)
    {
        List<CodeFrame> calls = [];
        List<CodeFrame> callers = [];
        foreach (var line in trace.Split('\n').Take(MostLines))
        {
            var text = line.AsSpan().TrimEnd('\r').ToString();
            if ((Net().Match(text) is { Success: true } net ? net : Bats().Match(text)) is { Success: true } inner)
            {
                // .NET and bats begin with the innermost.
                callers.Add(Frame(inner));
            }
            else if ((Traceback().Match(text) is { Success: true } traceback ? traceback : Pytest().Match(text)) is { Success: true } outer)
            {
                calls.Add(Frame(outer));
            }
            else if (Shell().Match(text) is { Success: true } shell)
            {
                calls.Add(Frame(shell));
            }
        }

        callers.Reverse();
        return [.. callers, .. calls];
    }

    /// <summary>The errors in the output of a build, each once.</summary>
    public static IReadOnlyList<(CodeFrame Place, string Message)> Errors(string output) =>
        [.. Compiler().Matches(output).Select(match => (Frame(match), match.Groups["message"].Value)).Distinct()];

    private static CodeFrame Frame(Match match) => new(match.Groups["file"].Value, Number(match, "line"), Number(match, "column"));

    private static int Number(Match match, string group) =>
        int.TryParse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary><c>   at MenaceBots.A.F() in /r/A.cs:line 3</c>.</summary>
    [GeneratedRegex(@"^\s*at .* in (?<file>[^\r\n]+):line (?<line>\d{1,9})$")]
    private static partial Regex Net();

    /// <summary><c>(from function `f' in file ./a.sh, line 3,</c> and <c> in test file tests/a.bats, line 8)</c>.</summary>
    [GeneratedRegex(@"^\(?\s*(?:from function `[^']*' )?in (?:test )?file (?<file>[^\r\n]+), line (?<line>\d{1,9})[,)]$")]
    private static partial Regex Bats();

    /// <summary><c>  File "/r/a.py", line 3, in f</c>; pytest puts an E before it.</summary>
    [GeneratedRegex(@"^(?:E\s)?\s*File ""(?<file>[^""\r\n]+)"", line (?<line>\d{1,9})")]
    private static partial Regex Traceback();

    /// <summary><c>a.py:3: in f</c> and <c>a.py:3: ZeroDivisionError</c>.</summary>
    [GeneratedRegex(@"^(?<file>[^\s:][^:\r\n]*\.py):(?<line>\d{1,9}): ")]
    private static partial Regex Pytest();

    /// <summary><c>./a.sh: line 3: x: command not found</c> of bash, <c>a.sh: 3: x: not found</c> of dash.</summary>
    [GeneratedRegex(@"^(?<file>[^\s:][^:\r\n]*): (?:line )?(?<line>\d{1,9}): ")]
    private static partial Regex Shell();

    /// <summary><c>/r/A.cs(3,5): error CS0103: message [/r/A.csproj]</c>.</summary>
    [GeneratedRegex(
        @"^[ \t]*(?<file>/[^\r\n:(]*)\((?<line>\d{1,9}),(?<column>\d{1,9})\): (?<message>error [A-Z]{1,9}\d{1,6}: [^\r\n]*?)" +
        @"(?: \(https?:[^\s)]*\))?(?: \[[^\]\r\n]*\])?\r?$",
        RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Compiler();
}
