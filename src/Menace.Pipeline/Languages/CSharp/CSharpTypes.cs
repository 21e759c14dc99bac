using Microsoft.CodeAnalysis;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Turns bound types into what generated code needs of them.</summary>
internal static class CSharpTypes
{
    /// <summary>A type as code with the right using directives writes it.</summary>
    public static readonly SymbolDisplayFormat AsWritten = SymbolDisplayFormat.MinimallyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat WithNullable = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat WithoutGlobal = SymbolDisplayFormat.FullyQualifiedFormat
        .WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted);

    /// <summary>Types of the framework that System.Text.Json reads, besides the predefined ones and arrays.</summary>
    private static readonly HashSet<string> Readable = new(StringComparer.Ordinal)
    {
        "System.DateTimeOffset", "System.TimeSpan", "System.DateOnly", "System.TimeOnly", "System.Guid", "System.Uri", "System.Version",
        "System.Half", "System.Int128", "System.UInt128", "System.Memory", "System.ReadOnlyMemory", "System.ValueTuple",
        "System.Text.Json.JsonElement", "System.Text.Json.JsonDocument", "System.Text.Json.Nodes.JsonNode",
        "System.Text.Json.Nodes.JsonArray", "System.Text.Json.Nodes.JsonObject", "System.Text.Json.Nodes.JsonValue",
        "System.Collections.Generic.List", "System.Collections.Generic.HashSet", "System.Collections.Generic.SortedSet",
        "System.Collections.Generic.Queue", "System.Collections.Generic.Stack", "System.Collections.Generic.LinkedList",
        "System.Collections.Generic.Dictionary", "System.Collections.Generic.SortedDictionary", "System.Collections.Generic.KeyValuePair",
        "System.Collections.Generic.IDictionary", "System.Collections.Generic.IReadOnlyDictionary",
        "System.Collections.Generic.ISet", "System.Collections.Generic.IReadOnlySet",
        "System.Collections.Immutable.ImmutableArray", "System.Collections.Immutable.ImmutableList",
        "System.Collections.Immutable.ImmutableHashSet", "System.Collections.Immutable.ImmutableDictionary",
    };

    /// <summary>What generated code needs of <paramref name="type"/>.</summary>
    public static CSharpType Describe(ITypeSymbol type)
    {
        var inner = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0] : type;
        return new CSharpType(
            type.ToDisplayString(WithNullable),
            inner.SpecialType,
            !ReferenceEquals(inner, type) || (type.IsReferenceType && type.NullableAnnotation != NullableAnnotation.NotAnnotated))
        {
            TypeOf = TypeOf(type),
            ArgumentObstacle = ArgumentObstacle(type, depth: 0),
            ResultObstacle = ResultObstacle(type),
        };
    }

    /// <summary>Full name of a type without <c>global::</c>.</summary>
    public static string FullName(ITypeSymbol type) => type.ToDisplayString(WithoutGlobal);

    /// <summary>The operand of <c>typeof</c>, or null if a test could not name the type.</summary>
    public static string? TypeOf(ITypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Dynamic } => "object",
        { TypeKind: TypeKind.Error or TypeKind.TypeParameter or TypeKind.Pointer or TypeKind.FunctionPointer } => null,
        IArrayTypeSymbol array => TypeOf(array.ElementType) is null ? null : type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
        INamedTypeSymbol { TypeArguments: var arguments } when arguments.Any(
            a => TypeOf(a) is null || a.TypeKind == TypeKind.Dynamic) => null,
        _ => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
    };

    private static string? ArgumentObstacle(ITypeSymbol type, int depth)
    {
        if (ResultObstacle(type) is { } obstacle)
        {
            return obstacle;
        }

        if (type is IArrayTypeSymbol array)
        {
            return ArgumentObstacle(array.ElementType, depth + 1);
        }

        if (type is not INamedTypeSymbol named || type.TypeKind is TypeKind.Enum || IsPredefined(type.SpecialType))
        {
            return null;
        }

        var isKnown = named.OriginalDefinition.SpecialType is
            SpecialType.System_Nullable_T or SpecialType.System_Collections_Generic_IEnumerable_T
                or SpecialType.System_Collections_Generic_ICollection_T
            or SpecialType.System_Collections_Generic_IList_T or SpecialType.System_Collections_Generic_IReadOnlyList_T
            or SpecialType.System_Collections_Generic_IReadOnlyCollection_T
            || Readable.Contains(named.ContainingNamespace.ToDisplayString() + "." + named.Name);
        var isOwn = named.Locations.Any(l => l.IsInSource);
        return !isKnown && !isOwn ? $"a {FullName(type)}, which JSON cannot carry"
            : isOwn && (named.IsAbstract || named.TypeKind == TypeKind.Interface) ? $"a {FullName(type)}, which is abstract"
            : depth > 8 ? null
            : named.TypeArguments.Select(argument => ArgumentObstacle(argument, depth + 1)).FirstOrDefault(o => o is not null);
    }

    private static string? ResultObstacle(ITypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Error } => $"a {type.Name}, which the bot does not define",
        { TypeKind: TypeKind.Pointer or TypeKind.FunctionPointer } => "a pointer",
        { TypeKind: TypeKind.Delegate } or { SpecialType: SpecialType.System_Delegate or SpecialType.System_MulticastDelegate } =>
            "a delegate",
        { TypeKind: TypeKind.TypeParameter } => "of a generic type",
        { IsRefLikeType: true } => $"a {type.Name}, which lives on the stack only",
        IArrayTypeSymbol { Rank: > 1 } => "an array of more than one dimension",
        _ when HasBase(type, "System.IO.Stream") || HasBase(type, "System.IO.TextReader") || HasBase(type, "System.IO.TextWriter") =>
            $"a {type.Name}",
        _ when HasBase(type, "System.Type") => "a Type",
        _ => null,
    };

    private static bool HasBase(ITypeSymbol type, string name)
    {
        for (var current = type; current is not null && current.SpecialType == SpecialType.None; current = current.BaseType)
        {
            if (FullName(current) == name)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPredefined(SpecialType type) =>
        type is >= SpecialType.System_Boolean and <= SpecialType.System_String or SpecialType.System_Object or SpecialType.System_DateTime;
}
