using System.Globalization;
using Menace.Model.Json;
using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Expressions;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Tests.Expressions;

/// <summary>Written code has the value of its expression, and reading proves it harmless, in each language.</summary>
public sealed class ExpressionWriterTests
{
    private const int Seed = 20261130;

    public static TheoryData<string> Languages => [.. LanguageTable.Rows.Where(row => row.Expressions is not null).Select(row => row.Id.ToName())];

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Operators_have_the_same_values_as_their_expressions(string name)
    {
        var (language, writer) = Find(name);
        ProgramSource source = new(writer.Operators, writer.Writes, Seed);
        List<ProgramCall> calls = [];
        foreach (var one in writer.Operators)
        {
            // Some operands are constants: each of these programs has other ones.
            var before = calls.Count;
            for (var i = 0; i < Nightly.Choose(6, 60); i++)
            {
                var body = Result(source.Single(one), writer);
                calls.AddRange(Calls(Function(source, string.Create(CultureInfo.InvariantCulture, $"f{one.IdOf().Replace('.', '_')}{i}_{one.Operands[0].Type}"), body),
                    Enumerable.Range(0, Nightly.Choose(12, 60)).Select(_ => source.Arguments())));
            }

            Assert.True(calls.Count > before, $"No arguments were tried for which {one.IdOf()} has a result.");
        }

        await CompareAsync(language, writer, calls);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Operators_on_a_text_have_the_same_value_for_every_character(string name)
    {
        var (language, writer) = Find(name);
        var step = Nightly.Choose(5, 1);
        char[] characters =
        [
            .. Enumerable.Range(1, 0x24f).Where(c => c < 0x80 || c % step == 0).Select(c => (char)c), .. Enumerable.Range(0x410, 64).Select(c => (char)c), '\u2010', '\u2019', '€',
        ];
        ProgramSource source = new(writer.Operators, writer.Writes, Seed);
        List<ProgramCall> calls = [];
        foreach (var one in writer.Operators.Where(one => one.Operands is [{ Type: ExpressionType.Text }]))
        {
            ParameterExpression parameter = new(0, "text", ExpressionType.Text);
            WrittenFunction function = new("f" + one.Id, [parameter], Result(new OperatorExpression(one, [parameter]), writer), "");
            calls.AddRange(Calls(function, characters.SelectMany(c => new[] { $"{c}", $"a{c}B" }).Select(text => new[] { Value.Of(text) })));
        }

        await CompareAsync(language, writer, calls);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Random_programs_have_the_same_values_as_their_expressions(string name)
    {
        var (language, writer) = Find(name);
        await CompareAsync(language, writer, RandomCalls(writer, Nightly.Choose(150, 1500)));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Written_functions_are_read_without_errors_and_proved_harmless(string name)
    {
        var (language, writer) = Find(name);
        ProgramSource source = new(writer.Operators, writer.Writes, Seed);
        List<WrittenFunction> functions =
        [
            .. writer.Operators.Select((one, i) => Function(source, string.Create(CultureInfo.InvariantCulture, $"operator_{i}"), Result(source.Single(one), writer))),
            .. RandomCalls(writer, Nightly.Choose(40, 300)).Select(call => call.Function).Distinct(),
        ];
        var sources = functions.Select(one => new CodeSource("Written", "Written", writer.Write([one]), [one.Name]))
            .Append(new CodeSource("Written", "Written", writer.Write(functions), [.. functions.Select(one => one.Name)])).ToList();
        var reader = LanguageTable.Create(new BotDevConfig(), new ProcessRunner())[language];
        var analyses = await reader.AnalyseAsync(sources, default);

        foreach (var (text, analysis) in sources.Zip(analyses))
        {
            Assert.True(analysis.Errors.Count == 0, string.Join('\n', analysis.Errors) + text.Code);
            Assert.Equal(text.Functions, analysis.Functions.Select(one => one.Name));
            var obstacles = analysis.Functions.Where(one => one.Obstacle is not null).Select(one => $"{one.Name}: {one.Obstacle}").ToList();
            Assert.True(obstacles.Count == 0, string.Join('\n', obstacles.Take(10)) + "\n" + text.Code[..Math.Min(1000, text.Code.Length)]);
            Assert.True(analysis.UnresolvedNames is null or [], string.Join(", ", analysis.UnresolvedNames ?? []));
        }
    }

    private static (BotLanguage, IExpressionWriter) Find(string name)
    {
        var row = LanguageTable.RowOf(BotLanguages.Parse(name)!.Value);
        return (row.Id, row.Expressions!);
    }

    /// <summary>A condition as a result that the language can have.</summary>
    private static Expression Result(Expression body, IExpressionWriter writer) => writer.Writes(body.Type) ? body
        : new ConditionalExpression(body, new ConstantExpression(Value.Of("yes"), ExpressionType.Text), new ConstantExpression(Value.Of("no"), ExpressionType.Text));

    private static WrittenFunction Function(ProgramSource source, string name, Expression body) => new(name, source.Parameters, body, "");

    private static IEnumerable<ProgramCall> Calls(WrittenFunction function, IEnumerable<Value[]> inputs) => inputs
        .Select(input => new ProgramCall(function, input, function.Body.Evaluate(input))).Where(call => !call.Expected.IsNone);

    /// <summary>Calls of programs that have a result for at least one of their inputs.</summary>
    private static List<ProgramCall> RandomCalls(IExpressionWriter writer, int programs)
    {
        ProgramSource source = new(writer.Operators, writer.Writes, Seed + 1);
        List<ProgramCall> calls = [];
        for (var i = 0; i < programs;)
        {
            var body = source.Program(4);
            var found = Calls(
                Function(source, string.Create(CultureInfo.InvariantCulture, $"program_{i}"), body), Enumerable.Range(0, 12).Select(_ => source.Arguments())).ToList();
            if (body.Operations > 1 && found.Count > 0)
            {
                calls.AddRange(found);
                i++;
            }
        }

        return calls;
    }

    private static async Task CompareAsync(BotLanguage language, IExpressionWriter writer, List<ProgramCall> calls)
    {
        List<string> wrong = [];
        var results = await ProgramRun.ResultsAsync(language, writer.Write([.. calls.Select(call => call.Function).Distinct()]), calls);
        foreach (var (call, result) in calls.Zip(results))
        {
            var expected = ProgramRun.Json(language, call.Expected, call.Function.Body.Type);
            if (!expected.Equals(result))
            {
                wrong.Add($"{call} is {CanonicalJson.Write(result)}, not {CanonicalJson.Write(expected)}, in\n{writer.Write([call.Function])}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {calls.Count} results are wrong:\n{string.Join('\n', wrong.DistinctBy(one => one.Split('(')[0]).Take(12))}");
        Assert.Equal(calls.Count, results.Count);
    }
}
