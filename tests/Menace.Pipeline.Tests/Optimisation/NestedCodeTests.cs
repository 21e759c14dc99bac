using System.Diagnostics;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Optimisation;
using Menace.Tests;

namespace Menace.Pipeline.Tests.Optimisation;

/// <summary>Code that is nested too deeply is a located error of its bot, in bounded time, and never ends the process.</summary>
public sealed class NestedCodeTests
{
    [Theory]
    [InlineData(100)]
    [InlineData(1_000)]
    [InlineData(100_000)]
    public async Task CSharp_nesting_is_read_or_reported_at_its_place(int levels)
    {
        using var hang = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var findings = (await OptimiseAsync(
            BotLanguage.CSharp, NestedCode.Kinds.ToDictionary(kind => kind, kind => NestedCode.CSharp(kind, levels)), hang.Token)).Diagnostics;

        string[] tooDeep = [.. findings.Where(f => f.Rule.Id == "MENACE1701" && f.Arguments[1] == "CS8078").Select(f => f.Bot!)];
        string[] expected = levels switch
        {
            100 => ["interpolations"],
            1_000 => [.. NestedCode.Kinds.Except(["operators", "members"])],
            _ => [.. NestedCode.Kinds],
        };
        Assert.Equal(expected, tooDeep);
        Assert.All(findings, f => Assert.InRange(f.Anchor!.Offset, 0, 60_000));
    }

    [Theory]
    [InlineData(nameof(BotLanguage.Python))]
    [InlineData(nameof(BotLanguage.Shell))]
    public async Task Nesting_in_other_languages_ends_no_process_and_spares_the_other_bots(string languageName)
    {
        var language = new BotLanguage(languageName);
        var kinds = language == BotLanguage.Python ? NestedCode.Python : NestedCode.Shell;
        var codes = kinds.SelectMany(kind => new[] { 100, 1_000, 100_000 }.Select(n => (Name: $"{kind.Key}-{n}", Code: kind.Value(n)))).ToDictionary(code => code.Name, code => code.Code);
        codes["Good"] = language == BotLanguage.Python ? "def run():\n    return 1\n" : "run() {\n    echo 1\n}\n";

        var findings = await FindingsAsync(language, codes);

        Assert.DoesNotContain(findings, f => f.Bot == "Good" && f.IsError);
        Assert.All(findings.Where(f => f.Rule.Id == "MENACE1701"), f =>
        {
            Assert.NotEqual("", f.Arguments[2].Trim());
            Assert.InRange(f.Anchor!.Offset, 0, codes[f.Bot!].Length);
        });
        Assert.Contains(findings, f => f.Bot!.EndsWith("-100000", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_analysis_ends_when_it_is_cancelled_although_the_compiler_goes_on()
    {
        // Each level multiplies the overloads that the compiler tries; it takes seconds.
        var code = "return " + string.Concat(Enumerable.Repeat("Enumerable.Range(0, 2).Sum(x => ", 5)) + "1" + new string(')', 5) + ";";
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var clock = Stopwatch.StartNew();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => OptimiseAsync(BotLanguage.CSharp, new() { ["A"] = code }, cancel.Token));

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    private static async Task<IReadOnlyList<PipelineDiagnostic>> FindingsAsync(BotLanguage language, Dictionary<string, string> codes) =>
        (await OptimiseAsync(language, codes, default)).Diagnostics;

    private static Task<StageResult<OptimiseRecord>> OptimiseAsync(BotLanguage language, Dictionary<string, string> codes, CancellationToken cancellationToken)
    {
        TaskInfo[] tasks =
        [
            .. codes.Select(code => new TaskInfo
            {
                Name = code.Key, Code = code.Value, Metadata = new() { Purpose = "p", Functions = language == BotLanguage.Python ? [] : ["run"], Language = language },
            }),
        ];
        return new ImplementationOptimiserBot(new BotDevConfig())
            .OptimiseAsync(new HandoffRecord(1, new TaskPackage(tasks), "", new Dictionary<string, FileContent>()), null, cancellationToken);
    }
}
