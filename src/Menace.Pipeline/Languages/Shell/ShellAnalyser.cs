using Menace.Model.Languages;
using Menace.Model.Languages.Shell;
using Menace.Model.Tasks;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Processes;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>Reads shell code: the shell itself checks the syntax (<c>-n</c> executes nothing), the scanner finds what is in it.</summary>
internal sealed class ShellAnalyser(IProcessRunner runner)
{
    private const string InsideProgram = "the script runs commands of its own when it is read, and is called as a whole";

    /// <summary>What stands outside the functions, among the functions' names.</summary>
    private const string Program = "";

    private readonly ShellSyntax _syntax = new(runner);

    /// <summary>Analyses <paramref name="sources"/>; the results are in their order.</summary>
    /// <exception cref="ToolMissingException">This machine has no <c>sh</c>.</exception>
    public async Task<IReadOnlyList<ShellAnalysis>> AnalyseAsync(IReadOnlyList<CodeSource> sources, CancellationToken cancellationToken)
    {
        Draft[] drafts = [.. sources.Select(source => new Draft(source))];
        await CheckAsync(drafts, draft => draft.Script, (_, error) => error, cancellationToken);
        Array.ForEach(drafts, draft => draft.Read());
        await CheckAsync(
            drafts, draft => draft.AsFunction, (draft, error) =>
                new CodeError(0, draft.Code.Length, "sh", $"the code cannot be the body of a function: {error.Message}"),
            cancellationToken);
        return [.. drafts.Select(draft => draft.ToAnalysis())];
    }

    /// <summary>Adds the errors that the shell reports to every draft without an error.</summary>
    private async Task CheckAsync(
        IReadOnlyList<Draft> drafts, Func<Draft, ShellScript?> script, Func<Draft, CodeError, CodeError> error,
        CancellationToken cancellationToken)
    {
        Draft[] open = [.. drafts.Where(draft => draft.Error is null && draft.MissingTool is null && script(draft) is not null)];
        var errors = await _syntax.CheckAsync([.. open.Select(draft => script(draft)!)], cancellationToken);
        foreach (var (draft, found) in open.Zip(errors))
        {
            draft.Error = found is null ? null : error(draft, found);
        }
    }

    private static ShellAnalysis File(CodeSource source, ShellScanner scanner, IReadOnlyList<string> interpreter)
    {
        var code = source.Code;
        var shell = interpreter.FirstOrDefault("sh");
        var proof = new ShellProof(code, scanner, shell, source.Dependencies);
        var expanded = scanner.Tokens.Expanded;
        var bodies = scanner.Functions.GroupBy(f => f.Name)
            .ToDictionary(f => f.Key, f => expanded[f.Last().BodyStart..f.Last().End], StringComparer.Ordinal);
        if (scanner.Acts)
        {
            bodies[Program] = Outside(expanded, scanner);
        }

        var needing = ShellArguments.NeededBy(bodies);
        var mutants = new ShellMutants(code, scanner);
        var usages = scanner.Offered.Where(offered => offered.Definition is not null)
            .Select(offered => (offered.Name, Usage: ShellComments.Usage(code, offered.Definition!)))
            .Where(known => known.Usage is not null).ToDictionary(known => known.Name, known => known.Usage!, StringComparer.Ordinal);
        return new ShellAnalysis
        {
            Shape = CodeShape.File,
            Purpose = ShellComments.Purpose(code),
            Examples = ShellDocExamples.OfFunctions(code, scanner),
            Functions =
            [
                .. scanner.Offered.Select(offered => Signature(
                    offered.Name,
                    needing.Contains(scanner.Acts && offered.Name == "main" ? Program : offered.Name),
                    usages.GetValueOrDefault(offered.Name),
                    scanner.Acts && offered.Name != "main" ? new(InsideProgram, []) : scanner.Acts ? proof.OfTopLevel()
                        : proof.Of(offered.Name)) with
                {
                    Documentation = offered.Definition is { } function ? ShellComments.Documentation(code, function) : null,
                    Unexercisable = scanner.Acts && offered.Name != "main" ? InsideProgram : null,
                    Mutants = scanner.Acts ? [] : mutants.Of(offered.Name),
                }),
            ],
            HasEntryPoint = scanner.Acts,
            Interpreter = shell,
            Options = [.. interpreter.Skip(1)],
            HasShebang = interpreter.Count > 0,
            Usages = usages,
            Defined = [.. scanner.Functions.Select(f => f.Name).Distinct(StringComparer.Ordinal)],
            Predicates =
            [
                .. scanner.Functions
                    .Where(f => ShellPredicate.Is(scanner.Tokens.All.Where(token => f.BodyStart <= token.Start && token.End <= f.End)))
                    .Select(f => f.Name),
            ],
            Literals = Literals(code, scanner),
        };
    }

