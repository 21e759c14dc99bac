using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>
/// What a member is and is called: kind, name, number of type parameters, types of parameters. The kinds of types are one, so
/// that a class can become a record; two types of one name cannot stand side by side.
/// </summary>
internal static class CSharpPartKey
{
    public static string Of(SyntaxNode node) => node switch
    {
        UsingDirectiveSyntax { Alias: { } alias } => $"using {alias.Name.Identifier.ValueText}",
        UsingDirectiveSyntax or ExternAliasDirectiveSyntax or AttributeListSyntax => Words(node),
        BaseNamespaceDeclarationSyntax space => $"namespace {Words(space.Name)}",
        EnumDeclarationSyntax type => $"enum {type.Identifier.ValueText}",
        EnumMemberDeclarationSyntax member => member.Identifier.ValueText,
        TypeDeclarationSyntax { Identifier.ValueText.Length: > 0 } type => $"type {Named(type.Identifier, type.TypeParameterList)}",
        TypeDeclarationSyntax type => $"extension {Types(type.ParameterList)}",
        DelegateDeclarationSyntax type => $"delegate {Named(type.Identifier, type.TypeParameterList)}",
        BaseFieldDeclarationSyntax field =>
            $"{Kind(field)} {string.Join(", ", field.Declaration.Variables.Select(variable => variable.Identifier.ValueText))}",
        MethodDeclarationSyntax method =>
            "method " + Interface(method.ExplicitInterfaceSpecifier) + Named(method.Identifier, method.TypeParameterList)
                + Types(method.ParameterList),
        ConstructorDeclarationSyntax constructor =>
            (IsStatic(constructor) ? "static constructor " : "constructor ") + Types(constructor.ParameterList),
        DestructorDeclarationSyntax => "finalizer",
        OperatorDeclarationSyntax @operator =>
            "operator " + Interface(@operator.ExplicitInterfaceSpecifier) + @operator.CheckedKeyword.Text + @operator.OperatorToken.Text
                + Types(@operator.ParameterList),
        ConversionOperatorDeclarationSyntax conversion =>
            "conversion " + Interface(conversion.ExplicitInterfaceSpecifier) + conversion.CheckedKeyword.Text + Words(conversion.Type)
                + Types(conversion.ParameterList),
        PropertyDeclarationSyntax property => $"property {Interface(property.ExplicitInterfaceSpecifier)}{property.Identifier.ValueText}",
        EventDeclarationSyntax @event => $"event {Interface(@event.ExplicitInterfaceSpecifier)}{@event.Identifier.ValueText}",
        IndexerDeclarationSyntax indexer => $"indexer {Interface(indexer.ExplicitInterfaceSpecifier)}{Types(indexer.ParameterList)}",
        _ => Words(node),
    };

    private static string Kind(BaseFieldDeclarationSyntax field) => field is EventFieldDeclarationSyntax ? "event" : "field";

    private static bool IsStatic(ConstructorDeclarationSyntax constructor) => constructor.Modifiers.Any(SyntaxKind.StaticKeyword);

    private static string Named(SyntaxToken name, TypeParameterListSyntax? parameters) =>
        parameters is null ? name.ValueText : $"{name.ValueText}`{parameters.Parameters.Count}";

    private static string Interface(ExplicitInterfaceSpecifierSyntax? specifier) => specifier is null ? "" : Words(specifier.Name) + ".";

    private static string Types(BaseParameterListSyntax? list) =>
        list is null ? "" : $"({string.Join(", ", list.Parameters.Select(parameter => By(parameter) + Words(parameter.Type)))})";

    /// <summary>References of all kinds are one: overloads cannot differ in them alone.</summary>
    private static string By(ParameterSyntax parameter) =>
        parameter.Modifiers.Any(m => m.Kind() is SyntaxKind.RefKeyword or SyntaxKind.OutKeyword or SyntaxKind.InKeyword) ? "ref " : "";

    /// <summary>The text without comments and with one blank between two words.</summary>
    private static string Words(SyntaxNode? node)
    {
        if (node is null)
        {
            return "";
        }

        var words = new StringBuilder();
        foreach (var token in node.DescendantTokens().Where(token => token.Text.Length > 0))
        {
            var needsBlank = words.Length > 0 && IsWord(words[^1]) && IsWord(token.Text[0]);
            words.Append(needsBlank ? " " : "").Append(token.Text);
        }

        return words.ToString();
    }

    private static bool IsWord(char c) => c is '_' or '@' || char.IsLetterOrDigit(c);
}
