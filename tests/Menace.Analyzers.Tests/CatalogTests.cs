using System.Collections;
using System.Reflection;
using System.Text.Json;
using CsCheck;
using Menace.Model.TaskFiles;
using Microsoft.CodeAnalysis.CSharp;

namespace Menace.Analyzers.Tests;

public class CatalogTests
{
    private const string Demo = """
        [
          { "name": "DemoBot", "dependencies": ["Helper"], "schedule": "0 3 * * *", "code": "x",
            "metadata": { "purpose": "Says hello & goodbye.", "functions": ["run", "stop"], "function_docs": { "run": "Runs <once>." } } },
          { "name": "Helper", "schedule": "every 90m" }
        ]
        """;

    private static readonly string[] HostileNames =
    [
        "class", "record", "All", "BotInfo", "Bots", "Buckets", "ToString", "Equals", "ReferenceEquals", "MemberwiseClone", "Finalize", "a-b", "a_b", "a.b", "A_B",
        "", " ", "1", "1x", "é", "日本", "\ud83d\ude00", "x*/y", "</summary>", "\"quoted\"", "back\\slash", "line\nbreak", "nul\0", "\ud800", "\u2028", "a_b_", "await", "field", "_",
        "a</c><b>", "&amp;", "\uffff", "B00", "Tasks", "InOrder", new('n', 2000),
    ];

    [Fact]
    public void A_task_is_a_property_with_its_name_dependencies_schedule_and_functions()
    {
        var type = new GeneratorRun(Demo, LanguageVersion.CSharp14, ("RootNamespace", "My.App")).Compile().GetType("My.App.Bots")!;
        Assert.Equal(["DemoBot", "Helper"], Names(type));
        var bot = type.GetProperty("DemoBot")!.GetValue(null)!;
        Assert.Equal("DemoBot", bot.ToString());
        Assert.Equal(["Helper"], Value<IReadOnlyList<string>>(bot, "Dependencies"));
        Assert.Equal("0 3 * * *", Value<string>(bot, "Schedule"));
        Assert.Equal(["run", "stop"], Value<IReadOnlyList<string>>(bot, "Functions"));
        Assert.Same(bot, ((IList)type.GetProperty("All")!.GetValue(null)!)[0]);
    }