    private static FunctionSignature Signature(string name, bool needsArgument, ShellUsage? usage, ShellVerdict verdict) => new(name)
    {
        Parameters = usage is null
            ? needsArgument ? [new FunctionParameter("argument", null, IsOptional: false) { HasNoName = true }] : []
            : [.. usage.Parameters.Select((parameter, place) =>
                new FunctionParameter(parameter.Name, null, IsOptional: !needsArgument || (parameter.IsOptional && place > 0))
                {
                    IsRest = parameter.IsMany,
                })],
        Obstacle = verdict.Obstacle,
        UsedDependencies = verdict.UsedDependencies,
    };

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
            .Select(definitions => (Name: definitions.Key,
                Text: ShellLiteral.PrintedBy(code[definitions.Single().BodyStart..definitions.Single().End], constants)))
            .Where(f => f.Text is not null)
            .ToDictionary(f => f.Name, f => f.Text!, StringComparer.Ordinal);
    }

    private static ShellAnalysis Statements(CodeSource source, ShellScanner scanner, string function)
    {
        var needing = ShellArguments.NeededBy(new Dictionary<string, string> { [function] = scanner.Tokens.Expanded });
        var usage = ShellComments.Usage(source.Code, function);
        return new()
        {
            Shape = CodeShape.Statements,
            Purpose = ShellComments.Purpose(source.Code),
            Examples = ShellDocExamples.OfBody(source.Code, function),
            Functions = [Signature(function, needing.Count > 0, usage, new ShellProof(source.Code, scanner, "sh", source.Dependencies)
                .OfTopLevel()) with
            {
                Mutants = new ShellMutants(source.Code, scanner).OfBody(function),
            }],
            Defined = [function],
            Usages = usage is null ? new Dictionary<string, ShellUsage>() : new() { [function] = usage },
            Predicates = ShellPredicate.Is(scanner.Tokens.All) ? [function] : [],
            Literals = ShellLiteral.PrintedBy(source.Code) is { } text ? new Dictionary<string, string> { [function] = text } : [],
        };
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

        if (LineBreakOfWindows(code) is { } windows)
        {
            const string Message = "a line ends with CRLF, the line break of Windows, which a shell takes for a part of the last word. " +
                "Save the script with LF";
            return new CodeError(windows, 1, "sh", Message);
        }

        if (ShellScanner.InterpreterOf(code) is [var interpreter, ..] && !ShellInterpreter.IsKnown(interpreter)
            && ShellInterpreter.Missing(interpreter) is null)
        {
            var length = code.IndexOf('\n') is var end and >= 0 ? end : code.Length;
            return new CodeError(0, length, "sh", $"a script for '{interpreter}' cannot be tested. Allowed are {ShellInterpreter.Names}");
        }

        return string.Equals(source.Bot, "main", StringComparison.OrdinalIgnoreCase)
            ? new CodeError(0, 0, "sh", "a shell bot cannot be called 'main': its command is main.sh")
            : null;
    }

    /// <summary>The first CRLF that is not inside quotes, a here-document or a line of comment, or null.</summary>
    private static int? LineBreakOfWindows(string code)
    {
        var found = code.IndexOf("\r\n", StringComparison.Ordinal);
        if (found < 0)
        {
            return null;
        }

        var texts = ShellTokens.Read(code).Fixed;
        while (found >= 0 && (IsComment(code, found) || texts.Exists(range => range.Start <= found && found < range.End)))
        {
            found = code.IndexOf("\r\n", found + 1, StringComparison.Ordinal);
        }

        return found < 0 ? null : found;
    }

    /// <summary>True if the line with the character at <paramref name="index"/> is a comment that no program reads.</summary>
    private static bool IsComment(string code, int index)
    {
        var line = code.AsSpan((code.LastIndexOf('\n', index) + 1)..index).TrimStart();
        return line.StartsWith("#") && !line.StartsWith("#!");
    }

    /// <summary>A source while it is read.</summary>
    private sealed class Draft(CodeSource source)
    {
        private readonly IReadOnlyList<string> _interpreter = ShellScanner.InterpreterOf(source.Code);
        private readonly string _function = source.Functions is [var first, ..] ? first : BotLanguage.Shell.Profile().BodyFunction;
        private ShellScanner? _scanner;

        public string Code => source.Code;

        public CodeError? Error { get; set; } = Unusable(source);

        /// <summary>The shell that the first line names, if this machine lacks it.</summary>
        public ToolMissingException? MissingTool { get; } = ShellScanner.InterpreterOf(source.Code) is [var interpreter, ..]
            ? ShellInterpreter.Missing(interpreter) : null;

        /// <summary>The code as it is.</summary>
        public ShellScript Script => new(_interpreter.FirstOrDefault("sh"), Code);

        /// <summary>Code without functions as the body of one; null for other code.</summary>
        public ShellScript? AsFunction => _scanner?.IsBody(Code) == true
            ? new("sh", $"{_function}() {{\n{ShellSource.Body(Code, _scanner)}\n}}\n")
            : null;

        public void Read() => _scanner = Error is null ? ShellScanner.Read(Code) : null;

        public ShellAnalysis ToAnalysis() =>
            Error is { } error ? new ShellAnalysis { Errors = [error] }
            : MissingTool is not null ? new ShellAnalysis { MissingTool = MissingTool }
            : AsFunction is null ? File(source, _scanner!, _interpreter)
            : Statements(source, _scanner!, _function);
    }
}
