using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Tasks;

/// <summary>
/// The file gl-code-quality.json: the warnings and errors of the stages in the format of GitLab's code quality report. Each stage adds its
/// own. Those of a later stage are from an earlier build, so they are removed: that stage adds them again if it has to run.
/// </summary>
internal static class CodeQualityReport
{
    /// <summary>Name of the file in the stage directory.</summary>
    public const string Name = "gl-code-quality.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>Writes the file with <paramref name="entries"/> as those of <paramref name="stage"/>.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string stageDirectory, PipelineStage stage, IReadOnlyList<CodeQualityEntry> entries)
    {
        var path = Path.Combine(stageDirectory, Name);
        PipelineStage[] earlier = [.. Enum.GetValues<PipelineStage>().Where(other => other < stage)];
        var kept = Read(path).Where(entry => earlier.Any(other => entry.EngineName == EngineOf(other)));
        var unique = kept.Concat(entries.Select(entry => entry with { EngineName = EngineOf(stage) }))
            .GroupBy(entry => entry.Fingerprint, StringComparer.Ordinal)
            .SelectMany(same => same.Select((entry, i) => i == 0 ? entry : entry with { Fingerprint = Hash(entry.Fingerprint, $"{i}") }));
        AtomicFile.WriteText(path, JsonSerializer.Serialize(unique, Json));
    }

    /// <summary>The entry of a finding.</summary>
    /// <param name="rule">Its rule, a warning or an error.</param>
    /// <param name="message">Its message.</param>
    /// <param name="file">Path of the file in the checkout, with forward slashes.</param>
    /// <param name="line">The line, counted from 1; 0: the file as a whole.</param>
    public static CodeQualityEntry Entry(RuleDescriptor rule, string message, string file, int line) =>
        new($"{rule.Id}: {message}", rule.Id, Hash(rule.Id, file, message), rule.Severity == RuleSeverity.Error ? "major" : "minor",
            new(file, new(Math.Max(line, 1))));

    private static string EngineOf(PipelineStage stage) => "menace-" + stage.ToWord();

    /// <summary>Without the line: a finding that moves with its file is the same one to GitLab.</summary>
    private static string Hash(params ReadOnlySpan<string> parts)
    {
        using var hash = new HashBuilder();
        foreach (var part in parts)
        {
            hash.Add(part);
        }

        return hash.ToHex();
    }

    private static IReadOnlyList<CodeQualityEntry> Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<IReadOnlyList<CodeQualityEntry>>(File.ReadAllText(path), Json) ?? [] : [];
        }
        catch (JsonException)
        {
            // A file of another version or of another program: its entries cannot be told apart, and this build writes its own.
            return [];
        }
    }
}

/// <summary>An entry, as GitLab and Code Climate specify it.</summary>
internal sealed record CodeQualityEntry(
    string Description, string CheckName, string Fingerprint, string Severity, CodeQualityLocation Location)
{
    /// <summary>The stage: GitLab does not read it.</summary>
    [JsonInclude]
    public string EngineName { get; init; } = "";
}

/// <summary>The place of an entry.</summary>
internal sealed record CodeQualityLocation(string Path, CodeQualityLines Lines);

/// <summary>The line of a place.</summary>
internal sealed record CodeQualityLines(int Begin);
