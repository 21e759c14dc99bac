using System.Text;
using System.Text.Json;
using Menace.Model.Json;
using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Languages.Python;

/// <summary>Reads Python sources by Python's own parser (templates/python/*.py), one process for many of them.</summary>
internal sealed class PythonAnalyser(IProcessRunner runner, PythonInterpreter interpreter)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    /// <summary>Sources for one process, so that its time limit does not depend on the length of the list.</summary>
    private const int Batch = 2000;

    /// <summary>The parts in their order; each name is defined in one of them.</summary>
    internal static readonly string[] Parts =
        ["names", "constants", "harmless_names", "harmless_module", "harmless", "places", "mutants", "tidy", "doc_examples", "analyse"];

    private static readonly string Script = string.Concat(Parts.Select(part => Templates.Text($"python/{part}.py")));

    /// <inheritdoc cref="ILanguage.AnalyseAsync"/>
    public async Task<IReadOnlyList<PythonAnalysis>> AnalyseAsync(IReadOnlyList<CodeSource> sources, CancellationToken cancellationToken)
    {
        if (sources.Count == 0)
        {
            return [];
        }

        var python = await interpreter.ForAnalysisAsync(cancellationToken);
        List<PythonAnalysis> analyses = new(sources.Count);
        foreach (var batch in sources.Chunk(Batch))
        {
            analyses.AddRange(await AnalyseAsync(python, batch, cancellationToken));
        }

        return analyses;
    }

    private async Task<IReadOnlyList<PythonAnalysis>> AnalyseAsync(string python, CodeSource[] sources, CancellationToken cancellationToken)
    {
        var command = new ProcessCommand(
            python, ["-I", "-S", "-B", "-c", Script], Path.GetPathRoot(Environment.CurrentDirectory)!)
        { Input = Input(sources) };
        var result = await runner.RunAsync(command, Timeout, cancellationToken);
        if (result.ExitCode == 0 && !result.TimedOut)
        {
            using var document = JsonDocument.Parse(result.Output);
            return [.. document.RootElement.EnumerateArray().Zip(sources, Read)];
        }

        if (sources.Length == 1)
        {
            var ending = result.TimedOut ? "did not end" : $"ended with exit code {result.ExitCode}";
            return [new PythonAnalysis { Errors = [
                new CodeError(0, sources[0].Code.Length, "PythonError", $"Python's parser {ending}: {result.Error.Trim()}")] }];
        }

        // One source brought the parser down: the halves tell which, and the others keep their results.
        var middle = sources.Length / 2;
        return
        [
            .. await AnalyseAsync(python, [.. sources.Take(middle)], cancellationToken),
            .. await AnalyseAsync(python, [.. sources.Skip(middle)], cancellationToken),
        ];
    }

    private static string Input(CodeSource[] sources)
    {
        var text = new StringBuilder("[");
        foreach (var source in sources)
        {
            text.Append(text.Length > 1 ? "," : "")
                .Append("{\"code\":").Append(CanonicalJson.Quote(source.Code))
                .Append(",\"module\":").Append(CanonicalJson.Quote(source.Identifier))
                .Append(",\"functions\":[")
                    .AppendJoin(',', (source.Functions.Count > 0 ? source.Functions : [BotLanguage.Python.Profile().BodyFunction])
                    .Select(CanonicalJson.Quote))
                .Append("],\"listed\":").Append(source.Functions.Count > 0 ? "true" : "false")
                .Append(",\"dependencies\":[").AppendJoin(',', source.Dependencies.Select(CanonicalJson.Quote))
                .Append("]}");
        }

        return text.Append(']').ToString();
    }

    private static PythonAnalysis Read(JsonElement source, CodeSource text)
    {
        if (source.TryGetProperty("errors", out var errors))
        {
            return new PythonAnalysis { Errors = [.. errors.EnumerateArray().Select(ReadError)] };
        }

        var functions = source.GetProperty("functions").EnumerateArray().ToList();
        var isFile = source.GetProperty("shape").GetString() == "file";
        return new PythonAnalysis
        {
            Shape = isFile ? CodeShape.File : CodeShape.Statements,
            Purpose = DocumentationText.FirstSentence(source.GetProperty("doc").GetString()),
            Functions = [.. functions.Select(function => ReadSignature(function) with { Mutants = ReadMutants(function) })],
            Examples = CodeExample.Chosen([.. source.GetProperty("examples").EnumerateArray().Select(ReadExample)]),
            Tidy = source.GetProperty("tidy") is { ValueKind: JsonValueKind.Array } edits
                ? [.. edits.EnumerateArray().Select(ReadEdit)] : null,
            PublicUse = ReadProof(source.GetProperty("public"), new FunctionSignature("")),
            Details = functions.ToDictionary(f => f.GetProperty("name").GetString()!, ReadDetails, StringComparer.Ordinal),
            UnresolvedNames = source.GetProperty("unresolved") is { ValueKind: JsonValueKind.Array } names
                ? [.. names.EnumerateArray().Select(name => name.GetString()!).Except(text.Dependencies, StringComparer.Ordinal)]
                : null,
            Body = isFile ? null : new PythonBody(
                source.GetProperty("async").GetBoolean(),
                [.. source.GetProperty("hoisted").EnumerateArray().Select(line => line.GetString()!)],
                source.GetProperty("body").GetString()!,
                source.GetProperty("documented").GetBoolean()),
        };
    }

    private static CodeError ReadError(JsonElement error) => new(
        error.GetProperty("start").GetInt32(),
        error.GetProperty("length").GetInt32(),
        error.GetProperty("id").GetString()!,
        error.GetProperty("message").GetString()!);

    private static FunctionSignature ReadSignature(JsonElement function) =>
        ReadProof(function, new(function.GetProperty("name").GetString()!)
        {
            IsType = function.GetProperty("type").GetBoolean(),
            Documentation = DocumentationText.FirstSentence(function.GetProperty("doc").GetString()),
            Parameters =
        [
            .. function.GetProperty("parameters").EnumerateArray().Select(parameter => new FunctionParameter(
                parameter.GetProperty("name").GetString()!,
                parameter.GetProperty("type").GetString(),
                parameter.GetProperty("optional").GetBoolean())),
        ],
        });

    private static IReadOnlyList<Mutant> ReadMutants(JsonElement function) =>
    [
        .. function.GetProperty("mutants").EnumerateArray().Select(mutant => new Mutant(
            function.GetProperty("name").GetString()!,
            mutant.GetProperty("start").GetInt32(),
            mutant.GetProperty("length").GetInt32(),
            mutant.GetProperty("text").GetString()!,
            mutant.GetProperty("what").GetString()!)
        {
            IsWholeBody = mutant.GetProperty("kind").GetString() == "body",
        }),
    ];

    private static TidyEdit ReadEdit(JsonElement edit) => new(
        edit.GetProperty("start").GetInt32(),
        edit.GetProperty("length").GetInt32(),
        edit.GetProperty("text").GetString()!,
        edit.GetProperty("what").GetString()!);

    private static CodeExample ReadExample(JsonElement example) => new(
        new()
        {
            Function = example.GetProperty("function").GetString()!,
            Args = [.. example.GetProperty("args").EnumerateArray().Select(StageFile.ToValue)],
            Returns = example.TryGetProperty("returns", out var returns) ? StageFile.ToValue(returns) : null,
            Raises = example.TryGetProperty("raises", out var raises) ? raises.GetString() : null,
            Prints = example.TryGetProperty("prints", out var prints) ? prints.GetString() : null,
        },
        example.GetProperty("start").GetInt32(),
        example.GetProperty("length").GetInt32());

    private static FunctionSignature ReadProof(JsonElement proof, FunctionSignature signature) => signature with
    {
        Obstacle = proof.GetProperty("obstacle").GetString(),
        UsedDependencies = [.. proof.GetProperty("uses").EnumerateArray().Select(name => name.GetString()!)],
    };

    private static PythonFunction ReadDetails(JsonElement function)
    {
        var literal = function.GetProperty("literal");
        return new PythonFunction(
            function.GetProperty("async").GetBoolean(),
            function.GetProperty("keywords").GetBoolean(),
            literal.ValueKind == JsonValueKind.Null ? null : ReadLiteral(literal))
        {
            IsGenerator = function.GetProperty("generator").GetBoolean(),
            HasSignature = function.GetProperty("signature").GetBoolean(),
        };
    }

    private static PythonLiteralResult ReadLiteral(JsonElement literal) => new(
        literal.TryGetProperty("prints", out var printed) ? printed.GetString() : null,
        literal.TryGetProperty("returnsText", out var text) ? PythonText.Literal(text.GetString()!)
            : literal.TryGetProperty("returns", out var returned) ? returned.GetString()
            : null);
}
