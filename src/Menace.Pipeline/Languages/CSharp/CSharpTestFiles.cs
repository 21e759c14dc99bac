using Menace.Model.Languages.CSharp;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>The test files of a repository as they stand there, read without running anything.</summary>
internal sealed class CSharpTestFiles
{
    private readonly HashSet<string> _reasons = new(StringComparer.Ordinal);
    private bool _hasComputedReason;

    private CSharpTestFiles()
    {
    }

    /// <summary>
    /// Full names of all tests, or null if only the test framework can tell: the files hold theories, inheritance, attributes or project
    /// settings that
    /// generated files do not have.
    /// </summary>
    public IReadOnlyList<string>? Tests { get; private set; }

    /// <summary>True if a skip for <paramref name="reason"/> is written in the files.</summary>
    public bool DeclareSkip(string reason) => _hasComputedReason || _reasons.Contains(reason);

    /// <summary>Reads the test project in <paramref name="folder"/>.</summary>
    public static CSharpTestFiles Read(string folder)
    {
        var files = new CSharpTestFiles();
        var tests = new List<string>();
        var isPlain = IsPlainProject(folder);
        foreach (var path in Sources(folder))
        {
            var text = File.ReadAllText(path);
            var (levels, error) = CSharpScanner.Nesting(text);
            isPlain &= error is null && DeepStack.Run(levels, () => files.ReadFile(CSharpShape.ParseUnit(text), tests));
        }

        files.Tests = isPlain ? tests : null;
        return files;
    }

    private bool ReadFile(CompilationUnitSyntax root, List<string> tests)
    {
        ReadSkips(root);
        tests.AddRange(Facts(root));
        return IsPlain(root);
    }

    private static IEnumerable<string> Sources(string folder) =>
        !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(path => Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"))
            .Order(StringComparer.Ordinal);

    /// <summary>A project can leave files out or rename tests.</summary>
    private static bool IsPlainProject(string folder) =>
        Directory.Exists(folder) && !File.Exists(Path.Combine(folder, "xunit.runner.json"))
        && Directory.EnumerateFiles(folder, "*.csproj").All(path => File.ReadAllText(path) is var text
            && !text.Contains("Compile", StringComparison.Ordinal) && !text.Contains("EnableDefault", StringComparison.Ordinal)
            && !text.Contains("Import", StringComparison.Ordinal));

    private static bool IsPlain(CompilationUnitSyntax root) =>
        !root.ContainsDirectives && root.AttributeLists.Count == 0 && root.Usings.All(directive => directive.Alias is null)
        && WithAttributes(root).All(method => IsFact(method) || IsModuleInitializer(method));

    private static bool IsModuleInitializer(MethodDeclarationSyntax method) =>
        Attributes(method).All(attribute => attribute.Name.ToString() is "ModuleInitializer")
            && method.Modifiers.Any(SyntaxKind.StaticKeyword);

    private static bool IsFact(MethodDeclarationSyntax method) =>
        Attributes(method).All(attribute => attribute.Name.ToString() == "Fact" && attribute.ArgumentList is null)
            && method.TypeParameterList is null
        && method.Modifiers.Any(SyntaxKind.PublicKeyword)
        && method.Parent is ClassDeclarationSyntax
        {
            BaseList: null, TypeParameterList: null, ParameterList: null,
            Parent: BaseNamespaceDeclarationSyntax
        } type
        && type.Modifiers.Any(SyntaxKind.PublicKeyword) && !type.Modifiers.Any(SyntaxKind.AbstractKeyword);

    private static IEnumerable<AttributeSyntax> Attributes(MethodDeclarationSyntax method) =>
        method.AttributeLists.SelectMany(list => list.Attributes);

    private static IEnumerable<MethodDeclarationSyntax> WithAttributes(CompilationUnitSyntax root) =>
        root.DescendantNodes().OfType<MethodDeclarationSyntax>().Where(method => method.AttributeLists.Count > 0);

    private static IEnumerable<string> Facts(CompilationUnitSyntax root) => WithAttributes(root).Where(IsFact).Select(method =>
    {
        var type = (ClassDeclarationSyntax)method.Parent!;
        return $"{((BaseNamespaceDeclarationSyntax)type.Parent!).Name}.{type.Identifier.ValueText}.{method.Identifier.ValueText}";
    });

    /// <summary>Reasons of <c>Assert.Skip</c>, <c>SkipWhen</c>, <c>SkipUnless</c>, and of whatever sets <c>Skip</c>.</summary>
    private void ReadSkips(CompilationUnitSyntax root)
    {
        foreach (var node in root.DescendantNodes())
        {
            var reason = node switch
            {
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call
                    when access.Name.Identifier.ValueText is "Skip" or "SkipWhen" or "SkipUnless"
                        && access.Expression.ToString() is "Assert" or "Xunit.Assert" =>
                        call.ArgumentList.Arguments.LastOrDefault()?.Expression,
                AttributeArgumentSyntax { NameEquals.Name.Identifier.ValueText: "Skip" } argument => argument.Expression,
                AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "Skip" } } assignment => assignment.Right,
                _ => null,
            };
            if (reason is LiteralExpressionSyntax { Token.Value: string text })
            {
                _reasons.Add(text);
            }
            else if (reason is not null)
            {
                _hasComputedReason = true;
            }
        }
    }
}
