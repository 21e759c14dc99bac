using Menace.Model.Languages;
using Menace.Model.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Reads a bot's code: its shape, its functions, and the names it leaves open. Nothing of it runs.</summary>
internal static class CSharpAnalyser
{
    private static readonly Dictionary<string, string> NoDocs = [];

    /// <summary>The analysis of <paramref name="source"/>.</summary>
    public static CSharpAnalysis Analyse(CodeSource source, CancellationToken cancellationToken)
    {
        var text = CSharpShape.Read(source.Code);
        if (text.Errors.Count > 0)
        {
            return new CSharpAnalysis { Shape = text.Shape, Errors = text.Errors };
        }

        var analysis = DeepStack.Run(text.Levels, () => text.Shape switch
        {
            CodeShape.File => File(source, cancellationToken),
            CodeShape.Members => Members(source, text, cancellationToken),
            _ => Statements(source, text, cancellationToken),
        });
        return analysis with { Shape = text.Shape, Text = text };
    }

    private static CSharpAnalysis File(CodeSource source, CancellationToken cancellationToken)
    {
        var unit = CSharpShape.ParseUnit(source.Code);
        var isTopLevel = unit.Members.OfType<GlobalStatementSyntax>().Any();
        var model = CSharpFramework.Bind(source.Code, isTopLevel);
        var root = model.SyntaxTree.GetRoot(cancellationToken);
        var types = CSharpFunctions.Types(model, root);
        var entry = types.SelectMany(t => t.GetMembers("Main").OfType<IMethodSymbol>()).FirstOrDefault(CSharpFunctions.IsEntryPoint);
        var reading = CSharpReading.Of(model, source);
        var functions = CSharpFunctions.OfFile(reading, types, entry, isTopLevel, source.Functions);
        var main = types.FirstOrDefault(t => t.DeclaredAccessibility == Accessibility.Public) ?? (types.Count > 0 ? types[0] : null);
        return new CSharpAnalysis
        {
            Functions = [.. functions.Select(f => f.Signature)],
            Details = [.. functions.Select(f => f.Function)],
            HasEntryPoint = isTopLevel || entry is not null,
            Namespaces = [.. types.Select(t => t.ContainingNamespace.IsGlobalNamespace ? "" : t.ContainingNamespace.ToDisplayString())
                .Distinct(StringComparer.Ordinal)],
            TypeNames = [.. types.Select(t => t.Name)],
            Purpose = (main is null ? null : CSharpFunctions.Summary(main)) ?? FirstSummary(functions) ?? CSharpDocs.LeadingComment(unit),
            UnresolvedNames = CSharpFramework.UnresolvedNames(model, source, cancellationToken),
            PublicUse = CSharpFunctions.OfPublic(reading, types),
        };
    }

    private static CSharpAnalysis Members(CodeSource source, CSharpText text, CancellationToken cancellationToken)
    {
        var names = CSharpSource.MemberNames(text.Body).ToHashSet(StringComparer.Ordinal);
        var exposed = source.Functions.Count > 0 && source.Functions.All(names.Contains) ? source.Functions
            : CSharpSource.ExposableMethods(text.Body);
        var className = CSharpNames.ClassName(source.Identifier, names.Concat(source.Functions));
        var file = CSharpSource.File(text.Usings, className, CSharpSource.Members(text.Body, exposed, NoDocs), "", "");
        var model = CSharpFramework.Bind(file, isProgram: false);
        var declaration = model.SyntaxTree.GetRoot(cancellationToken).DescendantNodes().OfType<ClassDeclarationSyntax>().First();
        var type = model.GetDeclaredSymbol(declaration, cancellationToken)!;
        var reading = CSharpReading.Of(model, source);
        var functions = CSharpFunctions.OfMembers(reading, type, source.Functions);
        return new CSharpAnalysis
        {
            ClassName = className,
            Functions = [.. functions.Select(f => f.Signature)],
            Details = [.. functions.Select(f => f.Function)],
            HasEntryPoint = type.GetMembers("Main").OfType<IMethodSymbol>().Any(CSharpFunctions.IsEntryPoint),
            Purpose = FirstSummary(functions) ?? CSharpDocs.LeadingComment(CSharpShape.ParseUnit(source.Code)),
            UnresolvedNames = CSharpFramework.UnresolvedNames(model, source, cancellationToken),
            PublicUse = CSharpFunctions.OfPublic(reading, [type, .. type.GetTypeMembers()]),
        };
    }

    private static CSharpAnalysis Statements(CodeSource source, CSharpText text, CancellationToken cancellationToken)
    {
        var name = source.Functions.Count > 0 ? source.Functions[0] : BotLanguage.CSharp.Profile().BodyFunction;
        var className = CSharpNames.ClassName(source.Identifier, source.Functions.Append(name));
        var body = CSharpShape.ParseUnit(text.Body);
        var isAsync = CSharpBody.Awaits(body);
        var draft = CSharpSource.Function(name, CSharpBody.DraftType(body, isAsync), isAsync, text.Body, documentation: null);
        var model = CSharpFramework.Bind(CSharpSource.File(text.Usings, className, draft, "", ""), isProgram: false);
        var method = model.SyntaxTree.GetRoot(cancellationToken).DescendantNodes().OfType<MethodDeclarationSyntax>().First();
        var returns = CSharpReturns.Of(model, method);
        var verdict = new CSharpProof(model, source.Dependencies).OfMethod(model.GetDeclaredSymbol(method, cancellationToken)!);
        var function = new CSharpFunction(name, CSharpFunctionKind.Static, $"{CSharpNames.Namespace}.{CSharpNames.Escape(className)}")
        {
            Return = returns.Result,
            DeclaredReturn = returns.TypeOf,
            IsAwaited = isAsync && !returns.IsStream,
            IsAsyncStream = isAsync && returns.IsStream,
            IsSequence = !isAsync && returns.IsStream,
            IsTypedSequence = true,
            ReturnedLiteral = CSharpConstants.Returned(model, method.Body!),
            PrintedText = CSharpConstants.Printed(model, method.Body!),
        };
        return new CSharpAnalysis
        {
            ClassName = className,
            Functions = [new FunctionSignature(
                name) { ReturnType = returns.Text, Obstacle = verdict.Obstacle, UsedDependencies = verdict.UsedDependencies }],
            Details = [function],
            HasEntryPoint = name == "Main",
            ReturnType = returns.Text,
            IsAsync = isAsync,
            Purpose = CSharpDocs.LeadingComment(CSharpShape.ParseUnit(source.Code)),
            UnresolvedNames = CSharpFramework.UnresolvedNames(model, source, cancellationToken),
        };
    }

    private static string? FirstSummary(IReadOnlyList<(FunctionSignature Signature, CSharpFunction Function)> functions) =>
        functions.Select(f => f.Signature.Documentation).FirstOrDefault(d => d is not null);
}
