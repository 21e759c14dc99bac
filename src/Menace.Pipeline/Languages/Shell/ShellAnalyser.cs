using System.Globalization;
using System.Text.RegularExpressions;
using Menace.Pipeline.Processes;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>Reads shell code: the shell itself checks the syntax (<c>-n</c> executes nothing), the scanner finds what is in it.</summary>
internal sealed partial class ShellAnalyser(IProcessRunner runner)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Analyses one source.</summary>
    public async Task<ShellAnalysis> AnalyseAsync(CodeSource source, CancellationToken cancellationToken)
    {
        var interpreter = InterpreterOf(source.Code);
        var error = Unusable(source) ?? await CheckAsync(interpreter.FirstOrDefault("sh"), source.Code, cancellationToken);
        if (error is not null)
        {
            return new ShellAnalysis { Errors = [error] };
        }

        var scanner = ShellScanner.Read(source.Code);
        if (interpreter.Count > 0 || scanner.Functions.Count > 0)
        {
            return File(source.Code, scanner, interpreter);
        }

        var function = source.Functions is [var first, ..] ? first : "run";
        var body = ShellSource.Body(source.Code, scanner);
        var misfit = await CheckAsync("sh", $"{function}() {{\n{body}\n}}\n", cancellationToken);
        return misfit is null
            ? Statements(source.Code, scanner, function)
            : new ShellAnalysis { Errors = [new CodeError(0, source.Code.Length, "sh", $"the code cannot be the body of a function: {misfit.Message}")] };
    }

    private static ShellAnalysis File(string code, ShellScanner scanner, IReadOnlyList<string> interpreter)
    {
        var functions = scanner.Functions.DistinctBy(f => f.Name).ToList();
        List<FunctionSignature> signatures =
        [
            .. functions.Where(f => !f.Name.StartsWith('_')).Select(f => new FunctionSignature(f.Name)
            {
                Documentation = Documentation.FirstSentence(ShellComments.Above(code, f.Start)),
            }),
        ];
        if (scanner.Acts && functions.All(f => f.Name != "main"))
        {
            signatures.Add(new FunctionSignature("main"));
        }

        List<string> needing = [.. functions.Where(f => NeedsArguments(scanner.Tokens.Expanded[f.BodyStart..f.End])).Select(f => f.Name)];
        if (scanner.Acts)
        {
            var outside = Outside(scanner.Tokens.Expanded, scanner);
            needing.RemoveAll(name => name == "main");
            needing.AddRange(NeedsArguments(outside) ? ["main"] : []);
        }

        return new ShellAnalysis
        {
            Shape = CodeShape.File,
            Purpose = Documentation.FirstSentence(ShellComments.Leading(code)),
            Functions = signatures,
            HasEntryPoint = scanner.Acts,
            Interpreter = interpreter.FirstOrDefault("sh"),
            Options = [.. interpreter.Skip(1)],
            HasShebang = interpreter.Count > 0,
            Defined = [.. functions.Select(f => f.Name)],
            NeedingArguments = needing,
            Literals = Literals(code, scanner),
        };
    }

    /// <summary><paramref name="text"/>, which is as long as the code, with blanks in place of the functions.</summary>
    private static string Outside(string text, ShellScanner scanner) =>
        scanner.Functions.Aggregate(text, (text, f) => text[..f.Start] + new string(' ', f.End - f.Start) + text[f.End..]);

    private static Dictionary<string, string> Literals(string code, ShellScanner scanner)
    {
        if (scanner.Functions.Any(f => f.Name is "echo" or "printf"))
        {
            return [];
        }

        var constants = ShellLiteral.Constants(code, Outside(code, scanner));
        return scanner.Functions
            .GroupBy(f => f.Name)
            .Where(definitions => definitions.Count() == 1)
            .Select(definitions => (Name: definitions.Key, Text: ShellLiteral.PrintedBy(code[definitions.Single().BodyStart..definitions.Single().End], constants)))
            .Where(f => f.Text is not null)
            .ToDictionary(f => f.Name, f => f.Text!, StringComparer.Ordinal);
    }

    private static ShellAnalysis Statements(string code, ShellScanner scanner, string function) => new()
    {
        Shape = CodeShape.Statements,
        Purpose = Documentation.FirstSentence(ShellComments.Leading(code)),
        Functions = [new FunctionSignature(function)],
        Defined = [function],
        NeedingArguments = NeedsArguments(scanner.Tokens.Expanded) ? [function] : [],
        Literals = ShellLiteral.PrintedBy(code) is { } text ? new Dictionary<string, string> { [function] = text } : [],
    };

    private static bool NeedsArguments(string expanded) => PositionalParameter().IsMatch(expanded);

    /// <summary>The shell that the shebang names, with its options; none without one.</summary>
    private static IReadOnlyList<string> InterpreterOf(string code)
    {
        IEnumerable<string> words = Shebang().Match(code) is { Success: true } shebang
            ? shebang.Groups[1].Value.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries)
            : [];
        if (words.FirstOrDefault()?.EndsWith("/env", StringComparison.Ordinal) == true)
        {
            words = words.Skip(1).SkipWhile(word => word.StartsWith('-') || word.Contains('=', StringComparison.Ordinal));
        }

        return words.FirstOrDefault() is { } program ? [program[(program.LastIndexOf('/') + 1)..], .. words.Skip(1)] : [];
    }

    /// <summary>What no shell script can be.</summary>
    private static CodeError? Unusable(CodeSource source)
    {
        var code = source.Code;
        for (var i = 0; i < code.Length; i++)
        {
            if (code[i] == '\0')
            {
                return new CodeError(i, 1, "sh", "a script cannot contain a null character");
            }

            if (char.IsSurrogate(code[i]) && (i + 1 == code.Length || !char.IsSurrogatePair(code[i], code[i + 1])))
            {
                return new CodeError(i, 1, "sh", "a script cannot contain a lone surrogate");
            }

            i += char.IsHighSurrogate(code[i]) ? 1 : 0;
        }

        return string.Equals(source.Bot, "main", StringComparison.OrdinalIgnoreCase)
            ? new CodeError(0, 0, "sh", "a shell bot cannot be called 'main': its command is main.sh")
            : null;
    }

    private async Task<CodeError?> CheckAsync(string interpreter, string code, CancellationToken cancellationToken)
    {
        var shell = interpreter == "bash" ? "bash" : "sh";
        if (Tools.Find(shell) is not { } program)
        {
            throw new ToolMissingException(shell, "it is not on PATH", $"Install it: apt-get install {(shell == "bash" ? "bash" : "dash")}");
        }

        var command = new ProcessCommand(program, ["-n"], Path.GetPathRoot(Environment.CurrentDirectory)!) { Input = code };
        var result = await runner.RunAsync(command, Timeout, cancellationToken);
        if (result.ExitCode == 0 && !result.TimedOut)
        {
            return null;
        }

        var match = Message().Match(result.Error);
        var line = match.Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 1;
        var (start, length) = LineAt(code, line);
        return new CodeError(start, length, shell, match.Success ? match.Groups[2].Value : result.Error.Trim());
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

    /// <summary>dash: <c>sh: 3: Syntax error: …</c>; bash: <c>bash: line 3: syntax error …</c>.</summary>
    [GeneratedRegex(@"^[^\n:]*: (?:line )?(\d+): ([^\n]*)")]
    private static partial Regex Message();

    [GeneratedRegex(@"\A#!([^\n]*)")]
    private static partial Regex Shebang();

    /// <summary>A positional parameter that has no default: <c>$1</c>, <c>${1}</c>, <c>$@</c>, but not <c>${1:-x}</c> or <c>$#</c>.</summary>
    [GeneratedRegex(@"\$(?:[1-9@*]|\{[1-9@*][0-9]*\})")]
    private static partial Regex PositionalParameter();
}
