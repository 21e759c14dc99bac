using System.Globalization;
using System.Text.RegularExpressions;
using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Optimisation;

namespace Menace.Pipeline.Research;

/// <summary>
/// What reading the code of a bot shows of its security: what its functions touch (the analysis that decides which functions tests may
/// call), secrets and variables, and how it treats its input. Nothing is run.
/// </summary>
internal sealed partial class SecuritySource(LanguageTable? languages = null) : IResearchSource
{
    /// <summary>The titles of the findings, one for each part of the topic.</summary>
    public static readonly string[] Parts = ["permissions", "secrets", "input"];

    private const int LongestCode = 1 << 20;
    private const int MostListed = 20;

    private readonly Lazy<LanguageTable> _languages = new(
        () => languages ?? LanguageTable.Create(new BotDevConfig(), new ProcessRunner()));

    public string Name => "code";

    public bool IsRemote => false;

    public async Task<IReadOnlyList<ResearchFinding>> SearchAsync(ResearchQuestion question, CancellationToken cancellationToken)
    {
        var (task, code) = (question.Task, question.Code);
        if (!question.Topic.Equals(TopicCheck.Security, StringComparison.OrdinalIgnoreCase) || string.IsNullOrWhiteSpace(code)
            || code.Length > LongestCode)
        {
            return [];
        }

        // Code in tasks.json has lines of its own, that of a file those of the file.
        var file = task.Metadata.CodeFile ?? "";
        var lines = code.Split('\n');
        var (functions, language) = await FunctionsAsync(question, code, cancellationToken);
        return
        [
            .. functions is null ? [] : (ResearchFinding[])[Finding(0, Permissions(functions))],
            Finding(1, SecretsOf(code, lines, Place)),
            .. functions is null ? [] : (ResearchFinding[])[Finding(2, Input(functions, lines, language!.Value, Place))],
        ];

        ResearchFinding Finding(int part, string text) => new(Name, file, text) { Title = Parts[part], Bot = task.Name };

        string Place(int line) => string.Create(CultureInfo.InvariantCulture, $"{(file.Length == 0 ? "line " : file + ":")}{line + 1}");
    }

    /// <summary>Null if the code cannot be read.</summary>
    private async Task<(IReadOnlyList<FunctionSignature>? Functions, BotLanguage? Language)> FunctionsAsync(
        ResearchQuestion question, string code, CancellationToken cancellationToken)
    {
        var task = question.Task;
        CodeSource source = new(task.Name, TaskNames.ToIdentifier(task.Name), code, task.Metadata.Functions)
        {
            Dependencies = [.. task.Dependencies.Select(TaskNames.ToIdentifier)],
            Packages = [.. task.Metadata.Packages.Select(package => BotPackage.Parse(package).Name)],
        };
        try
        {
            var language = task.Metadata.Language ?? (await new LanguageInference(_languages.Value, BotLanguages.Default)
                .InferAsync([source], cancellationToken))[0].Language;
            if (language is null)
            {
                return default;
            }

            var analysis = (await _languages.Value[language.Value].AnalyseAsync([source], cancellationToken))[0];
            return (analysis is { Errors.Count: 0, MissingTool: null, Functions.Count: > 0 } ? analysis.Functions : null, language);
        }
        catch (ToolMissingException)
        {
            return default;
        }
    }

    private static string Permissions(IReadOnlyList<FunctionSignature> functions) => string.Join('\n', functions.Take(MostListed).Select(
        function => function.Obstacle is { } obstacle ? $"{function.Name} may touch files, processes or the network: it {obstacle}."
            : function.UsedDependencies.Count > 0
                ? $"{function.Name} touches only what {string.Join(", ", function.UsedDependencies)} touch."
            : $"{function.Name} only computes."));

    private static string SecretsOf(string code, IReadOnlyList<string> lines, Func<int, string> place)
    {
        string[] secrets = [.. lines.Index().Where(line => Redaction.Redact(line.Item) != line.Item)
            .Select(line => place(line.Index)).Take(MostListed)];
        string[] variables = [.. Variables().Matches(code).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal)
            .Take(MostListed)];
        return (secrets.Length == 0 ? "No line of the code looks like a secret."
            : $"What looks like a secret is in {string.Join(", ", secrets)}. Read it from an environment variable instead.")
            + (variables.Length == 0 ? "" : $"\nThe code reads the environment variables {string.Join(", ", variables)}.");
    }

    private static string Input(
        IReadOnlyList<FunctionSignature> functions, IReadOnlyList<string> lines, BotLanguage language, Func<int, string> place)
    {
        string[] taking = [.. functions.Where(function => function.Parameters.Count > 0).Select(function => function.Name)
            .Take(MostListed)];
        string[] risky = [.. lines.Index().Where(line => Risky().IsMatch(line.Item))
            .Select(line => $"{place(line.Index)} ({Risky().Match(line.Item).Value.Trim('(', ' ')})").Take(MostListed)];
        var refuses = lines.Any(LanguageTable.RowOf(language).Refusal.IsMatch) ? "refuses some" : "refuses none";
        return (taking.Length == 0 ? "No function takes a value." : $"{string.Join(", ", taking)} take values; the code {refuses}.")
            + (risky.Length == 0 ? "" : $"\nText may be run as code or commands in {string.Join(", ", risky)}.");
    }

    [GeneratedRegex("""(?:os\.environ(?:\.get)?\s*[\[(]|os\.getenv\(|GetEnvironmentVariable\()\s*["']([A-Za-z_]\w*)["']""",
        RegexOptions.CultureInvariant)]
    private static partial Regex Variables();

    [GeneratedRegex("""
        \b(?:eval|exec|os\.system|os\.popen|pickle\.loads?|yaml\.load|Process\.Start|BinaryFormatter|CSharpScript\.\w+)\s*\(|
        \bshell\s*=\s*True\b|^\s*eval\b|\b(?:ba)?sh\s+-c\b
        """, RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Risky();
}
