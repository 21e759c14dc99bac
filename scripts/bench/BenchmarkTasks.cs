using System.Text;
using System.Text.Json;

namespace Menace.Benchmarks;

/// <summary>Task lists in which the three languages take turns, and every tenth bot calls the one three before it, of its own language.</summary>
internal static class BenchmarkTasks
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly string[] Languages = ["csharp", "python", "shell"];

    /// <summary>Writes tasks.json with <paramref name="count"/> tasks into <paramref name="folder"/>, all of one language where it is given.</summary>
    public static void Write(int count, string folder, string? language = null)
    {
        Directory.CreateDirectory(folder);
        var tasks = Enumerable.Range(0, count).Select(i => Task(i, language ?? Languages[i % Languages.Length]));
        File.WriteAllText(Path.Combine(folder, "tasks.json"), JsonSerializer.Serialize(tasks, Indented), new UTF8Encoding(false));
    }

    private static object Task(int i, string language) => new
    {
        name = Name(i),
        dependencies = i >= 3 && i % 10 == 9 ? [Name(i - 3)] : Array.Empty<string>(),
        schedule = "0 3 * * *",
        code = Code(i, language),
        metadata = new
        {
            language,
            purpose = $"adds {i} to a number",
            functions = new[] { "value" },
            examples = new[] { new { function = "value", args = new[] { 1 }, returns = language == "shell" ? (object)$"{i + 1}" : i + 1 } },
        },
    };

    private static string Name(int i) => $"Bot{i:0000}";

    private static string Code(int i, string language) => language switch
    {
        "csharp" => $"/// <summary>Adds a constant.</summary>\npublic static int value(int number) => number + {i};\n",
        "python" => $"def value(number):\n    \"\"\"Adds a constant.\"\"\"\n    return number + {i}\n",
        _ => $"# Adds a constant.\nvalue() {{\n    echo \"$(( $1 + {i} ))\"\n}}\n",
    };
}
