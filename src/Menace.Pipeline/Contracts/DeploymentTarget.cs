using Menace.Model.Text;

namespace Menace.Pipeline.Contracts;

/// <summary>A place that can run bots by itself, for which a repository can hold the files.</summary>
public enum DeploymentTarget
{
    /// <summary>GitHub Actions: <c>.github/workflows/bot.yml</c>.</summary>
    GitHub,

    /// <summary>systemd: <c>deploy/systemd/</c>, a service and its timer.</summary>
    Systemd,

    /// <summary>Kubernetes: <c>deploy/kubernetes/</c>, a CronJob or a Job.</summary>
    Kubernetes,

    /// <summary>GitLab: <c>.gitlab-ci.yml</c>.</summary>
    GitLab,

    /// <summary>Azure Pipelines: <c>azure-pipelines.yml</c>.</summary>
    Azure,
}

/// <summary>The names of targets in <c>MenaceEmit</c>; the one place that knows them.</summary>
public static class DeploymentTargets
{
    /// <summary><c>github</c>, <c>systemd</c>, <c>kubernetes</c>, <c>gitlab</c>, <c>azure</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["github", "systemd", "kubernetes", "gitlab", "azure"];

    /// <summary>The name of <paramref name="target"/>.</summary>
    public static string ToName(this DeploymentTarget target) => Names[(int)target];

    /// <summary><paramref name="targets"/>, each once and in the order of the enumeration: lists that mean the same are the same.</summary>
    public static IReadOnlyList<DeploymentTarget> InOrder(IEnumerable<DeploymentTarget> targets) => [.. targets.Distinct().Order()];

    /// <summary>
    /// The targets that a list such as <c>github;systemd</c> names (case ignored), each once, in the order of <see cref="Names"/>.
    /// </summary>
    /// <param name="list">Names with semicolons between them; empty means none.</param>
    /// <param name="allowed">The allowed values, with the nearest name if one is unknown.</param>
    /// <returns>The targets, or null if a name is unknown.</returns>
    public static IReadOnlyList<DeploymentTarget>? Parse(string list, out string allowed)
    {
        allowed = "a list of " + string.Join(", ", Names) + " with semicolons between them";
        List<DeploymentTarget> targets = [];
        foreach (var name in list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var index = Names.ToList().FindIndex(known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
            {
                allowed += Nearest.Hint(name, Names);
                return null;
            }

            targets.Add((DeploymentTarget)index);
        }

        return InOrder(targets);
    }
}
