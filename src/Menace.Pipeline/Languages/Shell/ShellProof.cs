using System.Text.RegularExpressions;
using Menace.Model.Languages.Shell;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>
/// Proves that functions of a script are harmless by reading it: every command that can be reached is in
/// <see cref="ShellHarmlessCommands"/> or is an own
/// function of which the same is proved, and nothing is redirected to a file. What is not understood is an obstacle.
/// </summary>
internal sealed partial class ShellProof
{
    private const string Unclear = "is written in a way that reading cannot follow";

    private readonly string _code;
    private readonly ShellScanner _scanner;
    private readonly IReadOnlyList<string> _dependencies;
    private readonly bool _isBash;
    private readonly bool _isReadable;
    private readonly ShellNumbers _numbers;
    private readonly ILookup<string, ShellFunction> _own;
    private readonly Dictionary<string, ShellFacts> _facts = new(StringComparer.Ordinal);

    /// <summary>Reads a script.</summary>
    /// <param name="code">Its text.</param>
    /// <param name="scanner">The scanner that read it.</param>
    /// <param name="interpreter">The shell that runs it.</param>
    /// <param name="dependencies">Identifiers of the bots whose functions it may call.</param>
    public ShellProof(string code, ShellScanner scanner, string interpreter, IReadOnlyList<string> dependencies)
    {
        _code = code;
        _scanner = scanner;
        _dependencies = dependencies;
        _isBash = interpreter == "bash";
        _isReadable = interpreter is "bash" or "sh" or "dash" or "ash" && FirstLine().IsMatch(code)
            && (_isBash || !IsReadOtherwise(code, scanner.Tokens));
        _numbers = new ShellNumbers(code, scanner.Tokens);
        _own = scanner.Functions.ToLookup(function => function.Name, StringComparer.Ordinal);
    }

    /// <summary>What stands outside the functions: it runs before any of them can be called.</summary>
    public ShellVerdict OfTopLevel()
    {
        var facts = Facts([.. _scanner.Tokens.All.Where(token => !IsInFunction(token.Start))], start => !IsInFunction(start));
        return Close(facts, []);
    }

    /// <summary>A function of the script, together with what stands outside the functions.</summary>
    public ShellVerdict Of(string function)
    {
        var outside = OfTopLevel();
        var inside = Close(FactsOf(function), [function]);
        return new(outside.Obstacle
            ?? inside.Obstacle, [.. outside.UsedDependencies.Union(inside.UsedDependencies, StringComparer.Ordinal)]);
    }

    private bool IsInFunction(int position) => _scanner.Functions.Exists(function => function.Start <= position && position < function.End);

    /// <summary>The facts together with those of the own functions that are called.</summary>
    private ShellVerdict Close(ShellFacts facts, IReadOnlyList<string> path)
    {
        var obstacle = facts.Obstacle;
        HashSet<string> used = [.. facts.Dependencies];
        foreach (var (name, position) in facts.Calls)
        {
            if (obstacle is not null)
            {
                break;
            }

            if (path.Contains(name, StringComparer.Ordinal))
            {
                return new($"calls itself by '{name}', which reading cannot prove to end", [.. used]);
            }

            if (path.Count == 0 && Reached(name, [])
                .FirstOrDefault(called => !_own[called].Any(function => function.End <= position)) is { } late)
            {
                return new($"calls '{late}' before its definition", [.. used]);
            }

            var inner = Close(FactsOf(name), [.. path, name]);
            obstacle = inner.Obstacle;
            used.UnionWith(inner.UsedDependencies);
        }

        return new(obstacle, [.. used]);
    }

    private HashSet<string> Reached(string name, HashSet<string> reached)
    {
        if (reached.Add(name))
        {
            foreach (var (called, _) in FactsOf(name).Calls)
            {
                Reached(called, reached);
            }
        }

        return reached;
    }

    /// <summary>The facts of all definitions of a function.</summary>
    private ShellFacts FactsOf(string function)
    {
        if (!_facts.TryGetValue(function, out var facts))
        {
            var ranges = _own[function].ToList();
            bool IsInside(int position) => ranges.Exists(range => range.BodyStart <= position && position < range.End);
            facts = ShellFacts.Together([.. ranges.Select(range =>
                Facts([.. _scanner.Tokens.All.Where(token => range.BodyStart <= token.Start && token.End <= range.End)], IsInside))]);
            _facts[function] = facts;
        }

        return facts;
    }

