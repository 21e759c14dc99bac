using Menace.Model.Json;
using Menace.Model.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>A function that examples call, with what fits its parameters and its result.</summary>
/// <param name="function">The function.</param>
/// <param name="method">Its declaration.</param>
internal sealed class CSharpDocCall(CSharpFunction function, IMethodSymbol method)
{
    private static readonly string[] Collections =
        ["List", "IList", "IReadOnlyList", "IEnumerable", "ICollection", "IReadOnlyCollection", "ImmutableArray", "ImmutableList"];

    /// <summary>Gets whether a call of it is awaited.</summary>
    public bool IsAwaited => function.IsAwaited;

    private ITypeSymbol ResultType =>
        function.IsAwaited && method.ReturnType is INamedTypeSymbol { TypeArguments: [var result] } ? result : method.ReturnType;

    /// <summary>True if code may name <paramref name="type"/> before the function: its type, with or without namespace.</summary>
    public bool IsIn(string? type) => type is null || method.ContainingType.Name == type
        || CSharpTypes.FullName(method.ContainingType).EndsWith("." + type, StringComparison.Ordinal)
        || CSharpTypes.FullName(method.ContainingType) == type;

    /// <summary>Gets whether a value can stand before its name, as in <c>"A b".Slug()</c>.</summary>
    public bool IsExtension => method.IsExtensionMethod;

    /// <summary>The arguments in the order of the parameters, or null if one is no literal or does not fit.</summary>
    /// <param name="list">The arguments.</param>
    /// <param name="receiver">The value before the name of an extension method, or null.</param>
    public IReadOnlyList<JsonValue>? Arguments(ArgumentListSyntax list, ExpressionSyntax? receiver)
    {
        List<JsonValue> values = [];
        foreach (var argument in receiver is null ? list.Arguments : list.Arguments.Insert(0, SyntaxFactory.Argument(receiver)))
        {
            var parameter = function.Parameters.ElementAtOrDefault(Math.Min(values.Count, function.Parameters.Count - 1));
            var isNext = argument.NameColon is not { Name.Identifier.ValueText: var name }
                || (parameter?.Name == name && !parameter.IsParams);
            if (parameter is not { Obstacle: null } || !isNext
                || !argument.RefKindKeyword.IsKind(SyntaxKind.None)
                || CSharpDocValue.Of(argument.Expression) is not { } value
                || !Fits(value, parameter.Element ?? parameter.Type, parameter.IsParams ? null
                    : method.Parameters[values.Count < method.Parameters.Length ? values.Count : ^1].Type))
            {
                return null;
            }

            values.Add(value);
        }

        var isInRange = values.Count >= function.RequiredArguments
            && (values.Count <= function.Parameters.Count || function.Parameters is [.., { IsParams: true }]);
        return isInRange ? values : null;
    }

    /// <summary>The example, or null if the function cannot return <paramref name="value"/>.</summary>
    public TaskExample? Returns(IReadOnlyList<JsonValue> arguments, JsonValue value) =>
        !function.Return.IsVoid && function.Return.ResultObstacle is null && value.Kind != JsonKind.Null
            && Fits(value, function.Return, ResultType)
            ? new() { Function = function.Name, Args = arguments, Returns = value } : null;

    /// <summary>The example of a call that throws.</summary>
    public TaskExample Raises(IReadOnlyList<JsonValue> arguments, string exception) =>
        new() { Function = function.Name, Args = arguments, Raises = exception[(exception.LastIndexOf('.') + 1)..] };

    /// <summary>The example of a call that only prints, or null if the function returns something or prints nothing.</summary>
    public TaskExample? Prints(IReadOnlyList<JsonValue> arguments, string text) => function.Return.IsVoid && text.Length > 0
        ? new() { Function = function.Name, Args = arguments, Prints = text } : null;

    private static bool Fits(JsonValue value, CSharpType type, ITypeSymbol? symbol) => value.Kind == JsonKind.Array
        ? symbol is not null && ElementOf(symbol) is { } element
            && value.Items.All(item => Fits(item, CSharpTypes.Describe(element), element))
        : CSharpLiterals.Literal(value, type) is not null;

    private static ITypeSymbol? ElementOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => array.ElementType,
        INamedTypeSymbol { TypeArguments: [var element] } named when Collections.Contains(named.Name)
            && named.ContainingNamespace.ToDisplayString() is "System.Collections.Generic" or "System.Collections.Immutable" => element,
        _ => null,
    };
}
