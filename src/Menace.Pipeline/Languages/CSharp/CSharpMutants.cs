using Menace.Pipeline.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Finds small changes of functions that a good test notices. Whether they compile shows when they are compiled.</summary>
/// <param name="model">The meaning of the file.</param>
/// <param name="draft">The file.</param>
internal sealed class CSharpMutants(SemanticModel model, CodeDraft draft)
{
    private static readonly Dictionary<SyntaxKind, string> Comparisons = new()
    {
        [SyntaxKind.LessThanToken] = ">=",
        [SyntaxKind.LessThanEqualsToken] = ">",
        [SyntaxKind.GreaterThanToken] = "<=",
        [SyntaxKind.GreaterThanEqualsToken] = "<",
        [SyntaxKind.EqualsEqualsToken] = "!=",
        [SyntaxKind.ExclamationEqualsToken] = "==",
    };

    private static readonly Dictionary<SyntaxKind, string> Operations = new()
    {
        [SyntaxKind.PlusToken] = "-",
        [SyntaxKind.MinusToken] = "+",
        [SyntaxKind.AsteriskToken] = "/",
        [SyntaxKind.SlashToken] = "*",
        [SyntaxKind.PercentToken] = "*",
    };

    /// <summary>The mutants of <paramref name="function"/>; none if it is no method, or if several have its name.</summary>
    public IReadOnlyList<Mutant> Of(string function)
    {
        var methods = draft.Root.DescendantNodes().OfType<MethodDeclarationSyntax>()
            .Where(method => method.Identifier.ValueText == function).Take(2).ToList();
        if (methods is not [var method] || ((SyntaxNode?)method.Body ?? method.ExpressionBody) is not { } body)
        {
            return [];
        }

        var found = new MutantList(function);
        if (draft.IsBody)
        {
            AddStatements(method.Body!, found);
        }
        else
        {
            AddBody(method, body, found);
        }

        foreach (var node in body.DescendantNodesAndSelf(IsEntered).Where(IsNotOfLoop))
        {
            AddNode(node, found);
        }

        return found.Chosen();
    }

    /// <summary>A changed loop may not end; what is nested is a function of its own.</summary>
    private static bool IsEntered(SyntaxNode node) => node is not (WhileStatementSyntax or DoStatementSyntax
        or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or BaseTypeDeclarationSyntax);

    private static bool IsNotOfLoop(SyntaxNode node) => !node.Ancestors().OfType<ForStatementSyntax>().Any(loop =>
        loop.Condition?.Span.Contains(node.Span) == true || loop.Incrementors.Any(part => part.Span.Contains(node.Span)));

    private void AddStatements(BlockSyntax body, MutantList found)
    {
        if (body.Statements.Count > 0 && !CSharpBody.Own<YieldStatementSyntax>(body).Any() && !body.Statements.All(IsIdle))
        {
            var hasValue = CSharpBody.Own<ReturnStatementSyntax>(body).Any(statement => statement.Expression is not null);
            found.Add(
                MutantKind.Body, draft.ToCode(body.Statements[0].SpanStart), draft.ToCode(body.Statements[^1].Span.End),
                hasValue ? "return null;" : ";", Empty(hasValue));
        }
    }

    private void AddBody(MethodDeclarationSyntax method, SyntaxNode body, MutantList found)
    {
        var isIdle = body is BlockSyntax block ? block.Statements.All(IsIdle) : IsNothing(((ArrowExpressionClauseSyntax)body).Expression);
        if (model.GetDeclaredSymbol(method) is { } symbol && !isIdle && !symbol.ReturnsByRef && !symbol.ReturnsByRefReadonly
            && symbol.Parameters.All(parameter => parameter.RefKind != RefKind.Out))
        {
            var isIterator = CSharpBody.Own<YieldStatementSyntax>(body).Any();
            var result = isIterator ? "yield break;" : Result(symbol);
            var end = method.Body is null ? method.SemicolonToken.Span.End : body.Span.End;
            found.Add(MutantKind.Body, draft.ToCode(body.SpanStart), draft.ToCode(end), $"{{ {result} }}",
                isIterator ? "it yields nothing"
                    : Empty(result.Length > 0 && !result.EndsWith("CompletedTask;", StringComparison.Ordinal)));
        }
    }

    private static string Empty(bool hasValue) => hasValue ? "it returns its default value at once" : "it does nothing";

