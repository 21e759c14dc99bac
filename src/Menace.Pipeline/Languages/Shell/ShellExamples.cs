using System.Globalization;
using System.Text;
using System.Text.Json;
using Menace.Model.Languages.Shell;
using Menace.Pipeline.Infrastructure.Processes;
using Scriban.Runtime;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>
/// Runs the examples of a bot by its command, one process per call: what its command prints is its result for every caller.
/// </summary>
internal static class ShellExamples
{
    private const string InsideProgram = "cannot be called: the script runs commands of its own when it is read. Put the example on 'main'";

    /// <summary>The command that makes the calls in <paramref name="files"/>.</summary>
    public static ProcessCommand Command(TestRequest request, ExampleFiles files)
    {
        var folder = Directory.CreateDirectory(files.Calls + ".work").FullName;
        var script = Path.Combine(folder, "calls.sh");
        File.WriteAllText(Path.Combine(folder, "json_encode.awk"), Templates.Text("shell/json_encode.awk"));
        File.WriteAllText(script, Render(request, files.Calls), new UTF8Encoding(false));
        var words = MemoryLimit.Prefix(request, ["sh", script, files.Results, folder]);
        return new ProcessCommand(words[0], words[1..], request.RepositoryPath) { Environment = request.SiblingVariables() };
    }

    private static string Render(TestRequest request, string calls)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(calls));
        var code = request.Spec.Code;
        var scanner = ShellScanner.Read(code);
        var isProgram = !scanner.IsBody(code) && scanner.Acts;
        var hasShebang = ShellScanner.InterpreterOf(code).Count > 0;
        return Templates.Render("shell/examples.scriban", new ScriptObject
        {
            ["calls"] = document.RootElement.EnumerateArray()
                .Select(call => Call(call, request, isProgram, hasShebang)).ToList(),
        });
    }

    private static string Call(JsonElement call, TestRequest request, bool isProgram, bool hasShebang)
    {
        var bot = request.Spec.Name;
        var index = call.GetProperty("index").GetInt32().ToString(CultureInfo.InvariantCulture);
        var function = call.GetProperty("function").GetString()!;
        var arguments = call.GetProperty("args").EnumerateArray();
        if (!isProgram)
        {
            // A repository that waits for its owner may still have the command of an older version.
            var isOlder = !File.Exists(Path.Combine(request.RepositoryPath, ShellEmitter.CommandFile));
            return Join(["call", index, "yes", "sh", "main.sh", function, .. isOlder ? [] : new[] { "--json" },
                .. arguments.Select(argument => argument.GetRawText())]);
        }

        return function == "main"
            ? Join(["call", index, "no", .. request.Spec.Dependencies.Count > 0 ? ["sh", "main.sh"] : hasShebang ? [$"./{bot}.sh"]
                : new[] { "sh", $"{bot}.sh" },
                .. arguments.Select(argument =>
                    argument.ValueKind == JsonValueKind.String ? argument.GetString()! : argument.GetRawText())])
            : Join(["report", index, "error", JsonSerializer.Serialize($"'{function}' {InsideProgram}"), "\"\"", "\"\""]);
    }

    private static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(ShellText.Quote));
}
