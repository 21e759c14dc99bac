using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace Menace.Analyzers.Tests;

/// <summary>What an edit makes the generator do again, by the reasons that the compiler records.</summary>
public class CatalogStepTests
{
    private const int Tasks = 300;

    private static readonly string List = ListOf(Enumerable.Range(0, Tasks).Select(i => $"Bot{i}"));

    [Fact]
    public void An_edit_inside_code_reads_one_task_and_writes_nothing()
    {
        var run = new GeneratorRun(List).Edit(List.Replace("\"code of Bot7\"", "\"code of Bot7!\"", StringComparison.Ordinal));
        Assert.Equal(new() { [Modified] = 1, [Unchanged] = Tasks - 1 }, run.ReasonsOf("Menace.Slices"));
        Assert.Equal(new() { [Unchanged] = 1, [Cached] = Tasks - 1 }, run.ReasonsOf("Menace.Entries"));
        Assert.All(run.ReasonsOf("Menace.Buckets").Keys, AssertKept);
        Assert.All(run.OutputReasons().Keys, AssertKept);
    }

    [Fact]
    public void A_renamed_task_writes_its_old_bucket_its_new_one_and_the_order()
    {
        var run = new GeneratorRun(List);
        var before = run.Sources;
        run.Edit(List.Replace("\"Bot7\"", "\"Seven\"", StringComparison.Ordinal));
        Assert.Equal((1, Tasks - 1), (run.ReasonsOf("Menace.Entries")[Modified], run.ReasonsOf("Menace.Entries")[Cached]));
        Assert.Equal(2, run.ReasonsOf("Menace.Buckets")[Modified]);
        Assert.Equal(3, run.Sources.Count(s => !before.TryGetValue(s.Key, out var text) || text != s.Value));
    }

    [Fact]
    public void A_task_at_the_head_writes_one_bucket_and_the_order()
    {
        var run = new GeneratorRun(List).Edit(List.Replace("[\n", "[\n{ \"name\": \"New\" },\n", StringComparison.Ordinal));
        Assert.Equal(1, run.ReasonsOf("Menace.Buckets")[Modified]);
    }

    [Fact]
    public void An_unrelated_edit_of_C_sharp_does_nothing_again()
    {
        var run = new GeneratorRun(List).EditCSharp("class User { int x; }");
        foreach (var step in new[] { "Menace.Files", "Menace.Slices", "Menace.Entries", "Menace.Tasks", "Menace.Settings", "Menace.Buckets", "Menace.Order" })
        {
            Assert.All(run.ReasonsOf(step).Keys, AssertKept);
        }

        Assert.All(run.OutputReasons().Keys, AssertKept);
    }

    [Fact]
    public void The_same_list_gives_the_same_sources()
    {
        var edited = new GeneratorRun("[]").Edit("[{ \"name\": \"x\" }]").Edit(List);
        Assert.Equal(new GeneratorRun(List).Sources.OrderBy(s => s.Key, StringComparer.Ordinal), edited.Sources.OrderBy(s => s.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void No_step_keeps_a_place_a_symbol_or_a_compilation()
    {
        var run = new GeneratorRun(List);
        var own = run.Result.TrackedSteps.Where(s => s.Key.StartsWith("Menace.", StringComparison.Ordinal) && s.Key != "Menace.Files");
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var (value, _) in own.SelectMany(s => s.Value).SelectMany(s => s.Outputs))
        {
            Walk(value, seen);
        }

        Assert.NotEmpty(seen);
    }

    private static void AssertKept(IncrementalStepRunReason reason) => Assert.Contains(reason, new[] { Cached, Unchanged });

    private static void Walk(object? value, HashSet<object> seen)
    {
        if (value is null || value is string || value.GetType().IsPrimitive || value.GetType().IsEnum || !seen.Add(value))
        {
            return;
        }

        Assert.False(value is Location or Compilation or ISymbol or SyntaxNode or SyntaxTree or AdditionalText, value.GetType().FullName);
        if (value is System.Collections.IEnumerable items)
        {
            foreach (var item in items)
            {
                Walk(item, seen);
            }

            return;
        }

        foreach (var field in value.GetType().GetFields(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic))
        {
            Walk(field.GetValue(value), seen);
        }
    }

    private static string ListOf(IEnumerable<string> names) =>
        "[\n" + string.Join(",\n", names.Select(n => $$"""{ "name": "{{n}}", "schedule": "every 1h", "code": "code of {{n}}" }""")) + "\n]";
}
