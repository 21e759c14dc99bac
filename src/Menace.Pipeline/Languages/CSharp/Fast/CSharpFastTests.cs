using System.Diagnostics;
using LibGit2Sharp;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.TestCompiler;

namespace Menace.Pipeline.Languages.CSharp.Fast;

/// <summary>Builds bots as their setup scripts would, without MSBuild for each: docs/verification.md.</summary>
internal sealed class CSharpFastTests : IFastTests
{
    private readonly bool _warnings;
    private readonly string _shapesFolder;
    private readonly ShapeStore _shapes;
    private readonly BotCompiler _compiler;
    private readonly LinkedBots _linked;
    private readonly CSharpHosts _hosts;
    private readonly Lazy<string?> _commit;

    /// <summary>Begins to find out the shape of most bots.</summary>
    public CSharpFastTests(FastTestSettings settings)
    {
        var folder = Path.Combine(settings.Folder, "csharp");
        _warnings = settings.Warnings;
        _shapesFolder = Directory.CreateDirectory(Path.Combine(folder, "shapes")).FullName;
        _shapes = new ShapeStore(_shapesFolder);
        _compiler = new BotCompiler(settings, folder);
        _linked = new LinkedBots(_compiler, Directory.CreateDirectory(Path.Combine(folder, "linked")).FullName);
        _hosts = new CSharpHosts(settings);
        _commit = new Lazy<string?>(() => CommitAround(folder));
        _ = _shapes.GetAsync(new CSharpProject(BuildShape.Name), CancellationToken.None);
    }

    /// <inheritdoc/>
    public async Task<FastPlan> PlanAsync(TestRequest request, TestPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            var bots = Read(request);
            var shapes = new List<ShapedTree>();
            foreach (var bot in bots)
            {
                var (key, shape) = await _shapes.GetAsync(bot.Project, cancellationToken);
                shapes.Add(new ShapedTree(bot, key, shape));
            }

            var (assembly, list, results) = CSharpTestRun.FilesOf(plan.Tests);
            return new FastPlan($"{shapes[^1].Key}{(bots.Count > 1 ? " linked" : "")}")
            {
                SetUpAsync = stop => SetUpAsync(request, shapes, stop),
                Tests = _hosts.Tests(request, assembly, results, list),
                Examples = files => _hosts.Examples(request, CSharpTestRun.BotAssembly(request), files),
            };
        }
        catch (FastObstacleException exception)
        {
            return new FastPlan("") { Obstacle = exception.Message };
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _hosts.DisposeAsync();
        await _shapes.DisposeAsync();
        await _compiler.DisposeAsync();
        _linked.Prune();
    }

    /// <summary>The bot's tree after those of all C# bots that it calls, each after those that it calls.</summary>
    private List<CSharpTree> Read(TestRequest request)
    {
        var folder = Path.GetDirectoryName(request.RepositoryPath)!;
        if (!request.IsGenerated("scripts/setup_tests.sh"))
        {
            throw new FastObstacleException("scripts/setup_tests.sh is not as it was generated");
        }

        if (!FastPaths.IsPlain(request.RepositoryPath) || !FastPaths.IsPlain(request.WorkDirectory))
        {
            throw new FastObstacleException("its path has a character that is special in project files");
        }

        if (request.Spec.Dependencies.FirstOrDefault(name => !Directory.Exists(Path.Combine(folder, name))) is { } missing)
        {
            throw new FastObstacleException($"there is no tree of {missing} beside it");
        }

        var above = FastPaths.Above(Path.Combine(_shapesFolder, "tree")).ToHashSet(StringComparer.Ordinal);
        if (FastPaths.Above(request.RepositoryPath).Where(path => !above.Contains(path)).SelectMany(FastPaths.SettingsIn).FirstOrDefault()
            is { } settings)
        {
            throw new FastObstacleException($"the build may read {settings}");
        }

        var trees = new Dictionary<string, CSharpTree>(StringComparer.Ordinal);
        Visit(request.Spec.Name);
        List<CSharpTree> sorted = [.. trees.Values];
        if (sorted.Count > 1 && sorted[..^1].Find(tree => tree.Project.Packages.Count > 0) is { } packaged)
        {
            throw new FastObstacleException($"{packaged.Project.Name}, which it calls, has packages");
        }

        if (sorted.SelectMany(tree => tree.Project.Packages).FirstOrDefault(
            package => package.Name.StartsWith("xunit.v3", StringComparison.OrdinalIgnoreCase)
                && package.Version != CSharpHosts.XunitVersion) is { } framework)
        {
            throw new FastObstacleException($"{framework.Name} has another version than {CSharpHosts.XunitVersion}");
        }

        if (sorted.SelectMany(tree => tree.Copied).GroupBy(file => file, StringComparer.Ordinal).FirstOrDefault(files => files.Count() > 1)
            is { } copied)
        {
            throw new FastObstacleException($"two bots copy {copied.Key} to the output");
        }

        return sorted;

        void Visit(string name)
        {
            if (trees.ContainsKey(name))
            {
                return;
            }

            var tree = CSharpTree.Read(Path.Combine(folder, name), name);
            foreach (var dependency in tree.Project.Dependencies)
            {
                Visit(dependency);
            }

            trees.Add(name, tree);
        }
    }

