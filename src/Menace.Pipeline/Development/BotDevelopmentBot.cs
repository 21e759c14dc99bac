using LibGit2Sharp;
using Menace.Model.Diagnostics;
using Menace.Model.Tasks;
using Menace.Pipeline.Diagnostics;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Processes;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Development;

/// <summary>
/// Writes one repository per bot, each after its dependencies, independent ones side by side. A bot whose input is the same as
/// before is not touched, and work of the user's is never overwritten.
/// </summary>
public sealed class BotDevelopmentBot : IBotDevelopmentBot
{
    private readonly BotDevConfig _config;
    private readonly LanguageTable _languages;

    /// <summary>Uses the settings <paramref name="config"/>.</summary>
    public BotDevelopmentBot(BotDevConfig config)
        : this(config, LanguageTable.Create(config, new ProcessRunner()))
    {
    }

    internal BotDevelopmentBot(BotDevConfig config, LanguageTable languages)
    {
        _config = config;
        _languages = languages;
    }

    /// <inheritdoc/>
    public async Task<StageResult<BuildRecord>> DevelopAsync(OptimiseRecord optimised, CancellationToken cancellationToken = default)
    {
        PrepareBase();
        var run = new DevelopRun(_config, _languages, optimised);
        var developed = await DependencyOrder.RunAsync(
            [.. optimised.Bots.Select(bot => bot.Name)], run.DependenciesOf, run.DevelopAsync, _config.Concurrency, cancellationToken);
        return new(
            new BuildRecord(
                optimised.RunId,
                optimised.Package,
                [.. developed.Select(bot => bot.Repository).OfType<BotRepository>()],
                [.. optimised.Failures, .. developed.Select(bot => bot.Failure).OfType<PipelineDiagnostic>().Select(failure => new BotFailure(failure.Bot!, failure.Rule.Id))]),
            [.. developed.Select(bot => bot.Failure).OfType<PipelineDiagnostic>()]);
    }

    /// <summary>The folder of the repositories is invisible to the repository that it is in.</summary>
    private void PrepareBase() => IgnoredFolder.Create(_config.RepositoryBasePath);

    /// <summary>One run of the stage: what bots have in common while they are written.</summary>
    private sealed class DevelopRun(BotDevConfig config, LanguageTable languages, OptimiseRecord optimised)
    {
        private readonly Dictionary<string, BotSpec> _bots = optimised.Bots.ToDictionary(bot => bot.Name);
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, (BotRepository? Repository, PipelineDiagnostic? Failure)> _done = new();
        private readonly Dictionary<BotLanguage, Lazy<Task<Dictionary<string, CodeAnalysis>>>> _analyses = optimised.Bots
            .GroupBy(bot => bot.Language)
            .ToDictionary(group => group.Key, group => new Lazy<Task<Dictionary<string, CodeAnalysis>>>(() => AnalyseAsync(languages[group.Key], [.. group])));
        private readonly DateTimeOffset _time = CommitClock.For(config.SourceDirectory);

        public IReadOnlyList<string> DependenciesOf(string name) => _bots.TryGetValue(name, out var bot) ? bot.Dependencies : [];

        public async Task<(BotRepository? Repository, PipelineDiagnostic? Failure)> DevelopAsync(string name, CancellationToken cancellationToken)
        {
            var bot = _bots[name];
            var path = Path.Combine(config.RepositoryBasePath, name);
            (BotRepository?, PipelineDiagnostic?) result;
            try
            {
                result = await WriteAsync(bot, path, cancellationToken);
            }
            catch (ToolMissingException exception)
            {
                result = (null, Failure(bot, Rules.ToolMissing, exception.Tool, exception.Looked, exception.Remedy));
            }
            catch (Exception exception) when (exception is LibGit2SharpException or IOException or UnauthorizedAccessException)
            {
                result = (null, Failure(bot, Rules.RepositoryFailed, path, exception.Message));
            }

            return _done[name] = result;
        }