    [Fact]
    public void The_documentation_of_a_task_says_its_purpose_its_functions_and_its_first_runs()
    {
        var text = new GeneratorRun(Demo).AllText;
        Assert.Contains("""
                    /// <summary>Says hello &amp; goodbye.</summary>
                    /// <remarks>
                    /// <para>Schedule: <c>0 3 * * *</c>; its first runs from the start of 2000 on are <c>2000-01-01 03:00</c>, <c>2000-01-02 03:00</c>, <c>2000-01-03 03:00</c></para>
                    /// <para><c>run</c>: Runs &lt;once&gt;.</para>
                    /// <para><c>stop</c></para>
                    /// </remarks>
                    public static BotInfo DemoBot =>
            """, text, StringComparison.Ordinal);
        Assert.Contains("<c>2000-01-01 00:00</c>, <c>2000-01-01 01:30</c>, <c>2000-01-01 03:00</c>", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{ \"tasks\": [] }")]
    [InlineData("nonsense")]
    public void Without_tasks_there_is_an_empty_catalog(string? tasks)
    {
        var assembly = new GeneratorRun(tasks).Compile("class Caller { public int Count() => Some.Project.Bots.All.Count; }");
        Assert.Empty(Names(assembly.GetType("Some.Project.Bots")!));
    }

    [Fact]
    public void Hostile_names_compile_without_a_warning_and_come_back_as_they_were()
    {
        var list = HostileNames.Select(name => new
        {
            name,
            dependencies = HostileNames,
            schedule = name,
            metadata = new { purpose = name + "*/ </summary> <x>", functions = HostileNames, function_docs = new Dictionary<string, string> { [name] = "\r\n]]> &" } },
        });
        // Lone surrogates cannot be written by the serializer, so they are put in as escapes.
        var json = JsonSerializer.Serialize(list).Replace("\\uFFFD", "\\ud800", StringComparison.Ordinal);

        var type = new GeneratorRun(json).Compile().GetType("Some.Project.Bots")!;

        Assert.Equal(HostileNames, Names(type));
        Assert.Equal(HostileNames.Length, type.GetProperties().Count(p => p.PropertyType.Name == "BotInfo"));
    }

    [Theory]
    [InlineData("My.App", "My.App")]
    [InlineData("my-app.1st.class", "my_app._1st.@class")]
    [InlineData("", "Some.Project")]
    [InlineData("..", "Project")]
    public void The_namespace_is_the_projects_made_valid(string root, string expected)
    {
        var run = new GeneratorRun(Demo, LanguageVersion.CSharp14, ("RootNamespace", root));
        Assert.All(run.Sources.Values, s => Assert.Contains($"namespace {expected}\n", s, StringComparison.Ordinal));
        run.Compile();
    }

    [Fact]
    public void The_catalog_compiles_in_a_project_of_an_old_language_version() => new GeneratorRun(Demo, LanguageVersion.CSharp7_3).Compile();

    [Fact]
    public void A_name_that_is_an_identifier_keeps_it_whatever_else_is_in_the_list()
    {
        var alone = new GeneratorRun("""[{ "name": "a-b" }]""").Compile().GetType("Some.Project.Bots")!;
        Assert.NotNull(alone.GetProperty("a_b"));
        foreach (var list in new[] { """[{ "name": "a-b" }, { "name": "a_b" }]""", """[{ "name": "a_b" }, { "name": "a-b" }]""" })
        {
            var type = new GeneratorRun(list).Compile().GetType("Some.Project.Bots")!;
            Assert.Equal("a_b", type.GetProperty("a_b")!.GetValue(null)!.ToString());
            Assert.Equal("a-b", type.GetProperty("a_b_2A89DF63")?.GetValue(null)?.ToString());
        }
    }

    [Fact]
    public void Defaults_apply_to_every_task()
    {
        var type = new GeneratorRun("""
            { "defaults": { "schedule": "@daily", "metadata": { "functions": ["run"] } },
              "tasks": [ { "name": "A" }, { "name": "B", "schedule": "@hourly" } ] }
            """).Compile().GetType("Some.Project.Bots")!;
        var all = ((IEnumerable)type.GetProperty("All")!.GetValue(null)!).Cast<object>().ToList();
        Assert.Equal(["@daily", "@hourly"], all.Select(b => Value<string>(b, "Schedule")));
        Assert.All(all, b => Assert.Equal(["run"], Value<IReadOnlyList<string>>(b, "Functions")));
    }

    [Theory]
    [InlineData("""[ { "name": "A" }, { "name": "B" "x": 1 }, { "name": "C" } ]""", "A C")]
    [InlineData("""[ { "name": "A" }, { "name": "B", "code": True }, { "name": "C" } ]""", "A C")]
    [InlineData("""[ { "name": "A" }, { "name": 5 }, 7, { "name": "C" } ]""", "A C")]
    [InlineData("""[ { "name": "A" }, { "name": "A", "schedule": "x" }, { "name": "C" }, ]""", "A C")]
    [InlineData("""[ { "name": "A" } /* c */ , { "name": "B", { "name": "C" } ] // end""", "A C")]
    public void A_task_that_cannot_be_read_is_left_out_and_the_others_stay(string tasks, string names) =>
        Assert.Equal(names.Split(' '), Names(new GeneratorRun(tasks).Compile().GetType("Some.Project.Bots")!));

    [Fact]
    public void The_cutter_of_tasks_agrees_with_the_reader_about_every_text()
    {
        string[] parts =
        [
            "[", "]", "{", "}", ",", ":", "\"", "\"name\"", "\"tasks\"", "\"defaults\"", "{ \"name\": \"A\" }", "{ \"name\": \"B\" },", "\\", "\\\"", "'", "true", "tru", "-1", "// c\n", "/* c */", "/*", "\n", " ", "\u00a0",
            "{\"tasks\":[", "]}", "{\"defaults\":{\"schedule\":\"@daily\"},", "\"code\": \"a\\nb\"", "\"metadata\": {}",
        ];
        var texts = Gen.Int[0, parts.Length - 1].Array[0, 14].Select(chosen => string.Concat(chosen.Select(i => parts[i])));
        var wrapped = Gen.Select(texts, texts, (a, b) => "[ { \"name\": \"First\" }, " + a + ", { \"name\": \"Last\", " + b + " } ]");
        Gen.OneOf(texts, wrapped).Sample(
            text =>
            {
                var file = TaskFileReader.Read(text);
                var expected = file.HasErrors ? null : file.Package.Tasks.Select(t => t.Name + t.Schedule).ToList();
                var names = CatalogOf(text);
                if (expected is not null)
                {
                    Assert.Equal(expected, names);
                }
                else
                {
                    Assert.Subset(file.Package.Tasks.Select(t => t.Name + t.Schedule).ToHashSet(), names.ToHashSet());
                }
            },
            iter: Nightly.Choose(2_000, 100_000));
    }

    private static List<string> CatalogOf(string text)
    {
        var run = new GeneratorRun(text);
        var root = run.Sources["Bots.g.cs"];
        var order = root[(root.IndexOf("new byte[] {", StringComparison.Ordinal) + 12)..].Split('}')[0].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var queues = order.Distinct().ToDictionary(b => b, b => new Queue<string>(run.Sources[$"Bots.{b.PadLeft(2, '0')}.g.cs"].Split('\n').Where(l => l.Contains("new BotInfo(", StringComparison.Ordinal))));
        return [.. order.Select(b => queues[b].Dequeue().Split('"')).Select(l => l[1] + l[^2])];
    }

    private static List<string> Names(Type bots) => [.. ((IEnumerable)bots.GetProperty("All")!.GetValue(null)!).Cast<object>().Select(b => b.ToString()!)];

    private static T Value<T>(object bot, string property) => (T)bot.GetType().GetProperty(property, BindingFlags.Instance | BindingFlags.Public)!.GetValue(bot)!;
}
