using Menace.Model.Tasks;

namespace Menace.Model.Reading;

/// <summary>Fills what a task leaves out, key by key, one level into <c>metadata</c> and <c>resources</c> (tasks-json format, "Root").</summary>
internal static class TaskDefaults
{
    private static readonly MetadataSource Nothing = new();

    public static TaskInfo Apply(TaskSource own, TaskSource? defaults)
    {
        var hasOwnFile = own.Metadata?.CodeFile is not null;
        return new()
        {
            Name = own.Name ?? "",
            // A dependency that all tasks share is itself one of these tasks.
            Dependencies = own.Dependencies ?? defaults?.Dependencies?.Where(d => d != own.Name).ToList() ?? [],
            Resources = Merge(own.Resources, defaults?.Resources),
            Schedule = own.Schedule ?? defaults?.Schedule ?? TaskSchedule.Once,
            Code = own.Code ?? (hasOwnFile ? null : defaults?.Code) ?? "",
            Metadata = Apply(own.Metadata ?? Nothing, defaults?.Metadata ?? Nothing, hasOwnCode: !string.IsNullOrEmpty(own.Code)),
        };
    }

    private static TaskMetadata Apply(MetadataSource own, MetadataSource defaults, bool hasOwnCode) => new()
    {
        Purpose = own.Purpose ?? defaults.Purpose,
        Functions = own.Functions ?? defaults.Functions ?? [],
        FunctionDocs = Merge(own.FunctionDocs, defaults.FunctionDocs, whole: true),
        Description = own.Description ?? defaults.Description,
        Language = own.Language ?? defaults.Language,
        Template = own.Template ?? defaults.Template,
        Capabilities = own.Capabilities ?? defaults.Capabilities ?? [],
        Level = own.Level ?? defaults.Level,
        Io = own.Io ?? defaults.Io,
        Tags = own.Tags ?? defaults.Tags ?? [],
        License = own.License ?? defaults.License,
        Packages = own.Packages ?? defaults.Packages ?? [],
        CodeFile = own.CodeFile ?? (hasOwnCode ? null : defaults.CodeFile),
        Tests = own.Tests ?? (own.TestsFiles is null ? defaults.Tests : null),
        TestsFiles = own.TestsFiles ?? (own.Tests is null ? defaults.TestsFiles : null) ?? [],
        Examples = own.Examples ?? defaults.Examples ?? [],
        Smoke = own.Smoke ?? defaults.Smoke ?? [],
        Files = Merge(own.Files, defaults.Files, whole: true),
        Path = own.Path ?? defaults.Path,
        Extra = Merge(own.Extra, defaults.Extra),
    };

    /// <summary>
    /// Merges both; the task's own keys win; with <paramref name="whole"/> the task's object replaces that of the defaults.
    /// </summary>
    private static IReadOnlyDictionary<string, T> Merge<T>(
        IReadOnlyDictionary<string, T>? own, IReadOnlyDictionary<string, T>? defaults, bool whole = false)
    {
        if (own is null || defaults is null || whole)
        {
            return own ?? defaults ?? new Dictionary<string, T>();
        }

        var merged = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var pair in defaults.Concat(own))
        {
            merged[pair.Key] = pair.Value;
        }

        return merged;
    }
}