    /// <summary>The statement that ends a call of <paramref name="method"/> with a default value; empty if there is none.</summary>
    private static string Result(IMethodSymbol method)
    {
        const string Tasks = "global::System.Threading.Tasks.";
        var type = method.ReturnType as INamedTypeSymbol;
        var isTask = type is { Name: "Task", ContainingNamespace.Name: "Tasks" };
        var isValueTask = type is { Name: "ValueTask", ContainingNamespace.Name: "Tasks" };
        return (method.ReturnsVoid, method.IsAsync && (isTask || isValueTask), type is { IsGenericType: true }, isTask) switch
        {
            (true, _, _, _) or (_, true, false, _) => "",
            (_, false, false, true) => $"return {Tasks}Task.CompletedTask;",
            (_, false, true, true) => $"return {Tasks}Task.FromResult<{Name(type!.TypeArguments[0])}>(default!);",
            _ => "return default!;",
        };
    }

    private static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    private static bool IsIdle(StatementSyntax statement) => statement is EmptyStatementSyntax
        || (statement is ReturnStatementSyntax returned && (returned.Expression is null || IsNothing(returned.Expression)));

    private static bool IsNothing(ExpressionSyntax expression) =>
        expression.IsKind(SyntaxKind.SuppressNullableWarningExpression) ? IsNothing(((PostfixUnaryExpressionSyntax)expression).Operand)
            : expression.IsKind(SyntaxKind.NullLiteralExpression) || expression.IsKind(SyntaxKind.DefaultLiteralExpression)
                || expression.IsKind(SyntaxKind.DefaultExpression);

    private void AddNode(SyntaxNode node, MutantList found)
    {
        switch (node)
        {
            case ReturnStatementSyntax { Expression: { } value }:
                AddReturned(value, found);
                break;
            case ArrowExpressionClauseSyntax { Expression: var value }:
                AddReturned(value, found);
                break;
            case BinaryExpressionSyntax binary when Comparisons.TryGetValue(binary.OperatorToken.Kind(), out var opposite):
                AddOperator(MutantKind.Comparison, binary, opposite, found);
                break;
            case BinaryExpressionSyntax binary when Operations.TryGetValue(binary.OperatorToken.Kind(), out var other) && IsNumber(binary):
                AddOperator(MutantKind.Arithmetic, binary, other, found);
                break;
            case IfStatementSyntax { Condition: var condition }:
                AddNegation(condition, found);
                break;
            case ConditionalExpressionSyntax { Condition: var condition }:
                AddNegation(condition, found);
                break;
        }
    }

    private void AddReturned(ExpressionSyntax value, MutantList found)
    {
        var text = InShort(value);
        switch (model.GetTypeInfo(value).Type?.SpecialType)
        {
            case SpecialType.System_Boolean when !IsComparison(value):
                Replace(MutantKind.ReturnValue, value, $"!({value})", $"it returns the opposite of '{text}'", found);
                break;
            case SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Double or SpecialType.System_Single
                or SpecialType.System_Decimal:
                Replace(MutantKind.ReturnValue, value, $"({value}) + 1", $"it returns one more than '{text}'", found);
                break;
            case SpecialType.System_String when value is not LiteralExpressionSyntax { Token.ValueText: "" }:
                Replace(MutantKind.ReturnValue, value, "\"\"", $"it returns an empty text instead of '{text}'", found);
                break;
        }
    }

    private void AddNegation(ExpressionSyntax condition, MutantList found)
    {
        if (!IsComparison(condition))
        {
            Replace(MutantKind.Condition, condition, $"!({condition})", $"'{InShort(condition)}' is negated", found);
        }
    }

    private void AddOperator(MutantKind kind, BinaryExpressionSyntax binary, string text, MutantList found) => found.Add(
        kind, draft.ToCode(binary.OperatorToken.SpanStart), draft.ToCode(binary.OperatorToken.Span.End), text,
        $"'{binary.OperatorToken.Text}' is '{text}'");

    private void Replace(MutantKind kind, SyntaxNode node, string text, string description, MutantList found) =>
        found.Add(kind, draft.ToCode(node.SpanStart), draft.ToCode(node.Span.End), text, description);

    private static bool IsComparison(ExpressionSyntax expression) =>
        expression is BinaryExpressionSyntax binary && Comparisons.ContainsKey(binary.OperatorToken.Kind());

    /// <summary>True for predefined numbers; <c>+</c> also joins texts.</summary>
    private bool IsNumber(ExpressionSyntax expression) =>
        model.GetTypeInfo(expression).Type?.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double;

    private static string InShort(SyntaxNode node)
    {
        var text = string.Join(' ', node.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= 40 ? text : text[..39] + "…";
    }
}
