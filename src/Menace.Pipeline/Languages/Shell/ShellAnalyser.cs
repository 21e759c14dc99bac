using System.Text.RegularExpressions;
using Menace.Model.Outlines;
using Menace.Model.Tasks;
using Menace.Pipeline.Processes;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>Reads shell code: the shell itself checks the syntax (<c>-n</c> executes nothing), the scanner finds what is in it.</summary>
internal sealed partial class ShellAnalyser(IProcessRunner runner)
{
    private readonly ShellSyntax _syntax = new(runner);

    /// <summary>Analyses <paramref name="sources"/>; the results are in their order.</summary>
    /// <exception cref="ToolMissingException">A shell that a source names is not there.</exception>
    public async Task<IReadOnlyList<ShellAnalysis>> AnalyseAsync(IReadOnlyList<CodeSource> sources, CancellationToken cancellationToken)
    {
        Draft[] drafts = [.. sources.Select(source => new Draft(source))];
        await CheckAsync(drafts, draft => draft.Script, (_, error) => error, cancellationToken);
        Array.ForEach(drafts, draft => draft.Read());
        await CheckAsync(
            drafts, draft => draft.AsFunction, (draft, error) => new CodeError(0, draft.Code.Length, "sh", $"the code cannot be the body of a function: {error.Message}"),
            cancellationToken);
        return [.. drafts.Select(draft => draft.ToAnalysis())];
    }

    /// <summary>Gives every draft that is no error yet what the shell says of its script.</summary>
    private async Task CheckAsync(
        IReadOnlyList<Draft> drafts, Func<Draft, ShellScript?> script, Func<Draft, CodeError, CodeError> error, CancellationToken cancellationToken)
    {
        Draft[] open = [.. drafts.Where(draft => draft.Error is null && script(draft) is not null)];
        var errors = await _syntax.CheckAsync([.. open.Select(draft => script(draft)!)], cancellationToken);
        foreach (var (draft, found) in open.Zip(errors))
        {
            draft.Error = found is null ? null : error(draft, found);
        }
    }

    private static ShellAnalysis File(string code, ShellScanner scanner, IReadOnlyList<string> interpreter)
    {
        var functions = scanner.Functions.DistinctBy(f => f.Name).ToList();
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
            Purpose = ShellComments.Purpose(code),
            Functions =
            [
                .. scanner.Offered.Select(offered => new FunctionSignature(offered.Name)
                {
                    Documentation = offered.Definition is { } function ? ShellComments.Documentation(code, function) : null,
                }),
            ],
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
        Purpose = ShellComments.Purpose(code),
        Functions = [new FunctionSignature(function)],
        Defined = [function],
        NeedingArguments = NeedsArguments(scanner.Tokens.Expanded) ? [function] : [],
        Literals = ShellLiteral.PrintedBy(code) is { } text ? new Dictionary<string, string> { [function] = text } : [],
    };

    private static bool NeedsArguments(string expanded) => PositionalParameter().IsMatch(expanded);

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

    /// <summary>A positional parameter that has no default: <c>$1</c>, <c>${1}</c>, <c>$@</c>, but not <c>${1:-x}</c> or <c>$#</c>.</summary>
    [GeneratedRegex(@"\$(?:[1-9@*]|\{[1-9@*][0-9]*\})")]
    private static partial Regex PositionalParameter();

    /// <summary>A source while it is read.</summary>
    private sealed class Draft(CodeSource source)
    {
        private readonly IReadOnlyList<string> _interpreter = ShellScanner.InterpreterOf(source.Code);
        private readonly string _function = source.Functions is [var first, ..] ? first : CodeOutline.BodyFunction(BotLanguage.Shell);
        private ShellScanner? _scanner;

        public string Code => source.Code;

        public CodeError? Error { get; set; } = Unusable(source);

        /// <summary>The code as it is.</summary>
        public ShellScript Script => new(_interpreter.FirstOrDefault("sh"), Code);

        /// <summary>Code without functions as the body of one; null for other code.</summary>
        public ShellScript? AsFunction => _scanner?.IsBody(Code) == true
            ? new("sh", $"{_function}() {{\n{ShellSource.Body(Code, _scanner)}\n}}\n")
            : null;

        public void Read() => _scanner = Error is null ? ShellScanner.Read(Code) : null;

        public ShellAnalysis ToAnalysis() =>
            Error is { } error ? new ShellAnalysis { Errors = [error] }
            : AsFunction is null ? File(Code, _scanner!, _interpreter)
            : Statements(Code, _scanner!, _function);
    }
}