        private async Task<(BotRepository?, PipelineDiagnostic?)> WriteAsync(BotSpec bot, string path, CancellationToken cancellationToken)
        {
            var trees = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var dependency in bot.Dependencies)
            {
                if (!_done.TryGetValue(dependency, out var found) || found.Repository is null)
                {
                    return (null, Failure(bot, Rules.DependencyFailed, "built", dependency) with { Anchor = new("dependencies") });
                }

                trees[dependency] = found.Repository.Tree;
            }

            var repository = new BotGitRepository(path);
            var state = repository.Inspect();
            if (state.ForeignReason is { } foreign)
            {
                return (null, Failure(bot, Rules.RepositoryNotOurs, foreign, path, "Move it away, or rename the task"));
            }

            var input = InputHash.Of(bot, trees);
            var language = languages[bot.Language];
            var analyses = await _analyses[bot.Language].Value;
            cancellationToken.ThrowIfCancellationRequested();
            var (generated, mainFile) = RepositoryComposer.Compose(language, Request(bot, analyses), trees);
            if (CopiedFiles.Clash(bot, generated) is { } clash)
            {
                return (null, clash);
            }

            IReadOnlyList<RepositoryFile> files = [.. generated.Concat(CopiedFiles.Of(bot, optimised.Files)).OrderBy(file => file.Path, StringComparer.Ordinal)];
            var main = Path.Combine(path, mainFile);
            if (state.Commit is null)
            {
                var (commit, tree) = repository.Create(files, Message("Generate"), _time);
                return (new(bot, path, main, commit, tree, RepositoryChange.Created), null);
            }

            // A new version of this tool changes the input of every bot, but often not a byte of what it emits.
            if (state.Input == input || state.Tree == repository.TreeId(files))
            {
                return (new(bot, path, main, state.Commit, state.Tree!, RepositoryChange.Unchanged), null);
            }

            var updated = repository.Update(files, Message("Regenerate"), _time);
            return updated.Refusal is { } refusal
                ? (null, Failure(bot, Rules.RepositoryNotOurs, refusal.Reason, refusal.Evidence, refusal.Remedy))
                : (new(bot, path, main, updated.Commit, updated.Tree, RepositoryChange.Updated), null);

            Func<ObjectId, string> Message(string verb) => tree => GeneratedCommit.Message($"{verb} {bot.Name}", bot.Purpose, input, tree);
        }

        private EmitRequest Request(BotSpec bot, Dictionary<string, CodeAnalysis> analyses)
        {
            var closure = DependencyOrder.Closure(bot.Name, DependenciesOf);
            return new(bot, analyses[bot.Name], [.. bot.Dependencies.Select(name => new EmitDependency(_bots[name], analyses[name]))])
            {
                Closure = closure,
                PackagedSiblings = [.. closure.Where(name => _bots[name] is { Packages.Count: > 0 } sibling && sibling.Language == bot.Language)],
            };
        }

        private static async Task<Dictionary<string, CodeAnalysis>> AnalyseAsync(ILanguage language, IReadOnlyList<BotSpec> bots)
        {
            var sources = bots.Select(bot => new CodeSource(bot.Name, bot.Identifier, bot.Code, bot.Functions)
            {
                Dependencies = [.. bot.Dependencies.Select(TaskNames.ToIdentifier)],
                Packages = [.. bot.Packages.Select(package => BotPackage.Parse(package).Name)],
            });
            var analyses = await language.AnalyseAsync([.. sources], CancellationToken.None);
            return bots.Zip(analyses).ToDictionary(pair => pair.First.Name, pair => pair.Second);
        }

        private static PipelineDiagnostic Failure(BotSpec bot, RuleDescriptor rule, params IEnumerable<string> arguments) =>
            new(rule, [bot.Name, .. arguments]) { Bot = bot.Name };
    }
}
