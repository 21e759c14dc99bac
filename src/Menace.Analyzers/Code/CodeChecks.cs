using System.Collections.Immutable;
using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using Microsoft.CodeAnalysis;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Analyzers.Code;

/// <summary>
/// MENACE1701 for tasks that say they are C# and hold their code: what does not parse, and names and types that do not fit. It errs on the side of
/// silence, because the build of each bot comes after it and knows everything.
/// </summary>
internal static class CodeChecks
{
    private const int Limit = 200;

    /// <summary>The findings in the code of <paramref name="file"/>, in its order.</summary>
    public static IReadOnlyList<TaskFileFinding> Run(string path, TaskFile file, Compilation compilation, CancellationToken cancellationToken)
    {
        var tasks = new Dictionary<string, TaskInfo>(StringComparer.Ordinal);
        foreach (var task in file.Package.Tasks.Where(t => !tasks.ContainsKey(t.Name)))
        {
            tasks.Add(task.Name, task);
        }

        var checkedTasks = tasks.Values.Where(t => t.Metadata.Language == BotLanguage.CSharp && file.HasInlineCode(t.Name)).ToList();
        if (checkedTasks.Count == 0)
        {
            return [];
        }

        var readings = ReadingsOf(path, checkedTasks, compilation, cancellationToken);
        var findings = new List<TaskFileFinding>();
        foreach (var task in checkedTasks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var problems = readings[KeyOf(task)].Problems;
            if (problems.Count == 0)
            {
                continue;
            }

            var surroundings = new CodeSurroundings(task, tasks, readings);
            foreach (var error in problems.Where(surroundings.IsCertain).Select(p => p.Error))
            {
                findings.Add(new(RuleTable.CodeSyntax, file.MapCode(task.Name, error.Offset, error.Length), [Display.Of(task.Name), error.Id, error.Message]));
                if (findings.Count == Limit)
                {
                    return findings;
                }
            }
        }

        return findings;
    }

    /// <summary>Packages are restored by the bot's build, and their names are known there only.</summary>
    public static (string Code, bool Bound) KeyOf(TaskInfo task) => (task.Code, task.Metadata.Packages.Count == 0);

    private static Dictionary<(string Code, bool Bound), CodeReading> ReadingsOf(
        string path, List<TaskInfo> tasks, Compilation compilation, CancellationToken cancellationToken)
    {
        var references = compilation.References.ToImmutableArray();
        var before = CodeCache.Find(path, references)?.Readings;
        var readings = new Dictionary<(string Code, bool Bound), CodeReading>();
        var changed = new List<(string Code, bool Bound)>();
        foreach (var key in tasks.Select(KeyOf).Distinct())
        {
            if (before is not null && before.TryGetValue(key, out var known))
            {
                readings.Add(key, known);
            }
            else
            {
                changed.Add(key);
            }
        }

        if (changed.Count > 0)
        {
            var read = CodeReader.For(compilation).Read(changed, cancellationToken);
            for (var i = 0; i < changed.Count; i++)
            {
                readings.Add(changed[i], read[i]);
            }
        }

        CodeCache.Store(path, new(references, readings));
        return readings;
    }
}
