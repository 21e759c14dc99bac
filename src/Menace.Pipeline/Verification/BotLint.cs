using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Testing;

namespace Menace.Pipeline.Verification;

/// <summary>Asks the linter of a bot's language, as far as there is one. Nothing that goes wrong here fails a bot.</summary>
internal static class BotLint
{
    /// <summary>Warnings kept per bot; the rest is counted.</summary>
    private const int Most = 10;

    /// <summary>The warnings about the bot of <paramref name="request"/>; none if the linter is missing or fails.</summary>
    public static async Task<IReadOnlyList<LintWarning>> RunAsync(
        ILanguage language, TestRequest request, string mainFile, CancellationToken cancellationToken)
    {
        try
        {
            var warnings = await language.LintAsync(request, Path.GetRelativePath(request.RepositoryPath, mainFile), cancellationToken);
            LintWarning[] shown = [.. warnings.Take(Most).Select(warning => warning with { Message = Redaction.Redact(warning.Message) })];
            return warnings.Count > Most
                ? [.. shown, shown[^1] with { Line = 0, Column = 0, Id = "lint", Message = $"{warnings.Count - Most} more warnings" }]
                : shown;
        }
        catch (Exception exception) when (exception is ToolMissingException or Win32Exception or IOException or UnauthorizedAccessException
            or JsonException or RegexMatchTimeoutException)
        {
            return [];
        }
    }

    /// <summary>The warnings as findings: in the task's code if the line is there, else at the task's code as a whole.</summary>
    public static IEnumerable<PipelineDiagnostic> ToFindings(
        IEnumerable<LintWarning> warnings, BotRepository repository, CodePlaces places)
    {
        var main = Path.GetRelativePath(repository.Path, repository.MainFile).Replace('\\', '/');
        foreach (var warning in warnings)
        {
            var place = warning.Line == 0 ? warning.File
                : string.Create(CultureInfo.InvariantCulture,
                $"{warning.File}({warning.Line}{(warning.Column > 0 ? $",{warning.Column}" : "")})");
            yield return new PipelineDiagnostic(Rules.LintWarning, [repository.Spec.Name, $"{place}: {warning.Id}", warning.Message])
            {
                Bot = repository.Spec.Name,
                Anchor = places.InCode(repository, repository.MainFile, warning.File == main ? warning.Line : 0, warning.Column),
            };
        }
    }
}
