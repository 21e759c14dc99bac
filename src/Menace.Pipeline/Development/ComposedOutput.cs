using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Development;

/// <summary>Composes the files of the bots of a build.</summary>
/// <param name="config">The settings.</param>
/// <param name="languages">The languages.</param>
/// <param name="contents">The files that tasks and templates name, by digest.</param>
/// <param name="bundles">Reads the histories of other bots.</param>
internal sealed class ComposedOutput(
    BotDevConfig config, LanguageTable languages, IReadOnlyDictionary<string, FileContent> contents, HistoryBundle bundles)
    : IOutputSource
{
    private readonly DateTimeOffset _time = CommitClock.For(config.SourceDirectory);
    private DevelopPlan? _plan;
    private Dictionary<BotLanguage, Lazy<Task<Dictionary<string, CodeAnalysis>>>> _analyses = [];

    private DevelopPlan Plan => _plan ?? throw new InvalidOperationException("The plan is not known yet.");

    /// <inheritdoc/>
    public string InputOf(BotSpec bot, IReadOnlyDictionary<string, string> trees) => RepositoryKey.Of(bot, trees, config.Emit);

    /// <inheritdoc/>
    public string MainFileOf(BotSpec bot) => languages[bot.Language].MainFile(bot.Name);

    /// <summary>
    /// A bot is written from its own code and from that of the bots it calls. A language reads all of its sources at once.
    /// </summary>
    public void Begin(DevelopPlan plan, CancellationToken cancellationToken)
    {
        _plan = plan;
        _analyses = plan.Open.SelectMany(name => plan.DependenciesOf(name).Append(name)).Distinct()
            .Select(name => plan.Bots.GetValueOrDefault(name)).OfType<BotSpec>()
            .GroupBy(bot => bot.Language)
            .ToDictionary(group => group.Key, group =>
                new Lazy<Task<Dictionary<string, CodeAnalysis>>>(() => AnalyseAsync(languages[group.Key], [.. group], cancellationToken)));
    }

    /// <inheritdoc/>
    public async Task<BotOutput> FilesOfAsync(
        BotSpec bot, IReadOnlyDictionary<string, string> trees, CancellationToken cancellationToken)
    {
        var request = await RequestAsync(bot);
        cancellationToken.ThrowIfCancellationRequested();
        var composed = RepositoryComposer.Compose(
            languages[bot.Language], request, trees, config.Emit, contents, cancellationToken);
        var (generated, warnings) = composed;
        if (CopiedFiles.Clash(bot, generated) is { } clash)
        {
            throw new OutputException(clash);
        }

        var (input, documents) = (InputOf(bot, trees), TestedFiles.DocumentsOf(generated));
        var parts = RepositoryKey.PartsOf(bot, trees, config.Emit);
        Fault.Reached(Boundary.DevelopComposed);
        return new(
            [.. generated.Concat(CopiedFiles.Of(bot, contents)).OrderBy(file => file.Path, StringComparer.Ordinal)],
            documents, parts, _time,
            (subject, lineage, tree) => GeneratedCommit.Message(
                subject, BodyOf(bot), input, tree, parts, documents, lineage, bot.Template?.Versions))
        {
            Renames = composed.Renames,
            Warnings = warnings,
            History = bot.Lineage is { } from
                ? (folder, token) => bundles.ReadAsync(HistoryBundle.PathOf(from, config.SourceDirectory), from.Commit, folder, token)
                : null,
        };
    }

    /// <summary>The purpose, and for generated code its generator and what supports it.</summary>
    private static string BodyOf(BotSpec bot) => bot.Origin is not { } origin ? bot.Purpose
        : $"{bot.Purpose}\n\nThe code was found by {origin.Generator}:\n{string.Join('\n', origin.Evidence.Select(one => "- " + one))}";

    private async Task<EmitRequest> RequestAsync(BotSpec bot)
    {
        List<EmitDependency> dependencies = [];
        foreach (var dependency in bot.Dependencies.Select(name => Plan.Bots[name]))
        {
            dependencies.Add(new(dependency, await AnalysisOfAsync(dependency)));
        }

        var closure = DependencyOrder.Closure(bot.Name, Plan.DependenciesOf);
        var linked = DependencyOrder.Closure(
            bot.Name, name => [.. Plan.DependenciesOf(name).Where(dependency => Plan.Bots[dependency].Language == bot.Language)]);
        return new(bot, await AnalysisOfAsync(bot), dependencies)
        {
            Closure = closure,
            Linked = linked,
            PackagedSiblings = [.. linked.Where(name => Plan.Bots[name].Packages.Count > 0)],
            Languages = [.. closure.Append(bot.Name).Select(name => Plan.Bots[name].Language).Distinct()],
        };
    }

    private async Task<CodeAnalysis> AnalysisOfAsync(BotSpec bot) => (await _analyses[bot.Language].Value)[bot.Name];

    private static async Task<Dictionary<string, CodeAnalysis>> AnalyseAsync(
        ILanguage language, IReadOnlyList<BotSpec> bots, CancellationToken cancellationToken)
    {
        var sources = bots.Select(bot => new CodeSource(bot.Name, bot.Identifier, bot.Code, bot.Functions)
        {
            Dependencies = [.. bot.Dependencies.Select(TaskNames.ToIdentifier)],
            Packages = [.. bot.Packages.Select(package => BotPackage.Parse(package).Name)],
        });
        var analyses = await language.AnalyseAsync([.. sources], cancellationToken);
        return bots.Zip(analyses).ToDictionary(pair => pair.First.Name, pair => pair.Second);
    }
}
