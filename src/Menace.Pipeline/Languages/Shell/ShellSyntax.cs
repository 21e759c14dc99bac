using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Processes;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>
/// Asks the shell itself whether scripts are scripts; <c>-n</c> executes nothing. Many are asked about at once, because starting and
/// watching a
/// process from here costs ten times what the shell needs to start another one.
/// </summary>
internal sealed partial class ShellSyntax(IProcessRunner runner)
{
    /// <summary>Scripts per process: few enough that all of them are read in a moment.</summary>
    private const int BatchSize = 64;

    private const string Loop = """
        i=$1
        while [ "$i" -le "$2" ]; do
            "$0" $3 -n <"$i" 2>"$i.err"
            echo "$i $?"
            i=$((i + 1))
        done
        """;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>The mistake in each of <paramref name="scripts"/>, or null, in their order.</summary>
    /// <exception cref="ToolMissingException">A shell that is named is not there.</exception>
    public async Task<IReadOnlyList<CodeError?>> CheckAsync(IReadOnlyList<ShellScript> scripts, CancellationToken cancellationToken)
    {
        var errors = new CodeError?[scripts.Count];
        if (scripts.Count == 0)
        {
            return errors;
        }

        var folder = Directory.CreateTempSubdirectory("menace-sh-");
        try
        {
            for (var i = 0; i < scripts.Count; i++)
            {
                await File.WriteAllTextAsync(
                    Path.Combine(folder.FullName, Name(i)), scripts[i].Code, new UTF8Encoding(false), cancellationToken);
            }

            var options = new ParallelOptions
            {
                CancellationToken = cancellationToken,
                MaxDegreeOfParallelism = Environment.ProcessorCount
            };
            await Parallel.ForEachAsync(Batches(scripts), options, async (batch, token) => await CheckAsync(batch, token));
            return errors;
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        async Task CheckAsync(Range batch, CancellationToken token)
        {
            var (first, count) = batch.GetOffsetAndLength(scripts.Count);
            var shell = scripts[first].Shell;
            var command = new ProcessCommand(
                "sh", ["-c", Loop, Find(shell), Name(first), Name(first + count - 1), scripts[first].HasExtendedPatterns ? "-O extglob"
                : ""], folder.FullName);
            var result = await runner.RunAsync(command, Timeout, token);
            var codes = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (codes.Length < count && count > 1)
            {
                // One of them took all of the time, or ended the shell: each has it for itself.
                for (var i = first; i < first + count; i++)
                {
                    await CheckAsync(i..(i + 1), token);
                }

                return;
            }

            for (var i = first; i < first + count; i++)
            {
                var isRight = codes.Length == count && codes[i - first] == $"{Name(i)} 0";
                errors[i] = isRight ? null
                    : ErrorOf(scripts[i], await MessageAsync(Path.Combine(folder.FullName, Name(i) + ".err"), token));
            }
        }
    }

    /// <summary>Neighbours that one shell reads.</summary>
    private static IEnumerable<Range> Batches(IReadOnlyList<ShellScript> scripts)
    {
        for (var start = 0; start < scripts.Count;)
        {
            var end = start + 1;
            while (end < scripts.Count && end - start < BatchSize && scripts[end].Shell == scripts[start].Shell
                && scripts[end].HasExtendedPatterns == scripts[start].HasExtendedPatterns)
            {
                end++;
            }

            yield return start..end;
            start = end;
        }
    }

    private static string Find(string shell) => Tools.Find(shell)
        ?? throw new ToolMissingException(shell, "it is not on PATH", $"Install it: apt-get install {(shell == "bash" ? "bash" : "dash")}");

    private static async Task<string> MessageAsync(string path, CancellationToken cancellationToken) =>
        File.Exists(path) ? await File.ReadAllTextAsync(path, cancellationToken) : "";

    private static CodeError ErrorOf(ShellScript script, string message)
    {
        var match = Message().Match(message);
        var line = match.Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 1;
        var (start, length) = LineAt(script.Code, line);
        return new CodeError(start, length, script.Shell, match.Success ? match.Groups[2].Value : message.Trim());
    }

    /// <summary>The range of a line counted from 1, without its line break; the last line where the number is beyond.</summary>
    private static (int Start, int Length) LineAt(string code, int line)
    {
        var start = 0;
        for (var i = 1; i < line && code.IndexOf('\n', start) is var end and >= 0 && end + 1 < code.Length; i++)
        {
            start = end + 1;
        }

        var stop = code.IndexOf('\n', start);
        return (start, (stop < 0 ? code.Length : stop) - start);
    }

    private static string Name(int i) => i.ToString(CultureInfo.InvariantCulture);

    /// <summary>dash: <c>sh: 3: Syntax error: …</c>; bash: <c>bash: line 3: syntax error …</c>.</summary>
    [GeneratedRegex(@"^[^\n]*: (?:line )?(\d+): ([^\n]*)")]
    private static partial Regex Message();
}

/// <summary>A script to look at.</summary>
/// <param name="Shell">The shell that it is for.</param>
/// <param name="Code">Its text; without NUL and without lone surrogates.</param>
internal sealed partial record ShellScript(string Shell, string Code)
{
    /// <summary>
    /// True for a script that switches the extended patterns of bash on: <c>-n</c> does not run the switch, and would refuse them.
    /// </summary>
    public bool HasExtendedPatterns => Shell == "bash" && ExtendedPatterns().IsMatch(Code);

    [GeneratedRegex(@"\bshopt\s+-s\b[^\n;#]*\bextglob\b|\A#![^\n]*-O\s+extglob")]
    private static partial Regex ExtendedPatterns();
}
