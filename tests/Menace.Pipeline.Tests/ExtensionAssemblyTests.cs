using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Menace.Pipeline.Tests;

/// <summary>An assembly of a project that brings parts of the pipeline.</summary>
public sealed class ExtensionAssemblyTests : IDisposable
{
    private const string Researcher = """
        using System.Collections.Generic; using System.Linq; using System.Threading; using System.Threading.Tasks;
        using Menace.Pipeline; using Menace.Pipeline.Completion; using Menace.Pipeline.Contracts;

        public sealed class Extension : IPipelineExtension
        {
            public PipelineParts Create(BotDevConfig config) => new() { Researcher = new Purposes() };
        }

        internal sealed class Purposes : ICompletionSource
        {
            public Task<SourceAnswer> CompleteAsync(IReadOnlyList<OpenTask> open, CancellationToken cancellationToken) => Task.FromResult(new SourceAnswer(
                [.. open.Where(one => one.Fields.Contains("metadata.purpose")).Select(one => new CompletedField(
                    one.Task.Name, "metadata.purpose", Helper.Text, new(FieldSourceKind.Finding, "wiki-7"), "looked up", 1))]));
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Researcher_of_an_assembly_with_a_library_of_its_own_completes_a_task()
    {
        Compile("helper", "public static class Helper { public const int Unused = 1; public static string Text => \"Found by research.\"; }");
        var config = Config(Compile("extension", Researcher, _folder["helper.dll"]));

        var result = await ExtensionAssembly.PipelineOf(config).RunAsync(
            [new() { Name = "slugs", Code = "slug() { echo \"$1\"; }\n", Metadata = new() { Language = BotLanguage.Shell } }]);

        Assert.Equal("Found by research.", result.Package.Tasks[0].Metadata.Purpose);
        Assert.Equal("finding wiki-7", result.Repositories[0].Spec.Sources!["metadata.purpose"]);
        Assert.Contains("Found by research.", File.ReadAllText(_folder["menace.completions.json"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public sealed class Other;", "it has no public class that implements IPipelineExtension")]
    [InlineData("using Menace.Pipeline; using Menace.Pipeline.Contracts; public class A : IPipelineExtension { public PipelineParts Create(BotDevConfig config) => new(); } public class B : A;",
        "it has 2 classes that implement IPipelineExtension: A, B")]
    [InlineData("using Menace.Pipeline; using Menace.Pipeline.Contracts; public class A : IPipelineExtension { public A() => throw new System.InvalidOperationException(\"no wiki\"); public PipelineParts Create(BotDevConfig config) => new(); }",
        "InvalidOperationException: no wiki")]
    public void Assembly_that_cannot_be_used_is_an_error(string code, string reason)
    {
        var exception = Assert.Throws<PipelineException>(() => ExtensionAssembly.PipelineOf(Config(Compile("extension", code))));

        var finding = Assert.Single(exception.Diagnostics);
        Assert.Equal("MENACE0012", finding.Rule.Id);
        Assert.Contains(reason, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_that_is_missing_or_no_assembly_is_an_error()
    {
        _folder.Write("text.dll", "text");

        Assert.All(new[] { "gone.dll", "text.dll" }, file => Assert.Equal(
            "MENACE0012", Assert.Single(Assert.Throws<PipelineException>(() => ExtensionAssembly.PipelineOf(Config(_folder[file]))).Diagnostics).Rule.Id));
    }

    private BotDevConfig Config(string extension) => new() { SourceDirectory = _folder.Path, Extension = extension, VerifyEnabled = false };

    private string Compile(string name, string code, params string[] references)
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var path = _folder[name + ".dll"];
        var result = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(code)],
            platform.Concat(references).Select(file => MetadataReference.CreateFromFile(file)), new(OutputKind.DynamicallyLinkedLibrary)).Emit(path);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return path;
    }
}
