using System.Collections.Concurrent;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Tests;

/// <summary>A language that remembers which bots' code was read and which bots were emitted, and tells of it: what, and which bot.</summary>
internal sealed class CountingLanguage(ILanguage language, Action<string, string>? told = null, IReadOnlyList<string>? tools = null) : ILanguage
{
    private readonly ConcurrentQueue<string> _analysed = new();
    private readonly ConcurrentQueue<string> _emitted = new();

    public BotLanguage Id => language.Id;

    /// <summary>The bots read since the last call, in the order of the list.</summary>
    public string[] TakeAnalysed() => Take(_analysed);

    /// <summary>The bots emitted since the last call, sorted.</summary>
    public string[] TakeEmitted() => [.. Take(_emitted).Order(StringComparer.Ordinal)];

    public Task<IReadOnlyList<CodeAnalysis>> AnalyseAsync(IReadOnlyList<CodeSource> sources, CancellationToken cancellationToken)
    {
        foreach (var source in sources)
        {
            _analysed.Enqueue(source.Bot);
            told?.Invoke("read", source.Bot);
        }

        return language.AnalyseAsync(sources, cancellationToken);
    }

    public string FillTemplate(TaskInfo task) => language.FillTemplate(task);

    public PackageMistake? CheckPackage(BotPackage package) => language.CheckPackage(package);

    public string MainFile(string name) => language.MainFile(name);

    public LanguageFiles Emit(EmitRequest request)
    {
        _emitted.Enqueue(request.Spec.Name);
        told?.Invoke("emit", request.Spec.Name);
        return language.Emit(request);
    }

    public IReadOnlyList<RequiredTool> RequiredTools => language.RequiredTools;

    public BotStart StartOf(string root, string name) => language.StartOf(root, name);

    public Task<RunningTool> FindTestToolAsync(CancellationToken cancellationToken)
    {
        told?.Invoke("find", "");
        return language.FindTestToolAsync(cancellationToken);
    }

    public IReadOnlyList<string> TestTools() => tools ?? language.TestTools();

    public Task<TestPlan> PlanTestsAsync(TestRequest request, CancellationToken cancellationToken) => language.PlanTestsAsync(request, cancellationToken);

    public Task<IReadOnlyList<LintWarning>> LintAsync(TestRequest request, string mainFile, CancellationToken cancellationToken) =>
        language.LintAsync(request, mainFile, cancellationToken);

    private static string[] Take(ConcurrentQueue<string> queue)
    {
        string[] taken = [.. queue];
        queue.Clear();
        return taken;
    }
}
