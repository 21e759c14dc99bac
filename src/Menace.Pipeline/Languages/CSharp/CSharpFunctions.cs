using Menace.Model.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Finds the functions that bound code exposes.</summary>
internal static class CSharpFunctions
{
    /// <summary>All types that the code of <paramref name="model"/> declares, in its order.</summary>
    public static IReadOnlyList<INamedTypeSymbol> Types(SemanticModel model) =>
        [.. model.SyntaxTree.GetRoot().DescendantNodes()
            .Where(n => n is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
            .Select(n => model.GetDeclaredSymbol(n))
            .OfType<INamedTypeSymbol>()
            .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default)];

    /// <summary>True for a method that a program can start with (C# specification, 7.1).</summary>
    public static bool IsEntryPoint(IMethodSymbol method) =>
        method is { Name: "Main", IsStatic: true, IsGenericMethod: false, ContainingType.IsGenericType: false }
        && (method.ReturnType.SpecialType is SpecialType.System_Void or SpecialType.System_Int32
            || (IsTask(method.ReturnType, out var result) && result is null or { SpecialType: SpecialType.System_Int32 }))
        && (method.Parameters.Length == 0
            || (method.Parameters.Length == 1
                && method.Parameters[0].Type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_String }));

    /// <summary>
    /// The functions of a whole file. Listed: those of the listed names, instance methods too. Nothing listed: public static methods
    /// and public types; a static class stands for its methods only. A program that exposes nothing else is itself a function, <c>main</c>.
    /// </summary>
    public static IReadOnlyList<(FunctionSignature Signature, CSharpFunction Function)> OfFile(
        CSharpProof proof, IReadOnlyList<INamedTypeSymbol> types, IMethodSymbol? entry, bool isTopLevel, IReadOnlyList<string> listed)
    {
        var isProgram = isTopLevel || entry is not null;
        var all = new List<(FunctionSignature Signature, CSharpFunction Function)>();
        foreach (var type in types.Where(IsVisible))
        {
            if (listed.Contains(type.Name, StringComparer.Ordinal) || !type.IsStatic)
            {
                all.Add(OfType(proof, type));
            }

            if (!type.IsGenericType && type.ContainingType?.IsGenericType != true)
            {
                all.AddRange(Methods(type)
                    .Where(m => !SymbolEqualityComparer.Default.Equals(m, entry))
                    .Where(m => m.IsStatic || (listed.Contains(m.Name, StringComparer.Ordinal) && CanBeCreated(type)))
                    .Select(method => OfMethod(proof, method)));
            }
        }

        if (isProgram && (all.Count == 0 || listed.Any(IsMain)))
        {
            all.Add(OfProgram(listed.FirstOrDefault(IsMain) ?? "main", entry is null ? proof.OfProgram()
                : proof.OfMethod(entry)));
        }

        return Listed(all, listed);
    }

    /// <summary>The functions of the class around members.</summary>
    public static IReadOnlyList<(FunctionSignature Signature, CSharpFunction Function)> OfMembers(
        CSharpProof proof, INamedTypeSymbol type, IReadOnlyList<string> listed)
    {
        var methods = Methods(type).Select(m => IsEntryPoint(m) ? OfProgram(m.Name, proof.OfMethod(m)) : OfMethod(proof, m));
        var types = type.GetTypeMembers().Where(t => IsVisible(t) && listed.Contains(t.Name, StringComparer.Ordinal))
            .Select(t => OfType(proof, t));
        return Listed([.. methods, .. types], listed);
    }

    /// <summary>All that code of other bots can reach in <paramref name="types"/>, as one function without a name.</summary>
    public static FunctionSignature OfPublic(CSharpProof proof, IEnumerable<INamedTypeSymbol> types) =>
        new FunctionSignature("").With(proof.OfPublic(types.Where(IsVisible)));

    /// <summary>The summary in the documentation of <paramref name="symbol"/>, or null.</summary>
    public static string? Summary(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences.Select(r => CSharpDocs.Summary(r.GetSyntax())).FirstOrDefault(s => s is not null);

    /// <summary>The program itself as a function that takes strings and returns its exit code.</summary>
    private static (FunctionSignature Signature, CSharpFunction Function) OfProgram(string name, HarmlessVerdict verdict) =>
        (new FunctionSignature(name)
        { Parameters = [new FunctionParameter("args", "string[]", IsOptional: true)], ReturnType = "int" }.With(verdict),
            new CSharpFunction(name, CSharpFunctionKind.EntryPoint, "")
            {
                Parameters = [new CSharpParameter(
                    "args", new CSharpType("string[]", SpecialType.None, false), IsOptional: false) { Element = CSharpType.String }],
                Return = CSharpType.Int32,
            });

    private static (FunctionSignature Signature, CSharpFunction Function) OfType(CSharpProof proof, INamedTypeSymbol type) =>
        (new FunctionSignature(type.Name) { IsType = true, Documentation = Summary(type) }.With(proof.OfType(type)),
            new CSharpFunction(type.Name, CSharpFunctionKind.Type,
                CSharpTypes.FullName(type.IsGenericType ? type.ConstructUnboundGenericType() : type)));

    private static (FunctionSignature Signature, CSharpFunction Function) OfMethod(CSharpProof proof, IMethodSymbol method)
    {
        var model = proof.Model;
        var syntax = method.DeclaringSyntaxReferences.Select(r => r.GetSyntax()).OfType<MethodDeclarationSyntax>().FirstOrDefault();
        var body = (SyntaxNode?)syntax?.Body ?? syntax?.ExpressionBody;
        var isTask = IsTask(method.ReturnType, out var result);
        var function = new CSharpFunction(
            method.Name, method.IsStatic ? CSharpFunctionKind.Static
            : CSharpFunctionKind.Instance, CSharpTypes.FullName(method.ContainingType))
        {
            Parameters = [.. method.Parameters.Select(OfParameter)],
            Return = !isTask ? CSharpTypes.Describe(method.ReturnType) : result is null ? CSharpType.Void : CSharpTypes.Describe(result),
            DeclaredReturn = CSharpTypes.TypeOf(method.ReturnType),
            IsAwaited = isTask,
            IsAsyncStream = method.ReturnType is INamedTypeSymbol { Name: "IAsyncEnumerable", IsGenericType: true },
            IsSequence = IsSequence(isTask && result is not null ? result : method.ReturnType),
            IsTypedSequence = (isTask && result is not null ? result : method.ReturnType) is INamedTypeSymbol { IsGenericType: true },
            IsGeneric = method.IsGenericMethod,
            ReturnedLiteral = body is null ? null : CSharpConstants.Returned(model, body),
            PrintedText = body is null ? null : CSharpConstants.Printed(model, body),
        };
        var signature = new FunctionSignature(method.Name)
        {
            Parameters = [.. method.Parameters.Select(
                p => new FunctionParameter(p.Name, p.Type.ToDisplayString(CSharpTypes.AsWritten), p.HasExplicitDefaultValue)
                {
                    Default = DefaultOf(p),
                    IsRest = p.IsParams,
                })],
            ReturnType = method.ReturnType.ToDisplayString(CSharpTypes.AsWritten),
            Documentation = Summary(method),
        };
        return (signature.With(proof.OfMethod(method)), function);
    }

    /// <summary>A default that is the same in every language.</summary>
    private static JsonValue? DefaultOf(IParameterSymbol parameter) => !parameter.HasExplicitDefaultValue ? null
        : parameter.ExplicitDefaultValue switch
        {
            bool value => value,
            string value => value,
            int value when parameter.Type.SpecialType == SpecialType.System_Int32 => value,
            double value when double.IsFinite(value) => value,
            null when parameter.Type.IsReferenceType || parameter.Type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T =>
                JsonValue.Null,
            _ => null,
        };

    /// <summary>The signature with <paramref name="verdict"/>.</summary>
    public static FunctionSignature With(this FunctionSignature signature, HarmlessVerdict verdict) =>
        signature with { Obstacle = verdict.Obstacle, UsedDependencies = verdict.UsedDependencies };

    private static CSharpParameter OfParameter(IParameterSymbol parameter) =>
        new(parameter.Name, CSharpTypes.Describe(parameter.Type), parameter.HasExplicitDefaultValue)
        {
            Element = parameter.IsParams && parameter.Type is IArrayTypeSymbol array ? CSharpTypes.Describe(array.ElementType) : null,
            IsByReference = parameter.RefKind != RefKind.None,
        };

    /// <summary>Those of the listed names; where one of them is missing all, so that the caller can name what there is.</summary>
    private static List<(FunctionSignature Signature, CSharpFunction Function)> Listed(
        IEnumerable<(FunctionSignature Signature, CSharpFunction Function)> all, IReadOnlyList<string> listed)
    {
        var distinct = all.DistinctBy(f => f.Function.Name, StringComparer.Ordinal).ToList();
        return listed.Count == 0 || listed.Except(distinct.Select(f => f.Function.Name), StringComparer.Ordinal).Any()
            ? distinct
            : [.. distinct.Where(f => listed.Contains(f.Function.Name, StringComparer.Ordinal))];
    }

    private static IEnumerable<IMethodSymbol> Methods(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IMethodSymbol>().Where(m =>
            m is
            {
                MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public, IsImplicitlyDeclared: false,
                IsAbstract: false
            });

    private static bool IsVisible(INamedTypeSymbol type) =>
        type.DeclaredAccessibility == Accessibility.Public && (type.ContainingType is null || IsVisible(type.ContainingType));

    private static bool CanBeCreated(INamedTypeSymbol type) =>
        !type.IsAbstract && type.InstanceConstructors.Any(
            c => c.DeclaredAccessibility == Accessibility.Public && c.Parameters.All(p => p.HasExplicitDefaultValue));

    private static bool IsSequence(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Interface
            && type.AllInterfaces.Prepend(type).Any(contract => contract.SpecialType == SpecialType.System_Collections_IEnumerable);

    private static bool IsMain(string name) => name is "main" or "Main";

    /// <summary>True for the awaitable types of the framework; <paramref name="result"/> is null if they carry none.</summary>
    private static bool IsTask(ITypeSymbol type, out ITypeSymbol? result)
    {
        result = type is INamedTypeSymbol { TypeArguments: [var argument] } ? argument : null;
        return type is INamedTypeSymbol { Name: "Task" or "ValueTask" }
            && type.ContainingNamespace.ToDisplayString() == "System.Threading.Tasks";
    }
}
