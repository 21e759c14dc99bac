using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Menace.TestCompiler;

/// <summary>Writes diagnostics as MSBuild prints those of csc.</summary>
internal sealed class DiagnosticLog(CompileProject project, CultureInfo culture, List<string> lines)
{
    /// <summary>Writes <paramref name="diagnostics"/>.</summary>
    /// <param name="diagnostics">What the compiler, an analyzer or a generator reported.</param>
    /// <param name="onlyIfErrors">True if nothing is to be written unless there is an error: they will be reported again.</param>
    /// <returns>True if there is an error.</returns>
    public bool Add(IEnumerable<Diagnostic> diagnostics, bool onlyIfErrors = false)
    {
        List<Diagnostic> reported = [.. diagnostics.Where(diagnostic => !diagnostic.IsSuppressed
            && diagnostic.Severity >= (project.Warnings ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error))];
        var hasErrors = reported.Exists(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        if (hasErrors || !onlyIfErrors)
        {
            lines.AddRange(reported.Select(Line));
        }

        return hasErrors;
    }

    private string Line(Diagnostic diagnostic)
    {
        var place = diagnostic.Location.IsInSource ? "" : "CSC : ";
        return $"{place}{CSharpDiagnosticFormatter.Instance.Format(diagnostic, culture)} [{project.File}]";
    }
}
