using System.CodeDom;
using System.CodeDom.Compiler;
using System.Globalization;
using Microsoft.CSharp;

namespace Menace.Pipeline.Languages.CSharp.Fast;

/// <summary>String literals as MSBuild's WriteCodeFragment writes them: CodeDOM breaks long ones into several lines.</summary>
internal static class FragmentLiteral
{
    private static readonly CodeGeneratorOptions Options = new();

    /// <summary>The literal of <paramref name="text"/>.</summary>
    public static string Of(string text)
    {
        using var provider = new CSharpCodeProvider();
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        provider.GenerateCodeFromExpression(new CodePrimitiveExpression(text), writer, Options);
        return writer.ToString();
    }
}
