using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>What a piece of code does itself.</summary>
/// <param name="Obstacle">The first thing in it that is not harmless, or null.</param>
/// <param name="Reached">Pieces of the bot's code that it reaches.</param>
/// <param name="UsedDependencies">Identifiers of the dependencies that it uses.</param>
internal sealed record ScannedNode(string? Obstacle, IReadOnlyCollection<SyntaxNode> Reached, IReadOnlyCollection<string> UsedDependencies);

/// <summary>Reads one piece of code for <see cref="CSharpProof"/>.</summary>
/// <param name="model">The bound code.</param>
/// <param name="own">The bot's own code.</param>
/// <param name="dependencies">Identifiers of the bot's dependencies.</param>
internal sealed class CSharpProofScan(SemanticModel model, CSharpOwnCode own, IReadOnlyCollection<string> dependencies)
{
    /// <summary>The finding about <paramref name="node"/>, without what it reaches.</summary>
    public ScannedNode Scan(SyntaxNode node)
    {
        var reached = new HashSet<SyntaxNode>();
        var used = new HashSet<string>(StringComparer.Ordinal);
        var visitor = new Visitor(model, own, dependencies, reached, used);
        var obstacle = node.DescendantNodesAndSelf(IsRead).Select(visitor.Visit).FirstOrDefault(found => found is not null);
        return new ScannedNode(obstacle, reached, used);
    }

    /// <summary>False for what does not run: attributes, constraints, <c>nameof</c>, and types of their own.</summary>
    private static bool IsRead(SyntaxNode node) =>
        node is not (AttributeListSyntax or TypeParameterConstraintClauseSyntax or BaseTypeDeclarationSyntax) && !IsNameOf(node);

    private static bool IsNameOf(SyntaxNode node) =>
        node is InvocationExpressionSyntax
        {
            Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" },
            ArgumentList.Arguments.Count: 1
        };

    private sealed class Visitor(
        SemanticModel model, CSharpOwnCode own, IReadOnlyCollection<string> dependencies, HashSet<SyntaxNode> reached, HashSet<string> used)
    {
        private const string NotProved = "which reading cannot prove harmless";

        private readonly CSharpAwaiting _waits = new(model, own);
        private readonly HashSet<ITypeSymbol> _types = new(SymbolEqualityComparer.Default);

        /// <summary>Why <paramref name="node"/> is not harmless, or null.</summary>
        public string? Visit(SyntaxNode node) => node switch
        {
            _ when IsNameOf(node) => null,
            UnsafeStatementSyntax or PointerTypeSyntax or FunctionPointerTypeSyntax
                or MakeRefExpressionSyntax or RefValueExpressionSyntax or RefTypeExpressionSyntax =>
                "contains unsafe code, " + NotProved,
            _ when node.IsKind(SyntaxKind.ExtensionBlockDeclaration) => "the code has an extension block, which reading does not follow",
            AttributeListSyntax list => list.Attributes.Select(Attribute).FirstOrDefault(found => found is not null),
            TypeParameterConstraintClauseSyntax => null,
            InvocationExpressionSyntax call when _waits.Forgets(call) => $"does not wait for '{Shortened(call)}'",
            BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax => Declared(node),
            PropertyDeclarationSyntax property when property.Modifiers.Any(SyntaxKind.PartialKeyword) => Generated(property),
            WhileStatementSyntax { Condition: LiteralExpressionSyntax } or DoStatementSyntax { Condition: LiteralExpressionSyntax }
                or ForStatementSyntax { Condition: null }
                when IsEndless(node) => "contains a loop without an end",
            ExpressionStatementSyntax { Expression: var expression } => NotAwaited(expression),
            AnonymousFunctionExpressionSyntax function => Anonymous(function) ?? Expression(function),
            SimpleNameSyntax name => Name(name),
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Right: var right } assignment =>
                NotAwaited(right) ?? Expression(assignment),
            TypeSyntax type => Type(model.GetTypeInfo(type).Type),
            ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax => Used(model.GetSymbolInfo(node).Symbol, node),
            ExpressionSyntax expression => Expression(expression),
            _ => null,
        };

