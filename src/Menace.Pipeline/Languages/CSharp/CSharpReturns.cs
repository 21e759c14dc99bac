using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>What plain statements return, as the function that they become declares it.</summary>
/// <param name="Text">The declared type, as the main file writes it.</param>
/// <param name="TypeOf">The declared type as an operand of <c>typeof</c>, or null.</param>
/// <param name="Result">The type of the result, without <c>Task</c>.</param>
/// <param name="IsStream">True if the statements yield.</param>
internal sealed record CSharpReturns(string Text, string? TypeOf, CSharpType Result, bool IsStream)
{
    private const string Unknown = "object?";

    /// <summary>The return type of <paramref name="method"/>, which was bound with its draft type.</summary>
    public static CSharpReturns Of(SemanticModel model, MethodDeclarationSyntax method)
    {
        var body = method.Body!;
        var isAsync = method.Modifiers.Any(SyntaxKind.AsyncKeyword);
        var yielded = CSharpBody.Yields(body).Select(y => y.Expression!).ToList();
        var returned = CSharpBody.Own<ReturnStatementSyntax>(body).Select(r => r.Expression).OfType<ExpressionSyntax>().ToList();
        if (yielded.Count == 0 && returned.Count == 0)
        {
            return new CSharpReturns(
                CSharpBody.DeclaredType(null, isAsync, false), CSharpBody.DeclaredType(null, isAsync, false, isQualified: true),
                CSharpType.Void, false);
        }

        var isStream = yielded.Count > 0;
        var (type, isNullable) = CommonType(model, isStream ? yielded : returned);
        var symbol = type is { IsReferenceType: true }
            ? type.WithNullableAnnotation(isNullable ? NullableAnnotation.Annotated : NullableAnnotation.NotAnnotated) : type;
        var text = symbol?.ToMinimalDisplayString(model, method.SpanStart, CSharpTypes.AsWritten) ?? Unknown;
        var result = symbol is null ? CSharpType.Object : CSharpTypes.Describe(symbol);
        if (isNullable && type is { IsValueType: true })
        {
            text += "?";
            result = result with { Name = result.Name + "?", TypeOf = result.TypeOf + "?", AllowsNull = true };
        }

        var declared = CSharpBody.DeclaredType(result.TypeOf, isAsync, isStream, isQualified: true);
        return new CSharpReturns(
            CSharpBody.DeclaredType(text, isAsync, isStream),
            result.TypeOf is null ? null : declared,
            isStream ? new CSharpType(declared, SpecialType.None, false) : result,
            isStream);
    }

    /// <summary>
    /// The one type among those of <paramref name="expressions"/> that all the others convert to, or null (then <c>object?</c>).
    /// </summary>
    private static (ITypeSymbol? Type, bool IsNullable) CommonType(SemanticModel model, IReadOnlyList<ExpressionSyntax> expressions)
    {
        var types = expressions.Select(e => model.GetTypeInfo(e)).ToList();
        var named = types.Select(t => t.Type).OfType<ITypeSymbol>().Distinct<ITypeSymbol>(SymbolEqualityComparer.Default).ToList();
        if (named.Any(t => t.TypeKind == TypeKind.Error || t.SpecialType == SpecialType.System_Void || !t.CanBeReferencedByName
            && t is not IArrayTypeSymbol && !t.IsTupleType || HoldsAnonymous(t)))
        {
            return (null, true);
        }

        var common = named.FirstOrDefault(candidate => expressions.All(e => model.GetTypeInfo(e).Type is null
            ? e.IsKind(SyntaxKind.NullLiteralExpression) || e.IsKind(SyntaxKind.DefaultLiteralExpression)
            : model.ClassifyConversion(e, candidate) is { Exists: true, IsImplicit: true, IsUserDefined: false }));
        var isNullable = types.Any(t => t.Type is null || t.Nullability.FlowState == NullableFlowState.MaybeNull)
            && common is not INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T };
        return (common, isNullable);
    }

    private static bool HoldsAnonymous(ITypeSymbol type) => type switch
    {
        { IsAnonymousType: true } => true,
        IArrayTypeSymbol array => HoldsAnonymous(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.Any(a => HoldsAnonymous(a) || a.TypeKind == TypeKind.Error),
        _ => false,
    };
}