    private ShellFacts Facts(IReadOnlyList<ShellToken> tokens, Func<int, bool> isInside)
    {
        if (!_isReadable || _scanner.Tokens.IsAmbiguous || !_scanner.IsClosed)
        {
            return new(Unclear, [], []);
        }

        if (ShellExpansions.ObstacleIn(_code, _scanner.Tokens, isInside, _numbers) is { } expansion)
        {
            return new(expansion, [], []);
        }

        if (tokens.Select(token => Device().Match(token.Text)).FirstOrDefault(match => match.Success) is { } device)
        {
            return new($"names a device by '{device.Value}'", [], []);
        }

        List<ShellFacts> all = [new ShellCommandReader(tokens, 0, IsOwn, _dependencies, _isBash, _numbers).Read()];
        foreach (var (start, end) in _scanner.Tokens.Substitutions.Where(range => isInside(range.Start)))
        {
            var inner = ShellTokens.Read(_code[start..end]);
            all.Add(inner.IsAmbiguous || !inner.IsClosed ? new(Unclear, [], [])
                : ShellExpansions.ObstacleIn(_code[start..end], inner, _ => true, _numbers) is { } obstacle ? new(obstacle, [], [])
                : new ShellCommandReader(inner.All, start, IsOwn, _dependencies, _isBash, _numbers).Read());
        }

        return ShellFacts.Together(all);
    }

    private bool IsOwn(string name) => _own.Contains(name);

    /// <summary>True for code of which a shell without <c>$'…'</c>, <c>[[</c> and <c>((</c> would read other commands.</summary>
    private static bool IsReadOtherwise(string code, ShellTokens tokens)
    {
        var text = tokens.Expanded;
        return tokens.All.Any(token => token.Is("=~") || token.Text.StartsWith("((", StringComparison.Ordinal))
            || Enumerable.Range(0, code.Length - 1).Any(i => text[i] == '$' && code[i + 1] == '\'');
    }

    /// <summary>No first line of its own, or one that starts a shell of the system with options that only check more.</summary>
    [GeneratedRegex(@"\A(?!#!)|\A#![ \t]*(/usr(/local)?)?/bin/(env[ \t]+)?(sh|bash|dash|ash)([ \t]+-[aefuvxCEh]+|[ \t]+-O[ " +
        @"\t]+extglob)*[ \t]*(\n|\z)")]
    private static partial Regex FirstLine();

    /// <summary>Devices that do something when they are opened; not those that only hold bytes.</summary>
    [GeneratedRegex(@"/dev(?![A-Za-z0-9_])(?!/(null|stdin|stdout|stderr|zero|full|u?random|fd/[0-9])(?![A-Za-z0-9_/.]))[^\s""']{0,30}")]
    private static partial Regex Device();
}

/// <summary>What reading found out about a function.</summary>
/// <param name="Obstacle">Why it must not be called without being asked to, or null.</param>
/// <param name="UsedDependencies">Identifiers of the bots that it calls.</param>
internal sealed record ShellVerdict(string? Obstacle, IReadOnlyList<string> UsedDependencies);

/// <summary>What stands in a piece of code itself.</summary>
/// <param name="Obstacle">The first obstacle, or null.</param>
/// <param name="Calls">Own functions that are called, with the place.</param>
/// <param name="Dependencies">Identifiers of the bots that are called.</param>
internal sealed record ShellFacts(string? Obstacle, IReadOnlyList<(string Name, int Position)> Calls, IReadOnlyList<string> Dependencies)
{
    /// <summary>The facts of several pieces.</summary>
    public static ShellFacts Together(IReadOnlyList<ShellFacts> pieces) => new(
        pieces.Select(piece => piece.Obstacle).FirstOrDefault(obstacle => obstacle is not null),
        [.. pieces.SelectMany(piece => piece.Calls)],
        [.. pieces.SelectMany(piece => piece.Dependencies).Distinct(StringComparer.Ordinal)]);
}
