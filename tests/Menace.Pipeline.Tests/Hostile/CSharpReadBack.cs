using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Menace.Model.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Pipeline.Tests.Hostile;

/// <summary>What the C# compiler makes of the documentation and the literals of an emitted file.</summary>
internal static partial class CSharpReadBack
{
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)).Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>The class is documented by purpose and description, each listed function by its text; the purpose is what a function from the template returns.</summary>
    public static void AssertDocumentation(string source, TaskMetadata metadata)
    {
        const string Usings = "global using System; global using System.Threading.Tasks;";
        var options = new CSharpParseOptions(documentationMode: DocumentationMode.Diagnose);
        var tree = CSharpSyntaxTree.ParseText(source, options);
        var compilation = CSharpCompilation.Create("Bot", [tree, CSharpSyntaxTree.ParseText(Usings, options)], References, new(OutputKind.DynamicallyLinkedLibrary));
        using var assembly = new MemoryStream();
        var diagnostics = compilation.Emit(assembly).Diagnostics.Where(d => d.Id is not ("CS1591" or "CS8019" or "CS8632"));
        Assert.True(!diagnostics.Any(), string.Join("\n", diagnostics) + "\n" + source);

        var model = compilation.GetSemanticModel(tree);
        var type = tree.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>().First();
        var documentation = Documentation(model.GetDeclaredSymbol(type)!);
        Assert.Equal(Visible(metadata.Purpose!), Content(documentation, "summary", metadata.Purpose!, metadata.Description!));
        Assert.Equal(Visible(metadata.Description!), Content(documentation, "remarks", metadata.Purpose!, metadata.Description!));
        foreach (var method in type.Members.OfType<MethodDeclarationSyntax>())
        {
            var text = metadata.FunctionDocs[method.Identifier.ValueText];
            Assert.Equal(Visible(text), Content(Documentation(model.GetDeclaredSymbol(method)!), "summary", text));
        }

        var literals = tree.GetRoot().DescendantNodes().OfType<ReturnStatementSyntax>().Select(r => model.GetConstantValue(r.Expression!).Value).OfType<string>();
        Assert.All(literals, literal => Assert.Equal(metadata.Purpose, literal));
    }

    private static XElement Documentation(ISymbol symbol) => XElement.Parse(symbol.GetDocumentationCommentXml()!, LoadOptions.PreserveWhitespace);

    /// <summary>The text of an element. Of several lines each has the compiler's indentation; the first and the last stand beside the tags.</summary>
    private static string Content(XElement documentation, string element, params IEnumerable<string> texts)
    {
        var lines = documentation.Element(element)!.Value.Split('\n');

        // The compiler takes the space behind /// away only where every line has one, and an empty line has none.
        var indent = new string(' ', texts.Any(text => text.Contains('\n', StringComparison.Ordinal) && text.Split('\n').Contains("")) ? 5 : 4);
        return lines.Length == 1 ? lines[0] : string.Join('\n', lines[1..^1].Select(line =>
            line.StartsWith(indent, StringComparison.Ordinal) ? line[indent.Length..] : line.Trim(' ')));
    }

    /// <summary>What XML cannot hold is documented as C# escapes it.</summary>
    private static string Visible(string text) => Invalid().Replace(text, c => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c.Value[0]:x4}"));

    [GeneratedRegex("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]")]
    private static partial Regex Invalid();
}
