using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Menace.Code;

/// <summary>What binding a bot's code has in common, wherever it is done.</summary>
internal static class CSharpBinding
{
    /// <summary>Diagnostics that say "this name means nothing here".</summary>
    private static readonly HashSet<string> Unknown = new(StringComparer.Ordinal) { "CS0103", "CS0234", "CS0246", "CS0400" };

    /// <summary>The implicit usings of a console project.</summary>
    public static SyntaxTree ImplicitUsings { get; } = CSharpSyntaxTree.ParseText(
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """,
        CSharpShape.Options);

    /// <summary>True if <paramref name="diagnostic"/> says that a name means nothing.</summary>
    public static bool IsUnknownName(Diagnostic diagnostic) => Unknown.Contains(diagnostic.Id);

    /// <summary>That name, without what is around it.</summary>
    public static string NameAt(Diagnostic diagnostic)
    {
        var name = diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);
        name = name.Split('<')[0];
        return name.Substring(name.LastIndexOfAny(['.', ':', '@']) + 1).Trim();
    }
}
