using Menace.Model.Languages;
using Menace.Model.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Reads a bot's code: its shape, its functions, its mistakes, and the names it leaves open. Nothing of it runs.</summary>
internal static class CSharpAnalyser
{
    /// <summary>The analysis of <paramref name="source"/>, which is parsed once in each way that it can be read, and bound once.</summary>
    public static CSharpAnalysis Analyse(CodeSource source, CancellationToken cancellationToken)
    {
        var text = CSharpShape.Read(source.Code);
        var read = CodeReading.Of(text);
        return text.Errors.Count > 0
            ? new CSharpAnalysis { Shape = text.Shape, Errors = text.Errors, Reading = read }
            : DeepStack.Run(text.Levels, () => Bind(source, text, read, cancellationToken));
    }

    private static CSharpAnalysis Bind(CodeSource source, CSharpText text, CodeReading read, CancellationToken cancellationToken)
    {
        var names = NamesOf(source, text);
        var draft = CodeDraft.Of(text, names);
        var proof = new CSharpProof(CSharpFramework.Bind(draft), source.Dependencies);
        var analysis = text.Shape switch
        {
            CodeShape.File => File(proof, source, draft.IsProgram),
            CodeShape.Members => Members(proof, source),
            _ => Statements(proof, names),
        };
        var diagnostics = proof.Model.GetDiagnostics(cancellationToken: cancellationToken);
        var mutants = new CSharpMutants(proof.Model, draft);
        return analysis with
        {
            Functions =
            [
                .. analysis.Functions.Select(function =>
                    function.Obstacle is null && !function.IsType ? function with { Mutants = mutants.Of(function.Name) } : function),
            ],
            Shape = text.Shape,
            Text = text,
            ClassName = names.Class,
            Purpose = analysis.Purpose ?? CSharpDocs.LeadingComment(text.Unit),
            UnresolvedNames = CSharpFramework.UnresolvedNames(diagnostics, source),
            Reading = read.With(draft, diagnostics),
            Tidy = new CSharpTidy(text, draft, names).Edits(diagnostics),
            Examples = CSharpDocExamples.Read(proof.Model, draft, analysis.Details, text.Code),
        };
    }

    /// <summary>The file that <paramref name="text"/>, the code of <paramref name="source"/>, becomes in its bot.</summary>
    public static CodeDraft DraftOf(CodeSource source, CSharpText text) => CodeDraft.Of(text, NamesOf(source, text));

    private static DraftNames NamesOf(CodeSource source, CSharpText text)
    {
        if (text.Shape == CodeShape.File)
        {
            return new(DraftNames.OfBots, "");
        }

        if (text.Class is not { } type)
        {
            var name = source.Functions.Count > 0 ? source.Functions[0] : BotLanguage.CSharp.Profile().BodyFunction;
            return new(DraftNames.OfBots, CSharpNames.ClassName(source.Identifier, source.Functions.Append(name)), name);
        }

        var members = CSharpSource.MemberNames(type).ToHashSet(StringComparer.Ordinal);
        return new(DraftNames.OfBots, CSharpNames.ClassName(source.Identifier, members.Concat(source.Functions)))
        {
            Exposed = source.Functions.Count > 0 && source.Functions.All(members.Contains) ? source.Functions
                : CSharpSource.ExposableMethods(type),
        };
    }

    private static CSharpAnalysis File(CSharpProof proof, CodeSource source, bool isTopLevel)
    {
        var types = CSharpFunctions.Types(proof.Model);
        var entry = types.SelectMany(t => t.GetMembers("Main").OfType<IMethodSymbol>()).FirstOrDefault(CSharpFunctions.IsEntryPoint);
        var functions = CSharpFunctions.OfFile(proof, types, entry, isTopLevel, source.Functions);
        var main = types.FirstOrDefault(t => t.DeclaredAccessibility == Accessibility.Public) ?? (types.Count > 0 ? types[0] : null);
        return Of(functions) with
        {
            HasEntryPoint = isTopLevel || entry is not null,
            Namespaces = [.. types.Select(t => t.ContainingNamespace.IsGlobalNamespace ? "" : t.ContainingNamespace.ToDisplayString())
                .Distinct(StringComparer.Ordinal)],
            TypeNames = [.. types.Select(t => t.Name)],
            Purpose = (main is null ? null : CSharpFunctions.Summary(main)) ?? FirstSummary(functions),
            PublicUse = CSharpFunctions.OfPublic(proof, types),
        };
    }

    private static CSharpAnalysis Members(CSharpProof proof, CodeSource source)
    {
        var type = CSharpFunctions.Types(proof.Model)[0];
        var functions = CSharpFunctions.OfMembers(proof, type, source.Functions);
        return Of(functions) with
        {
            HasEntryPoint = type.GetMembers("Main").OfType<IMethodSymbol>().Any(CSharpFunctions.IsEntryPoint),
            Purpose = FirstSummary(functions),
            PublicUse = CSharpFunctions.OfPublic(proof, [type, .. type.GetTypeMembers()]),
        };
    }

    private static CSharpAnalysis Statements(CSharpProof proof, DraftNames names)
    {
        var model = proof.Model;
        var method = model.SyntaxTree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().First();
        var isAsync = CSharpBody.Awaits(method.Body!);
        var returns = CSharpReturns.Of(model, method);
        var verdict = proof.OfMethod(model.GetDeclaredSymbol(method)!);
        var function = new CSharpFunction(
            names.Function, CSharpFunctionKind.Static, $"{names.Namespace}.{CSharpNames.Escape(names.Class)}")
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
        var signature = new FunctionSignature(names.Function) { ReturnType = returns.Text }.With(verdict);
        return Of([(signature, function)]) with
        {
            HasEntryPoint = names.Function == "Main",
            ReturnType = returns.Text,
            IsAsync = isAsync,
        };
    }

    private static CSharpAnalysis Of(IReadOnlyList<(FunctionSignature Signature, CSharpFunction Function)> functions) => new()
    {
        Functions = [.. functions.Select(f => f.Signature)],
        Details = [.. functions.Select(f => f.Function)],
    };

    private static string? FirstSummary(IReadOnlyList<(FunctionSignature Signature, CSharpFunction Function)> functions) =>
        functions.Select(f => f.Signature.Documentation).FirstOrDefault(d => d is not null);
}
