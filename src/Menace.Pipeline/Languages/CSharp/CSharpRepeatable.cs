using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>
/// Finds methods of which another call with the same arguments could end in another way: by time, chance, machine, or what an earlier call
/// left behind. Only names are compared, so that one too many is found rather than one too few.
/// </summary>
internal sealed class CSharpRepeatable
{
    private static readonly HashSet<string> Varying = new(StringComparer.Ordinal)
    {
        "Now", "UtcNow", "Today", "Random", "Shared", "RandomNumberGenerator", "NewGuid", "CreateVersion7", "TickCount", "TickCount64",
        "Stopwatch", "TimeProvider", "GetTimestamp", "Environment", "TimeZoneInfo", "Local", "ToLocalTime", "ToUniversalTime",
        "GetHashCode", "HashCode", "CurrentCulture", "CurrentUICulture", "CurrentInfo", "Thread", "ThreadPool", "Parallel", "ReadLine",
    };

    private static readonly HashSet<string> Changing = new(StringComparer.Ordinal)
    {
        "Add", "AddRange", "AddFirst", "AddLast", "AddOrUpdate", "Append", "AppendLine", "Clear", "Dequeue", "Enqueue", "ExceptWith",
        "GetOrAdd", "Insert", "IntersectWith", "Pop", "Push", "Remove", "RemoveAll", "RemoveAt", "Reverse", "SetValue", "Sort", "TryAdd",
        "TryDequeue", "TryPop", "TryRemove", "TryUpdate", "UnionWith",
    };

    private readonly ILookup<string, MemberDeclarationSyntax> _members;
    private readonly Dictionary<SyntaxNode, HashSet<string>> _names = [];
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);

    /// <summary>Reads <paramref name="root"/>.</summary>
    public CSharpRepeatable(CompilationUnitSyntax root)
    {
        _members = root.DescendantNodes().OfType<MemberDeclarationSyntax>()
            .SelectMany(member => NamesOf(member).Select(name => (name, member)))
            .ToLookup(one => one.name, one => one.member, StringComparer.Ordinal);
        foreach (var node in root.DescendantNodes())
        {
            _changed.UnionWith(node switch
            {
                FieldDeclarationSyntax field when IsStaticVariable(field.Modifiers) =>
                    field.Declaration.Variables.Select(variable => variable.Identifier.ValueText),
                PropertyDeclarationSyntax property when property.Modifiers.Any(SyntaxKind.StaticKeyword)
                    && property.AccessorList?.Accessors.Any(accessor => accessor.IsKind(SyntaxKind.SetAccessorDeclaration)) == true =>
                    [property.Identifier.ValueText],
                AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax element } => NamesIn(element.Expression),
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called }
                    when Changing.Contains(called.Name.Identifier.ValueText) => NamesIn(called.Expression),
                _ => [],
            });
        }

        // A local variable or a parameter that is changed has no member of its name.
        _changed.RemoveWhere(name => !_members[name].Any(member => member is BaseFieldDeclarationSyntax or PropertyDeclarationSyntax));
    }

    /// <summary>True if nothing that <paramref name="method"/> may reach varies.</summary>
    public bool Is(MethodDeclarationSyntax method)
    {
        HashSet<SyntaxNode> seen = [method];
        Queue<SyntaxNode> open = new(seen);
        while (open.TryDequeue(out var member))
        {
            foreach (var name in Names(member))
            {
                if (Varying.Contains(name) || _changed.Contains(name))
                {
                    return false;
                }

                foreach (var used in _members[name].Where(seen.Add))
                {
                    open.Enqueue(used);
                }
            }
        }

        return true;
    }

    private HashSet<string> Names(SyntaxNode member) => _names.TryGetValue(member, out var known) ? known
        : _names[member] = NamesIn(member).ToHashSet(StringComparer.Ordinal);

    private static bool IsStaticVariable(SyntaxTokenList modifiers) =>
        modifiers.Any(SyntaxKind.StaticKeyword) && !modifiers.Any(SyntaxKind.ReadOnlyKeyword);

    private static IEnumerable<string> NamesIn(SyntaxNode node) =>
        node.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Select(name => name.Identifier.ValueText);

    private static IEnumerable<string> NamesOf(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => [method.Identifier.ValueText],
        PropertyDeclarationSyntax property => [property.Identifier.ValueText],
        BaseTypeDeclarationSyntax type => [type.Identifier.ValueText],
        BaseFieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Identifier.ValueText),
        _ => [],
    };
}
