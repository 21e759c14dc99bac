using System.Globalization;
using System.Text;
using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Expressions;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Tests.Languages;
using Microsoft.CodeAnalysis;
using Snapshooter;
using Snapshooter.Xunit;

namespace Menace.Pipeline.Tests.Expressions;

/// <summary>How written code looks, and that names, documentation and constants are data in it.</summary>
public sealed class WrittenCodeTests
{
    private static readonly ParameterExpression Text = new(0, "text", ExpressionType.Text);

    public static TheoryData<string> Languages => ExpressionWriterTests.Languages;

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Typical_functions_look_as_if_written_by_hand(string name)
    {
        var (language, writer) = Find(name);
        var functions = TypicalPrograms.For(writer, language == BotLanguage.CSharp ? Pascal : one => one);
        var code = writer.Write(functions);

        Assert.Empty(await WarningsAsync(language, code, functions));
        Snapshot.Match(code, SnapshotNameExtension.Create(name));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Documentation_and_constants_are_data(string name)
    {
        var (language, writer) = Find(name);
        string[] texts = [HostileText.Worst, .. HostileText.Payloads, "\u2028\u2029\u0085", "\ufeff\u202e", "😀\U000e0041", "'", "\"\"\"", "\\", "\n", "\r\n", "*/", "{0}{{", "`$x`", "\x01\x7f"];
        List<ProgramCall> calls = [];
        foreach (var (text, i) in texts.Select((text, i) => (text, i)))
        {
            foreach (var (body, kind) in Uses(text).Select((body, kind) => (body, kind)))
            {
                WrittenFunction function = new(string.Create(CultureInfo.InvariantCulture, $"f{i}_{kind}"), [Text], body, text);
                foreach (var argument in new[] { $"a{text}b{text}c", "plain" })
                {
                    Value[] arguments = [Value.Of(argument)];
                    calls.Add(new(function, arguments, body.Evaluate(arguments)));
                }
            }
        }

        calls.RemoveAll(call => call.Expected.IsNone);
        var code = writer.Write([.. calls.Select(call => call.Function).Distinct()]);
        var results = await ProgramRun.ResultsAsync(language, code, calls);

        Assert.True(calls.Count > 3 * texts.Length);
        Assert.Equal(calls.Select(call => ProgramRun.Json(language, call.Expected, call.Function.Body.Type)), results);
        Assert.False(File.Exists(HostileText.Canary), "A text was run as code.");

        // The proof of one long script takes longer than that of many short ones.
        var sources = calls.Select(call => call.Function).Distinct().GroupBy(one => one.Docs)
            .Select(group => new CodeSource("Written", "Written", writer.Write([.. group]), [.. group.Select(one => one.Name)])).ToList();
        var analyses = await Reader(language).AnalyseAsync(sources, default);
        Assert.Equal([], analyses.SelectMany(analysis => analysis.Errors).Select(error => error.Message));
        Assert.Equal([], analyses.SelectMany(analysis => analysis.Functions).Where(one => one.Obstacle is not null).Select(one => $"{one.Name}: {one.Obstacle}"));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Names_that_mean_something_else_are_no_obstacle(string name)
    {
        var (language, writer) = Find(name);
        string[] parameters =
        [
            "class", "len", "1st value", "a-b", "value", "value", "Math", "self", "if", "done", "i", "event", "", "tail", "é", "UpperFirst", "_", "c", "printf", "builtins", "str", "f_text",
        ];
        List<ProgramCall> calls = [];
        foreach (var function in new[] { "sum", "max", "str", "length", "Math", "String", "Enumerable", "UpperFirst", "f_text", "head" })
        {
            var all = parameters.Select((parameter, i) => new ParameterExpression(i, parameter, ExpressionType.Text)).ToList();
            var joined = all.Cast<Expression>().Aggregate((left, right) => TypicalPrograms.Op("concat", left, right));
            Expression body = TypicalPrograms.Op("concat", TypicalPrograms.Op("capitalize", joined), TypicalPrograms.Op(
                "to_text", TypicalPrograms.Op("max", TypicalPrograms.Op("length", all[0]), TypicalPrograms.Op("length", all[1]))));
            Value[] arguments = [.. parameters.Select((_, i) => Value.Of(string.Create(CultureInfo.InvariantCulture, $"X{i} ")))];
            calls.Add(new(new(function, all, body, ""), arguments, body.Evaluate(arguments)));
        }

        var results = await ProgramRun.ResultsAsync(language, writer.Write([.. calls.Select(call => call.Function)]), calls);

        Assert.Equal(calls.Select(call => call.Expected.ToJson(ExpressionType.Text)), results);
    }

    [Fact]
    public async Task Shell_functions_named_like_its_commands_do_not_call_themselves()
    {
        var writer = LanguageTable.RowOf(BotLanguage.Shell).Expressions!;
        var body = TypicalPrograms.Op("add", TypicalPrograms.Op("length", Text), TypicalPrograms.Op("code", TypicalPrograms.Of("A")));
        List<ProgramCall> calls = [.. new[] { "expr", "printf" }.Select(name => new ProgramCall(new(name, [Text], body, ""), [Value.Of("abc")], Value.Of(68)))];
        foreach (var call in calls)
        {
            // One at a time: the caller prints with printf.
            var renamed = writer.Write([call.Function]).Replace("printf()", "printf_()", StringComparison.Ordinal);
            var results = await ProgramRun.ResultsAsync(
                BotLanguage.Shell, renamed, [call with { Function = call.Function with { Name = call.Function.Name == "printf" ? "printf_" : "expr" } }]);
            Assert.Equal("68", Assert.Single(results).Text);
        }
    }

    [Fact]
    public void Types_and_operators_that_a_language_lacks_are_refused()
    {
        var writer = LanguageTable.RowOf(BotLanguage.Shell).Expressions!;
        ParameterExpression words = new(0, "words", ExpressionType.Texts);

        Assert.False(writer.Writes(ExpressionType.Texts));
        Assert.Throws<NotSupportedException>(() => writer.Write([new("f", [words], TypicalPrograms.Of("x"), "")]));
        Assert.Throws<NotSupportedException>(() => writer.Write([new("f", [Text], TypicalPrograms.Op("at", Text, TypicalPrograms.Op("length", Text)), "")]));
    }

    private static IEnumerable<Expression> Uses(string text)
    {
        var constant = TypicalPrograms.Of(text);
        yield return TypicalPrograms.Op("concat", TypicalPrograms.Op("concat", Text, constant), Text);
        foreach (var id in (string[])["before", "after", "before_last", "after_last", "remove_suffix", "count"])
        {
            yield return TypicalPrograms.Op(id, Text, constant);
        }

        yield return TypicalPrograms.Op("replace", Text, constant, TypicalPrograms.Of("-"));
        yield return TypicalPrograms.Op("replace", Text, TypicalPrograms.Of("b"), constant);
        yield return new ConditionalExpression(TypicalPrograms.Op("contains", Text, constant), constant, Text);
    }

    private static (BotLanguage, IExpressionWriter) Find(string name)
    {
        var row = LanguageTable.RowOf(BotLanguages.Parse(name)!.Value);
        return (row.Id, row.Expressions!);
    }

    private static ILanguage Reader(BotLanguage language) => LanguageTable.Create(new BotDevConfig(), new ProcessRunner())[language];

    private static async Task<CodeAnalysis> AnalyseAsync(BotLanguage language, string code, IReadOnlyList<WrittenFunction> functions) =>
        (await Reader(language).AnalyseAsync([new CodeSource("Written", "Written", code, [.. functions.Select(one => one.Name)])], default))[0];

    /// <summary>What the linter of the language says of the main file; that of C# is the compiler.</summary>
    private static async Task<IReadOnlyList<string>> WarningsAsync(BotLanguage language, string code, IReadOnlyList<WrittenFunction> functions)
    {
        using TemporaryFolder folder = new();
        var reader = Reader(language);
        BotSpec spec = new() { Name = "Written", Language = language, Code = code, Purpose = "Shows written code", Functions = [.. functions.Select(one => one.Name)] };
        var files = reader.Emit(new EmitRequest(spec, await AnalyseAsync(language, code, functions), []));
        var text = Encoding.UTF8.GetString(files.Files.Single(file => file.Path == files.MainFile).Content.Span);
        if (language == BotLanguage.CSharp)
        {
            return [.. ProgramRun.Compilation(text).GetDiagnostics().Where(one => one.Severity >= DiagnosticSeverity.Warning).Select(one => one.ToString())];
        }

        await File.WriteAllTextAsync(System.IO.Path.Combine(folder.Path, files.MainFile), text);
        return [.. (await reader.LintAsync(new TestRequest(spec, folder.Path, folder.Path), files.MainFile, default)).Select(one => one.ToString())];
    }

    private static string Pascal(string name) => string.Concat(name.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
