using Microsoft.CodeAnalysis;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>What reading found about a function.</summary>
/// <param name="Obstacle">Why it is not proved harmless, or null.</param>
/// <param name="UsedDependencies">Identifiers of the dependencies that it uses, sorted.</param>
internal sealed record HarmlessVerdict(string? Obstacle, IReadOnlyList<string> UsedDependencies);

/// <summary>
/// Proves by reading that functions do nothing but compute (docs/verification.md, "What is exercised"). Every name that is reached must be
/// one of the
/// bot's own, which is followed, or in <see cref="CSharpHarmlessNames"/>. Of an own type that is used, everything a call could reach
/// without being
/// named counts: constructors, instance members, operators, initialisers.
/// </summary>
internal sealed class CSharpProof
{
    private readonly CSharpProofScan _scan;
    private readonly CSharpOwnCode _own;
    private readonly Dictionary<SyntaxNode, ScannedNode> _scanned = [];

    /// <summary>Reads the code of <paramref name="model"/>.</summary>
    public CSharpProof(SemanticModel model, IReadOnlyCollection<string> dependencies)
    {
        Model = model;
        _own = new CSharpOwnCode(model);
        _scan = new CSharpProofScan(model, _own, dependencies);
    }

    /// <summary>The meaning of the code.</summary>
    public SemanticModel Model { get; }

    /// <summary>The verdict on a call of <paramref name="method"/>, of an instance that is created for it if it is not static.</summary>
    public HarmlessVerdict OfMethod(IMethodSymbol method)
    {
        var unknown = method.Parameters.FirstOrDefault(parameter => parameter.Type.TypeKind == TypeKind.Delegate);
        return unknown is not null
            ? new HarmlessVerdict($"calls the function that it gets as '{unknown.Name}', which may do anything", [])
            : Of([.. _own.Declarations(method), .. method.IsStatic ? _own.StaticUse(method.ContainingType)
                : _own.InstanceUse(method.ContainingType)]);
    }

    /// <summary>The verdict on every use of <paramref name="type"/>, its static methods included.</summary>
    public HarmlessVerdict OfType(INamedTypeSymbol type) => Of(_own.EveryUse(type));

    /// <summary>The verdict on a run of the program of top-level statements.</summary>
    public HarmlessVerdict OfProgram() => Of(_own.GlobalStatements());

    /// <summary>The verdict on all that code of other bots can reach in <paramref name="types"/>.</summary>
    public HarmlessVerdict OfPublic(IEnumerable<INamedTypeSymbol> types) => Of(types.SelectMany(_own.PublicUse));

    private HarmlessVerdict Of(IEnumerable<SyntaxNode> roots)
    {
        if (_own.IsConditional)
        {
            return new HarmlessVerdict("its code has '#if', so that what is compiled is not known", []);
        }

        var seen = new HashSet<SyntaxNode>();
        var used = new SortedSet<string>(StringComparer.Ordinal);
        var open = new Queue<SyntaxNode>(roots.Concat(_own.AlwaysReached()).Where(seen.Add));
        while (open.TryDequeue(out var node))
        {
            var found = Scan(node);
            if (found.Obstacle is not null)
            {
                return new HarmlessVerdict(found.Obstacle, [.. used]);
            }

            used.UnionWith(found.UsedDependencies);
            foreach (var next in found.Reached.Where(seen.Add))
            {
                open.Enqueue(next);
            }
        }

        return new HarmlessVerdict(null, [.. used]);
    }

    private ScannedNode Scan(SyntaxNode node) =>
        _scanned.TryGetValue(node, out var known) ? known : _scanned[node] = _scan.Scan(node);
}
