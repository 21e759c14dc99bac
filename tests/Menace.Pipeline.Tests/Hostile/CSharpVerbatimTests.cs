using Menace.Model.Tasks;
using Menace.Pipeline.Languages.CSharp;
using Menace.Pipeline.Tests.Languages;
using Menace.Pipeline.Tests.Languages.CSharp;

namespace Menace.Pipeline.Tests.Hostile;

/// <summary>Many more texts than could be built as projects: emitted, compiled in memory and read back.</summary>
public sealed class CSharpVerbatimTests
{
    [Theory]
    [InlineData("csharp template")]
    [InlineData("csharp statements")]
    public void Documentation_and_literals_are_verbatim_to_the_compiler(string kind)
    {
        foreach (var task in HostileText.Take(HostileBots.Of("Demo", kind), Nightly.Choose(60, 5_000)))
        {
            CSharpReadBack.AssertDocumentation(Emit(task).Main, task.Metadata);
        }
    }

    [Fact]
    public void A_megabyte_is_verbatim_to_the_compiler()
    {
        var text = string.Concat(Enumerable.Repeat(HostileText.Worst, (1 << 20) / HostileText.Worst.Length)) + "end";
        var task = HostileText.Take(HostileBots.Of("Demo", "csharp template"), 1)[0];
        task = task with { Metadata = task.Metadata with { Purpose = text, Description = text } };
        CSharpReadBack.AssertDocumentation(Emit(task).Main, task.Metadata);
    }

    private static EmittedBot Emit(TaskInfo task) => CSharpBots.Emit(
        CSharpBots.Spec(task.Code.Length > 0 ? task.Code : CSharpTemplate.Members(task), [.. task.Metadata.Functions]) with
        {
            Purpose = task.Metadata.Purpose!,
            Description = task.Metadata.Description!,
            FunctionDocs = task.Metadata.FunctionDocs,
        });
}
