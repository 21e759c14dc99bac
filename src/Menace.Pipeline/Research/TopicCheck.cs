namespace Menace.Pipeline.Research;

/// <summary>Decides when there is enough about a topic.</summary>
internal static class TopicCheck
{
    /// <summary>What is to be known of the security of a bot.</summary>
    public const string Security = "security";

    /// <summary>What a bot costs.</summary>
    public const string Optimisation = "optimisation";

    /// <summary>The parts of a topic that <paramref name="findings"/> leave open; a topic without parts is one part.</summary>
    public static IReadOnlyList<string> Missing(string topic, IReadOnlyList<ResearchFinding> findings)
    {
        string[] parts = topic.ToLowerInvariant() switch
        {
            Security => SecuritySource.Parts,
            Optimisation => OptimisationSource.Parts,
            _ => [],
        };
        return parts.Length == 0 ? findings.Count == 0 ? [topic] : []
            : [.. parts.Where(part => !findings.Any(finding => finding.Title == part))];
    }
}
