using System.Globalization;
using System.Text.Json;
using Menace.Tests;

namespace Menace.Analyzers.Tests;

/// <summary>Code that is nested too deeply ends neither the compiler nor an editor.</summary>
public class NestedCodeTests
{
    public static TheoryData<string> Kinds => [.. NestedCode.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Nesting_is_read_or_reported_at_its_place(string kind)
    {
        Assert.Empty(await TooDeepAsync(kind, 10));
        var few = await TooDeepAsync(kind, 100);
        var some = await TooDeepAsync(kind, 1_000);
        var many = await TooDeepAsync(kind, 100_000);

        Assert.Equal(kind == "interpolations" ? 1 : 0, few.Count);
        Assert.Equal(kind is "operators" or "members" ? 0 : 1, some.Count);
        Assert.InRange(Assert.Single(many), 1, 60_000);
    }

    /// <summary>The offsets in the code of what is nested too deeply. Other mistakes of such code do not matter.</summary>
    private static async Task<List<int>> TooDeepAsync(string kind, int levels)
    {
        var text = JsonSerializer.Serialize(new[] { new { name = "A", code = NestedCode.CSharp(kind, levels), metadata = new { language = "csharp" } } });
        var diagnostics = await new AnalyzerRun().WithFramework().File("/p/tasks.json", text).DiagnosticsAsync();
        return
        [
            .. diagnostics.Where(d => d.Id == "MENACE1701" && d.GetMessage(CultureInfo.InvariantCulture).Contains("CS8078", StringComparison.Ordinal))
                .Select(d => d.Location.SourceSpan.Start - text.IndexOf("\"code\":\"", StringComparison.Ordinal) - 8),
        ];
    }
}
