using System.Runtime.Loader;
using System.Text;
using System.Text.Json;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Expressions;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.Shell;
using Menace.Pipeline.Storage;
using Menace.Pipeline.Tests.Languages.CSharp;
using Menace.Pipeline.Tests.Languages.Python;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Menace.Pipeline.Tests.Expressions;

/// <summary>A call of a written function, and the value that it must have.</summary>
internal sealed record ProgramCall(WrittenFunction Function, Value[] Arguments, Value Expected)
{
    public override string ToString() => $"{Function.Name}({string.Join(", ", Arguments)})";
}

/// <summary>Runs written code: C# in this process, Python and bash in one process each.</summary>
internal static class ProgramRun
{
    private const string Caller = """
        import json, sys
        job = json.load(sys.stdin)
        names = {}
        exec(job["code"], names)
        print(json.dumps([names[name](*arguments) for name, arguments in job["calls"]]))
        """;

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    /// <summary>The result of each call as JSON.</summary>
    public static async Task<IReadOnlyList<JsonValue>> ResultsAsync(BotLanguage language, string code, IReadOnlyList<ProgramCall> calls) =>
        language == BotLanguage.CSharp ? CSharp(code, calls)
        : language == BotLanguage.Python ? await PythonAsync(code, calls)
        : await ShellAsync(code, calls);

    /// <summary>What the language's JSON of a value is.</summary>
    public static JsonValue Json(BotLanguage language, Value value, ExpressionType type) =>
        language == BotLanguage.Shell && type == ExpressionType.Integer ? JsonValue.FromString(value.ToJson(type).Text) : value.ToJson(type);

    private static List<JsonValue> CSharp(string code, IReadOnlyList<ProgramCall> calls)
    {
        var bot = CSharpBots.Emit(CSharpBots.Spec(code, [.. calls.Select(call => call.Function.Name).Distinct()]));
        var file = bot[bot.Files.MainFile];
        using MemoryStream assembly = new();
        var emitted = Compilation(file).Emit(assembly);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error).Take(5)
            .Select(one => $"{one} in {file.Split('\n')[one.Location.GetLineSpan().StartLinePosition.Line]}")));
        assembly.Position = 0;
        AssemblyLoadContext context = new(null, isCollectible: true);
        var type = context.LoadFromStream(assembly).GetTypes().Single(one => one is { Namespace: "MenaceBots", IsPublic: true });
        List<JsonValue> results = [];
        foreach (var call in calls)
        {
            try
            {
                var result = type.GetMethod(call.Function.Name)!.Invoke(
                    null, [.. call.Function.Parameters.Zip(call.Arguments, (parameter, value) => ToObject(value, parameter.Type))]);
                using var document = JsonDocument.Parse(JsonSerializer.Serialize(result));
                results.Add(StageFile.ToValue(document.RootElement));
            }
            catch (System.Reflection.TargetInvocationException e)
            {
                results.Add(JsonValue.FromString($"{e.InnerException!.GetType().Name}: {e.InnerException.Message}"));
            }
        }

        context.Unload();
        return results;
    }

    /// <summary>The compilation of a file as the projects of bots compile it.</summary>
    public static CSharpCompilation Compilation(string file) => CSharpCompilation.Create(
        "Written",
        [
            CSharpSyntaxTree.ParseText(file),
            CSharpSyntaxTree.ParseText("global using System; global using System.Collections.Generic; global using System.Linq;"),
        ],
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    private static object ToObject(Value value, ExpressionType type) => type switch
    {
        ExpressionType.Text => value.Text,
        ExpressionType.Integer => (int)value.Number,
        ExpressionType.Boolean => value.IsTrue,
        ExpressionType.Texts => value.Items.Select(item => item.Text).ToArray(),
        ExpressionType.Integers => value.Items.Select(item => (int)item.Number).ToArray(),
        _ => value.Items.Select(item => item.IsTrue).ToArray(),
    };

    private static async Task<IReadOnlyList<JsonValue>> PythonAsync(string code, IReadOnlyList<ProgramCall> calls)
    {
        var job = JsonValue.FromMembers([
            new("code", JsonValue.FromString(code)),
            new("calls", JsonValue.FromItems([.. calls.Select(call => JsonValue.FromItems([
                JsonValue.FromString(call.Function.Name),
                JsonValue.FromItems([.. call.Function.Parameters.Zip(call.Arguments, (parameter, value) => value.ToJson(parameter.Type))])]))]))]);
        var ended = await new ProcessRunner().RunAsync(
            new ProcessCommand(await PythonBots.InterpreterPathAsync(), ["-I", "-X", "utf8", "-c", Caller], "/") { Input = CanonicalJson.WriteInOrder(job) }, Timeout, default);
        Assert.True(ended.ExitCode == 0, ended.Error);
        using var document = JsonDocument.Parse(ended.Output);
        return [.. document.RootElement.EnumerateArray().Select(StageFile.ToValue)];
    }

    /// <summary>The locale is one in which bytes are characters: a caller's must not matter.</summary>
    private static async Task<IReadOnlyList<JsonValue>> ShellAsync(string code, IReadOnlyList<ProgramCall> calls)
    {
        using TemporaryFolder folder = new();
        StringBuilder text = new();
        foreach (var call in calls)
        {
            var arguments = call.Function.Parameters.Zip(call.Arguments, (parameter, value) => ShellText.Quote(
                parameter.Type == ExpressionType.Text ? value.Text : value.ToJson(parameter.Type).Text));
            text.Append(call.Function.Name).Append(' ').AppendJoin(' ', arguments).Append("; printf '\\0'\n");
        }

        var (bot, script, output, errors) =
            (Path.Combine(folder.Path, "bot.sh"), Path.Combine(folder.Path, "calls.sh"), Path.Combine(folder.Path, "out"), Path.Combine(folder.Path, "err"));
        await File.WriteAllTextAsync(bot, code);
        await File.WriteAllTextAsync(script, text.ToString());
        var ended = await new ProcessRunner().RunAsync(
            new ProcessCommand("bash", ["-c", ". \"$0\"; . \"$1\" >\"$2\" 2>\"$3\"", bot, script, output, errors], folder.Path)
            {
                Environment = new Dictionary<string, string?> { ["LC_ALL"] = "C" },
            }, Timeout, default);
        Assert.False(ended.TimedOut, "The shell did not end.");
        Assert.Equal("", await File.ReadAllTextAsync(errors));
        return [.. (await File.ReadAllTextAsync(output)).Split('\0')[..^1]
            .Select(printed => JsonValue.FromString(printed.EndsWith('\n') ? printed[..^1] : printed + " (without a line break)"))];
    }
}
