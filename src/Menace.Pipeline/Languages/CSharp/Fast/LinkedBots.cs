using System.Collections.Concurrent;
using Menace.Pipeline.Infrastructure.Files;
using Menace.TestCompiler;

namespace Menace.Pipeline.Languages.CSharp.Fast;

/// <summary>The bots that others call, each compiled once, for all who call it.</summary>
/// <param name="compiler">The compiler.</param>
/// <param name="folder">Where they are kept between runs; it exists.</param>
internal sealed class LinkedBots(BotCompiler compiler, string folder)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<(LinkedBot Bot, CompileResult Result)>>> _bots = new(StringComparer.Ordinal);

    /// <summary>The bot, compiled, and what the compiler reported.</summary>
    /// <param name="key">Key of its shape.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="tree">Its tree.</param>
    /// <param name="commit">The commit around the trees, or null.</param>
    /// <param name="linked">The bots that it calls, compiled.</param>
    public Task<(LinkedBot Bot, CompileResult Result)> GetAsync(
        string key, BuildShape shape, CSharpTree tree, string? commit, IReadOnlyList<LinkedBot> linked)
    {
        using var hash = new HashBuilder();
        hash.Add(key).Add(commit ?? "").Add(tree.Path);
        foreach (var source in tree.Sources)
        {
            hash.Add(source).Add(File.ReadAllBytes(Path.Combine(tree.SourceFolder, source)));
        }

        foreach (var bot in linked)
        {
            hash.Add(bot.Folder);
        }

        var place = Path.Combine(folder, hash.ToHex()[..32]);
        return _bots.GetOrAdd(place, _ => new(() => CompileAsync(shape, tree, commit, linked, place))).Value;
    }

    /// <summary>Deletes what no run has used for some weeks.</summary>
    public void Prune()
    {
        var old = DateTime.UtcNow.AddDays(-14);
        foreach (var place in Directory.EnumerateDirectories(folder).Where(place => Directory.GetLastWriteTimeUtc(place) < old))
        {
            Directory.Delete(place, recursive: true);
        }
    }

    private async Task<(LinkedBot Bot, CompileResult Result)> CompileAsync(
        BuildShape shape, CSharpTree tree, string? commit, IReadOnlyList<LinkedBot> linked, string place)
    {
        var build = new BotBuild(shape, tree, place, commit, linked);
        var bot = new LinkedBot(tree, build, place);
        if (Directory.Exists(place))
        {
            Directory.SetLastWriteTimeUtc(place, DateTime.UtcNow);
            return (bot, new CompileResult(true, []));
        }

        // A compiler that outlives a killed build by a moment writes into its own draft.
        var draft = $"{place}.{Guid.NewGuid():N}";
        var project = build.Bot([draft], warnings: false) with
        {
            ReferenceFile = Path.Combine(draft, "ref", Path.GetFileName(bot.Reference)),
        };
        CompileResult result;
        try
        {
            result = await compiler.CompileAsync(shape.Compiler, new CompileJob([project]), CancellationToken.None);
        }
        catch (IOException)
        {
            // The compiler's fault, not the bot's: the next that calls it tries again.
            _bots.TryRemove(place, out _);
            throw;
        }

        if (result.Succeeded)
        {
            Directory.Move(draft, place);
        }

        return (bot, result);
    }
}
