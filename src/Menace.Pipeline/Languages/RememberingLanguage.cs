using System.Collections.Concurrent;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Languages;

/// <summary>
/// A language that analyses no source twice: the optimise stage reads the code to complete a bot, the develop stage to write it, and
/// reading it is what costs most. An analysis depends on nothing but its source.
/// </summary>
internal sealed class RememberingLanguage(ILanguage language) : ILanguage
{
    private readonly ConcurrentDictionary<string, CodeAnalysis> _known = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public BotLanguage Id => language.Id;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CodeAnalysis>> AnalyseAsync(IReadOnlyList<CodeSource> sources, CancellationToken cancellationToken)
    {
        string[] keys = [.. sources.Select(KeyOf)];
        int[] missing = [.. Enumerable.Range(0, keys.Length).Where(i => !_known.ContainsKey(keys[i]))];
        var analyses = missing.Length == 0 ? [] : await language.AnalyseAsync([.. missing.Select(i => sources[i])], cancellationToken);
        foreach (var (i, analysis) in missing.Zip(analyses))
        {
            _known[keys[i]] = analysis;
        }

        return [.. keys.Select(key => _known[key])];
    }

    /// <inheritdoc/>
    public string FillTemplate(TaskInfo task) => language.FillTemplate(task);

    /// <inheritdoc/>
    public string? AddFunctions(string code, TaskInfo task) => language.AddFunctions(code, task);

    /// <inheritdoc/>
    public PackageMistake? CheckPackage(BotPackage package) => language.CheckPackage(package);

    /// <inheritdoc/>
    public string MainFile(string name) => language.MainFile(name);

    /// <inheritdoc/>
    public LanguageFiles Emit(EmitRequest request) => language.Emit(request);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LintWarning>> LintAsync(TestRequest request, string mainFile, CancellationToken cancellationToken) =>
        language.LintAsync(request, mainFile, cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<RequiredTool> RequiredTools => language.RequiredTools;

    /// <inheritdoc/>
    public BotStart StartOf(string root, string name) => language.StartOf(root, name);

    /// <inheritdoc/>
    public Task<RunningTool> FindTestToolAsync(CancellationToken cancellationToken) => language.FindTestToolAsync(cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<string> TestTools() => language.TestTools();

    /// <inheritdoc/>
    public Task<TestPlan> PlanTestsAsync(TestRequest request, CancellationToken cancellationToken) =>
        language.PlanTestsAsync(request, cancellationToken);

    /// <inheritdoc/>
    public IFastTests? BeginFastTests(FastTestSettings settings) => language.BeginFastTests(settings);

    /// <inheritdoc/>
    public IFileMerger? Merger => language.Merger;

    /// <inheritdoc/>
    public Task<bool> MutateAsync(MutantTree tree, IReadOnlyList<Mutant> mutants, CancellationToken cancellationToken) =>
        language.MutateAsync(tree, mutants, cancellationToken);

    private static string KeyOf(CodeSource source)
    {
        using var hash = new HashBuilder();
        hash.Add(source.Bot).Add(source.Identifier).Add(source.Code).Add(string.Join('\n', source.Functions))
            .Add(string.Join('\n', source.Dependencies))
            .Add(string.Join('\n', source.Packages));
        return hash.ToHex();
    }
}
