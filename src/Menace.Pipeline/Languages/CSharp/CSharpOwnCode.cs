using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Which pieces of the bot's own code a use of its symbols can reach.</summary>
/// <param name="model">The bound code.</param>
internal sealed class CSharpOwnCode(SemanticModel model)
{
    /// <summary>Extension methods of these names are called by language constructs that do not name them.</summary>
    private static readonly HashSet<string> CalledByPattern = new(StringComparer.Ordinal)
    {
        "Add", "Cast", "Deconstruct", "Dispose", "DisposeAsync", "GetAsyncEnumerator", "GetAwaiter", "GetEnumerator",
        "GetPinnableReference", "GroupBy", "GroupJoin",
        "Join", "OrderBy", "OrderByDescending", "Select", "SelectMany", "Slice", "ThenBy", "ThenByDescending", "Where",
    };

    private readonly SyntaxNode _root = model.SyntaxTree.GetRoot();
    private readonly Lazy<ILookup<string, SyntaxNode>> _users = new(
        () => model.SyntaxTree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
        .Select(name => (Name: name.Identifier.ValueText, Member: MemberAround(name)))
        .Where(use => use.Member is not null)
        .ToLookup(use => use.Name, use => use.Member!, StringComparer.Ordinal));

    /// <summary>True for a symbol that the bot's code declares.</summary>
    public bool Owns(ISymbol symbol) => symbol.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree == model.SyntaxTree);

    /// <summary>The text that declares <paramref name="symbol"/>, with its body or initialiser.</summary>
    public IEnumerable<SyntaxNode> Declarations(ISymbol symbol) =>
        Parts(symbol).SelectMany(part => part.DeclaringSyntaxReferences)
            .Where(reference => reference.SyntaxTree == model.SyntaxTree).Select(reference => reference.GetSyntax()).Distinct()
            .Where(node => node is not TypeDeclarationSyntax)
            .Select(node => node is VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax field } ? field : node);

    /// <summary>Module initialisers, attributes of the assembly, and extension methods that language constructs can call.</summary>
    public IEnumerable<SyntaxNode> AlwaysReached() =>
        _root.DescendantNodes().Where(node =>
            node.IsKind(SyntaxKind.ExtensionBlockDeclaration) || node is AttributeListSyntax { Parent: CompilationUnitSyntax }
            || (node is MethodDeclarationSyntax method
                && (IsModuleInitializer(method) || (CalledByPattern.Contains(method.Identifier.ValueText) && IsExtension(method)))));

    /// <summary>True for code that a compilation with other symbols reads in another way.</summary>
    public bool IsConditional { get; } =
        model.SyntaxTree.GetRoot().DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.IfDirectiveTrivia));

    /// <summary>The top-level statements.</summary>
    public IEnumerable<SyntaxNode> GlobalStatements() => _root.DescendantNodes().OfType<GlobalStatementSyntax>();

    /// <summary>What runs before a static member of <paramref name="type"/> is used.</summary>
    public IEnumerable<SyntaxNode> StaticUse(INamedTypeSymbol? type) =>
        Members(type).Where(member => IsStatic(member)
            && member is BaseFieldDeclarationSyntax or ConstructorDeclarationSyntax or PropertyDeclarationSyntax { Initializer: not null });

    /// <summary>
    /// What a value of <paramref name="type"/> can reach: every member but static methods, which are called by name only.
    /// </summary>
    public IEnumerable<SyntaxNode> InstanceUse(INamedTypeSymbol? type) =>
        type is null ? []
        : HasStaticContract(type) ? EveryUse(type)
        : Heads(type).Concat(Members(type).Where(member => !IsCalledByNameOnly(member)));

    /// <summary>What code of other bots can reach in <paramref name="type"/>.</summary>
    public IEnumerable<SyntaxNode> PublicUse(INamedTypeSymbol type) =>
        StaticUse(type).Concat(InstanceUse(type)).Concat(Members(type).Where(member => IsCalledByNameOnly(member) && IsPublic(member)));

    /// <summary>Everything in <paramref name="type"/>.</summary>
    public IEnumerable<SyntaxNode> EveryUse(INamedTypeSymbol type) => Heads(type).Concat(Members(type));

    /// <summary>
    /// The members that name the static field or property <paramref name="symbol"/>: what it holds may come from any of them. None if its
    /// type can hold
    /// nothing but data.
    /// </summary>
    public IEnumerable<SyntaxNode> Writers(ISymbol symbol)
    {
        var type = symbol switch
        {
            IFieldSymbol { IsStatic: true, IsConst: false } field => field.Type,
            IPropertySymbol { IsStatic: true } property => property.Type,
            IEventSymbol { IsStatic: true } handler => handler.Type,
            _ => null,
        };
        return type is null || IsPlain(type) ? [] : _users.Value[symbol.Name];
    }

    /// <summary>
    /// Types that the attributes of <paramref name="type"/> and its members name: a serialiser or the compiler may use them.
    /// </summary>
    public static IEnumerable<ITypeSymbol> InAttributes(INamedTypeSymbol type) =>
        type.GetMembers().Prepend(type).SelectMany(symbol => symbol.GetAttributes())
            .SelectMany(attribute => attribute.ConstructorArguments.Concat(attribute.NamedArguments.Select(argument => argument.Value))
                .Where(argument => argument.Kind == TypedConstantKind.Type).Select(argument => argument.Value).OfType<ITypeSymbol>()
                .Concat(attribute.AttributeClass is { } own && own.Locations.Any(location => location.IsInSource) ? [own] : []));

    /// <summary>Both parts of a partial member.</summary>
    private static IEnumerable<ISymbol> Parts(ISymbol symbol) => new[]
    {
        symbol,
        (symbol as IMethodSymbol)?.PartialImplementationPart,
        (symbol as IMethodSymbol)?.PartialDefinitionPart,
        (symbol as IPropertySymbol)?.PartialImplementationPart,
        (symbol as IPropertySymbol)?.PartialDefinitionPart,
        (symbol as IEventSymbol)?.PartialImplementationPart,
        (symbol as IEventSymbol)?.PartialDefinitionPart,
    }.OfType<ISymbol>();

    private static bool IsModuleInitializer(MethodDeclarationSyntax method) =>
        method.AttributeLists.SelectMany(list => list.Attributes)
            .Any(attribute => attribute.Name.ToString().Contains("ModuleInitializer", StringComparison.Ordinal));

    private static bool IsExtension(MethodDeclarationSyntax method) =>
        method.ParameterList.Parameters.FirstOrDefault()?.Modifiers.Any(SyntaxKind.ThisKeyword) == true;

    private static SyntaxNode? MemberAround(SyntaxNode node) =>
        node.Ancestors().FirstOrDefault(
            ancestor => ancestor is MemberDeclarationSyntax and not (BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax));

    private static bool IsPlain(ITypeSymbol type) => type switch
    {
        { SpecialType: >= SpecialType.System_Boolean and <= SpecialType.System_String } or { TypeKind: TypeKind.Enum } => true,
        IArrayTypeSymbol array => IsPlain(array.ElementType),
        INamedTypeSymbol named =>
            !named.Locations.Any(location => location.IsInSource) && named.TypeKind is TypeKind.Class or TypeKind.Struct
            && (named.IsSealed || named.IsValueType
                || named.ContainingNamespace.ToDisplayString().StartsWith("System.Collections", StringComparison.Ordinal))
            && named.TypeArguments.All(IsPlain),
        _ => false,
    };

    /// <summary>Static members that a type parameter, or an attribute's receiver, can call.</summary>
    private static bool HasStaticContract(INamedTypeSymbol type) =>
        type.AllInterfaces.Any(contract => contract.GetMembers()
            .Any(member => member is { IsStatic: true, IsAbstract: true } or { IsStatic: true, IsVirtual: true }));

    private static bool IsStatic(MemberDeclarationSyntax member) => member.Modifiers.Any(SyntaxKind.StaticKeyword);

    private static bool IsCalledByNameOnly(MemberDeclarationSyntax member) =>
        IsStatic(member) && member is MethodDeclarationSyntax or PropertyDeclarationSyntax { Initializer: null };

    private static bool IsPublic(MemberDeclarationSyntax member) => member.Modifiers.Any(SyntaxKind.PublicKeyword);

    private IEnumerable<SyntaxNode> Heads(INamedTypeSymbol type) =>
        Types(type)
            .SelectMany(declaration =>
                declaration.AttributeLists.Append<SyntaxNode?>(declaration.BaseList).Append(declaration.ParameterList))
            .OfType<SyntaxNode>();

    private IEnumerable<MemberDeclarationSyntax> Members(INamedTypeSymbol? type) =>
        type is null ? [] : Types(type).SelectMany(declaration => declaration.Members)
            .Where(member => member is not (BaseTypeDeclarationSyntax or DelegateDeclarationSyntax));

    private IEnumerable<TypeDeclarationSyntax> Types(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Where(reference => reference.SyntaxTree == model.SyntaxTree)
            .Select(reference => reference.GetSyntax()).OfType<TypeDeclarationSyntax>();
}