    private async Task<ProcessResult> SetUpAsync(TestRequest request, IReadOnlyList<ShapedTree> bots, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var (succeeded, lines) = await BuildAsync(request, bots, cancellationToken);
        var output = string.Concat(lines.Select(line => line + "\n"));
        await File.WriteAllTextAsync(Path.Combine(request.WorkDirectory, "setup.log"), output, cancellationToken);
        return new ProcessResult(succeeded ? 0 : 1, output, "", TimedOut: false, clock.Elapsed);
    }

    private async Task<CompileResult> BuildAsync(TestRequest request, IReadOnlyList<ShapedTree> bots, CancellationToken cancellationToken)
    {
        var artifacts = Path.Combine(request.WorkDirectory, "artifacts");
        if (Directory.Exists(artifacts))
        {
            Directory.Delete(artifacts, recursive: true);
        }

        var linked = new Dictionary<string, LinkedBot>(StringComparer.Ordinal);
        foreach (var bot in bots.SkipLast(1))
        {
            var (compiled, result) = await _linked.GetAsync(bot.Key, bot.Shape, bot.Tree, _commit.Value, LinkedTo(bot.Tree, linked))
                .WaitAsync(cancellationToken);
            if (!result.Succeeded)
            {
                return result;
            }

            linked.Add(bot.Tree.Project.Name, compiled);
        }

        var own = bots[^1];
        var build = new BotBuild(own.Shape, own.Tree, request.WorkDirectory, _commit.Value, LinkedTo(own.Tree, linked));
        var compilation = await _compiler.CompileAsync(
            own.Shape.Compiler, new CompileJob([build.Bot([build.Output, build.TestsOutput], _warnings), build.Tests(warnings: false)]),
            cancellationToken);
        if (compilation.Succeeded)
        {
            build.WriteOutputs();
        }

        return compilation;
    }

    /// <summary>The bots that a bot calls, directly or not.</summary>
    private static List<LinkedBot> LinkedTo(CSharpTree tree, Dictionary<string, LinkedBot> linked)
    {
        var found = new Dictionary<string, LinkedBot>(StringComparer.Ordinal);
        Visit(tree);
        return [.. found.Values];

        void Visit(CSharpTree from)
        {
            foreach (var name in from.Project.Dependencies.Where(name => !found.ContainsKey(name)))
            {
                found.Add(name, linked[name]);
                Visit(linked[name].Tree);
            }
        }
    }

    /// <summary>The SDK writes the commit of the repository that the trees are in, whosever it is, into the assemblies.</summary>
    private static string? CommitAround(string folder)
    {
        if (Repository.Discover(folder) is not { } path)
        {
            return null;
        }

        using var repository = new Repository(path);
        return repository.Head.Tip?.Sha;
    }

    private sealed record ShapedTree(CSharpTree Tree, string Key, BuildShape Shape);
}