        private string? Declared(SyntaxNode node)
        {
            if (model.GetDeclaredSymbol(node) is not IMethodSymbol method)
            {
                return null;
            }

            return method.IsExtern ? $"'{method.Name}' is native code, {NotProved}"
                : method.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "AsyncMethodBuilderAttribute")
                    ? $"'{method.Name}' has an async method builder, {NotProved}"
                : method is { IsAsync: true, ReturnsVoid: true } ? $"'{method.Name}' is 'async void', so nothing waits for its end"
                : IsWithoutBody(node, method) ? $"'{method.Name}' has no body that could be read"
                : null;
        }

        /// <summary>A partial method whose body a generator writes; that of a regular expression is known.</summary>
        private static bool IsWithoutBody(SyntaxNode node, IMethodSymbol method) =>
            node is MethodDeclarationSyntax { Body: null, ExpressionBody: null }
                && method is { IsAbstract: false, PartialImplementationPart: null }
            && !IsGeneratedRegex(method);

        private string? Generated(PropertyDeclarationSyntax syntax) =>
            model.GetDeclaredSymbol(syntax) is IPropertySymbol { IsPartialDefinition: true, PartialImplementationPart: null } property
                && !IsGeneratedRegex(property)
                ? $"'{property.Name}' has no body that could be read"
                : null;

        private static bool IsGeneratedRegex(ISymbol symbol) =>
            symbol.GetAttributes().Any(
                attribute => attribute.AttributeClass is { Name: "GeneratedRegexAttribute", ContainingNamespace: var space }
                && space.ToDisplayString() == "System.Text.RegularExpressions");

        /// <summary>A sequence is not read to its end.</summary>
        private static bool IsEndless(SyntaxNode loop) =>
            !loop.DescendantNodes().Any(node => node is BreakStatementSyntax or ReturnStatementSyntax or ThrowStatementSyntax
                or ThrowExpressionSyntax or GotoStatementSyntax or YieldStatementSyntax);

        private string? NotAwaited(ExpressionSyntax expression) =>
            _waits.IsTask(expression) && expression is not AssignmentExpressionSyntax ? $"does not wait for '{Shortened(expression)}'"
                : null;

        /// <summary>Some attributes change what runs, or how memory is read; own ones are code of the bot.</summary>
        private string? Attribute(AttributeSyntax attribute) =>
            model.GetTypeInfo(attribute).Type is { TypeKind: not TypeKind.Error } type && own.Owns(type) ? Type(type)
            : CSharpHarmlessNames.Attributes.Contains(Plain(attribute.Name)) ? null
            : $"has the attribute '{attribute.Name}', {NotProved}";

        private static string Plain(NameSyntax name)
        {
            var text = name is QualifiedNameSyntax qualified ? qualified.Right.Identifier.ValueText
                : ((name as SimpleNameSyntax)?.Identifier.ValueText ?? "");
            return text.EndsWith("Attribute", StringComparison.Ordinal) ? text[..^"Attribute".Length] : text;
        }

        private string? Anonymous(AnonymousFunctionExpressionSyntax function) =>
            model.GetSymbolInfo(function).Symbol is not IMethodSymbol { ReturnsVoid: true } method
                ? function.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword) && !_waits.IsWaitedFor(function)
                    ? $"does not wait for '{Shortened(function)}'" : null
            : method.IsAsync ? "has an 'async void' lambda, so nothing waits for its end"
            : function.ExpressionBody is { } body ? NotAwaited(body)
            : null;

        private string? Name(SimpleNameSyntax name)
        {
            if (name.IsVar)
            {
                return null;
            }

            var text = name.Identifier.ValueText;
            var isDependency = dependencies.Contains(text, StringComparer.Ordinal);
            if (isDependency)
            {
                used.Add(text);
            }

            var info = model.GetSymbolInfo(name);
            IReadOnlyList<ISymbol> symbols = info.Symbol is { } symbol ? [symbol] : info.CandidateSymbols;
            if (symbols.Count == 0)
            {
                return isDependency || IsOfDependency(name) || name is IdentifierNameSyntax { Identifier.ValueText: "_" }
                    ? null
                    : $"uses '{text}', which reading cannot resolve";
            }

            return symbols.Select(found => Used(found, name)).FirstOrDefault(found => found is not null)
                ?? (IsValue(symbols[0]) ? TypesOf(name) : null);
        }

        private string? Expression(ExpressionSyntax expression)
        {
            var symbol = model.GetSymbolInfo(expression).Symbol;
            return (symbol is IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol ? Used(symbol, expression) : null)
                ?? (symbol is null || IsValue(symbol) ? TypesOf(expression) : null);
        }

        private string? TypesOf(ExpressionSyntax expression)
        {
            var info = model.GetTypeInfo(expression);
            var conversion = model.GetConversion(expression);
            return Type(info.Type) ?? Type(info.ConvertedType) ?? (conversion.MethodSymbol is { } method ? Used(method, expression) : null);
        }

        private string? Used(ISymbol? symbol, SyntaxNode node)
        {
            switch (symbol)
            {
                case null or INamespaceSymbol or ILocalSymbol or IParameterSymbol or IRangeVariableSymbol
                    or ILabelSymbol or IDiscardSymbol or IPreprocessingSymbol:
                    return null;
                case IAliasSymbol alias:
                    return Used(alias.Target, node);
                case ITypeSymbol type when IsQualifier(node):
                    return StaticUse(type);
                case ITypeSymbol type:
                    NamesFramework(type);
                    return Type(type);
                case IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction or MethodKind.BuiltinOperator }:
                    return null;
                default:
                    return Member(symbol is IMethodSymbol { ReducedFrom: { } extension } ? extension
                        : symbol.OriginalDefinition, symbol, node);
            }
        }

        private string? Member(ISymbol member, ISymbol used, SyntaxNode node)
        {
            if (member.ContainingType is null or { TypeKind: TypeKind.Error })
            {
                return null;
            }

            if (used is IMethodSymbol { TypeArguments: { Length: > 0 } arguments } && FirstOf(arguments) is { } argument)
            {
                return argument;
            }

            if (used.ContainingType?.IsAnonymousType == true || used.ContainingType?.IsTupleType == true)
            {
                return null;
            }

            if (own.Owns(member.OriginalDefinition) || own.Owns(member.ContainingType.OriginalDefinition))
            {
                reached.UnionWith(own.Declarations(member.OriginalDefinition));
                reached.UnionWith(own.StaticUse(member.ContainingType.OriginalDefinition));
                reached.UnionWith(own.Writers(member.OriginalDefinition));
                return null;
            }

            if (member is IMethodSymbol { IsExtensionMethod: true })
            {
                DependsOnAll();
            }

            return !CSharpHarmlessNames.HasMember(member.OriginalDefinition) || IsStream(member, node) ? Refusal(member)
                : IsSet(member, node) ? $"sets '{member.ContainingType.Name}.{member.Name}', {NotProved}"
                : null;
        }

        /// <summary>The console's writers are those of the whole process: of them only what writes is called.</summary>
        private static bool IsStream(ISymbol member, SyntaxNode node)
        {
            var used = node.Parent is MemberAccessExpressionSyntax qualified && qualified.Name == node ? qualified : node;
            var isWritten = used.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access
                && access.Expression == used
                && (access.Name.Identifier.ValueText is "Flush" or "FlushAsync" or "Write" or "WriteAsync" or "WriteLine"
                    or "WriteLineAsync");
            return member is IPropertySymbol { Name: "Out" or "Error", ContainingType.Name: "Console" } && !isWritten;
        }

        /// <summary>A type or an extension method of a dependency may take the place of the framework's.</summary>
        private void DependsOnAll() => used.UnionWith(dependencies);

        private void NamesFramework(ITypeSymbol type)
        {
            if (!own.Owns(type.OriginalDefinition))
            {
                DependsOnAll();
            }
        }

        private string? StaticUse(ITypeSymbol type)
        {
            NamesFramework(type);
            reached.UnionWith(own.StaticUse((type as INamedTypeSymbol)?.OriginalDefinition));
            return type is INamedTypeSymbol { IsGenericType: true } generic ? FirstOf(generic.TypeArguments) : null;
        }

        private string? FirstOf(IEnumerable<ITypeSymbol> types) => types.Select(Type).FirstOrDefault(found => found is not null);

        private string? Type(ITypeSymbol? type)
        {
            if (type is ITypeParameterSymbol parameter && _types.Add(type))
            {
                return FirstOf(parameter.ConstraintTypes);
            }

            if (type is null or ITypeParameterSymbol or { TypeKind: TypeKind.Error } or { IsAnonymousType: true } || !_types.Add(type))
            {
                return null;
            }

            switch (type)
            {
                case { TypeKind: TypeKind.Dynamic }:
                    return "uses 'dynamic', whose calls reading cannot resolve";
                case { TypeKind: TypeKind.Pointer or TypeKind.FunctionPointer }:
                    return "contains unsafe code, " + NotProved;
                case IArrayTypeSymbol array:
                    return Type(array.ElementType);
                case INamedTypeSymbol named when FirstOf(named.TypeArguments) is { } argument:
                    return argument;
                case INamedTypeSymbol { TypeKind: TypeKind.Delegate or TypeKind.Enum }:
                    return null;
                case INamedTypeSymbol named when own.Owns(named.OriginalDefinition):
                    reached.UnionWith(own.InstanceUse(named.OriginalDefinition));
                    return Type(named.BaseType)
                        ?? CSharpOwnCode.InAttributes(named.OriginalDefinition).Select(Attributed)
                            .FirstOrDefault(found => found is not null);
                case INamedTypeSymbol named:
                    return CSharpHarmlessNames.HasType(named.OriginalDefinition) ? null : $"uses '{named.Name}', {NotProved}";
                default:
                    return $"uses '{type.ToDisplayString()}', {NotProved}";
            }
        }

        /// <summary>A serialiser or the compiler may call any member of a type that an attribute names.</summary>
        private string? Attributed(ITypeSymbol type)
        {
            if (type is INamedTypeSymbol named && own.Owns(named.OriginalDefinition))
            {
                reached.UnionWith(own.EveryUse(named.OriginalDefinition));
                return null;
            }

            return Type(type);
        }

        /// <summary>True for what a dependency itself exposes; members of what that is may be anything.</summary>
        private bool IsOfDependency(SimpleNameSyntax name)
        {
            var qualifier = name.Parent switch
            {
                MemberAccessExpressionSyntax access when access.Name == name => access.Expression,
                QualifiedNameSyntax qualified when qualified.Right == name => qualified.Left,
                _ => (SyntaxNode?)null,
            };
            return qualifier is SimpleNameSyntax { Identifier.ValueText: var first } && dependencies.Contains(first, StringComparer.Ordinal)
                && model.GetSymbolInfo(qualifier).Symbol is null or INamespaceSymbol;
        }

        private static bool IsValue(ISymbol symbol) => symbol is not (ITypeSymbol or INamespaceSymbol or IAliasSymbol or ILabelSymbol);

        /// <summary>True for the type in front of a dot: only static members of it are meant.</summary>
        private static bool IsQualifier(SyntaxNode node) => node.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Expression == node || (access.Name == node && IsQualifier(access)),
            QualifiedNameSyntax qualified => qualified.Left == node,
            AliasQualifiedNameSyntax qualified => IsQualifier(qualified),
            _ => false,
        };

        private static bool IsSet(ISymbol member, SyntaxNode node) =>
            member.IsStatic && member is IPropertySymbol { SetMethod: not null }
                or IFieldSymbol { IsReadOnly: false, IsConst: false, IsStatic: true }
            && node.AncestorsAndSelf().Any(ancestor => ancestor switch
            {
                AssignmentExpressionSyntax assignment => assignment.Left.Span.Contains(node.Span),
                ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None),
                _ => ancestor.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression
                    or SyntaxKind.PostIncrementExpression
                    or SyntaxKind.PostDecrementExpression or SyntaxKind.RefExpression,
            });

        private static string Refusal(ISymbol member)
        {
            var name = $"'{member.ContainingType.Name}.{((member as IMethodSymbol)?.AssociatedSymbol ?? member).Name}'";
            return member is IMethodSymbol { MethodKind: MethodKind.Constructor } ? $"creates a '{member.ContainingType.Name}', {NotProved}"
                : member is IMethodSymbol ? $"calls {name}, {NotProved}"
                : $"uses {name}, {NotProved}";
        }

        private static string Shortened(SyntaxNode node)
        {
            var text = node.ToString().ReplaceLineEndings(" ");
            return text.Length <= 60 ? text : text[..57] + "...";
        }
    }
}
