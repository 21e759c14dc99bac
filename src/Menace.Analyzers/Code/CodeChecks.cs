using System.Collections.Immutable;
using Menace.Code;
using Menace.Model.Diagnostics;
using Menace.Model.Languages;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using Microsoft.CodeAnalysis;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Analyzers.Code;

/// <summary>
/// MENACE3008 for tasks that say they are C#, and MENACE1701 if they hold their code: what does not parse, and names and types that do not
/// fit. It errs on the side of
/// silence, because the build of each bot comes after it and knows everything.
/// </summary>
internal static class CodeChecks
{
    private const int Limit = 200;

    private static readonly FileCache<CodeSnapshot> Last = new();

    private static bool IsReadByRoslyn(TaskInfo task) => task.Metadata.Language?.Profile().IsReadByRoslyn == true;

    /// <summary>The findings in the code of <paramref name="file"/>, in its order.</summary>
    public static IReadOnlyList<TaskFileFinding> Run(
        string path, TaskFile file, Compilation compilation, CancellationToken cancellationToken)
    {
        var tasks = new Dictionary<string, TaskInfo>(StringComparer.Ordinal);
        foreach (var task in file.Package.Tasks.Where(t => !tasks.ContainsKey(t.Name)))
        {
            tasks.Add(task.Name, task);
        }

        var packages = file.Package.Tasks.Where(IsReadByRoslyn).SelectMany(t => UnusablePackages(file, t)).Take(Limit);
        var checkedTasks = tasks.Values.Where(t => IsReadByRoslyn(t) && file.HasInlineCode(t.Name)).ToList();
        if (checkedTasks.Count == 0)
        {
            return [.. packages];
        }

        var readings = ReadingsOf(path, checkedTasks, compilation, cancellationToken).Readings;
        var findings = packages.ToList();
        foreach (var task in checkedTasks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var problems = readings[task].Problems;
            if (problems.Count == 0)
            {
                continue;
            }

            var surroundings = new CodeSurroundings(task, tasks, t => readings.TryGetValue(t, out var reading) ? reading : null);
            foreach (var error in problems.Where(surroundings.IsCertain).Select(p => p.Error))
            {
                findings.Add(new(RuleTable.CodeSyntax, file.MapCode(task.Name, error.Offset, error.Length),
                    [Display.Of(task.Name), error.Id, error.Message]));
                if (findings.Count >= Limit)
                {
                    return findings;
                }
            }
        }

        return findings;
    }

    private static IEnumerable<TaskFileFinding> UnusablePackages(TaskFile file, TaskInfo task)
    {
        for (var i = 0; i < task.Metadata.Packages.Count; i++)
        {
            var text = task.Metadata.Packages[i];
            if (NuGetPackage.MistakeIn(BotPackage.Parse(text)) is { } mistake)
            {
                var place = file.SpanOf(task.Name, "metadata.packages." + i.ToString(System.Globalization.CultureInfo.InvariantCulture));
                yield return new(RuleTable.PackageUnusable, place, [Display.Of(task.Name), Display.Of(text), mistake]);
            }
        }
    }

    private static CodeSnapshot ReadingsOf(string path, List<TaskInfo> tasks, Compilation compilation, CancellationToken cancellationToken)
    {
        var references = compilation.References.ToImmutableArray();
        var before = Last.Find(path) is { } last && last.References.SequenceEqual(references) ? last : null;
        var now = new CodeSnapshot(references, new(TaskIdentity.Comparer));
        var changed = new List<TaskInfo>();
        foreach (var task in tasks)
        {
            if (before is not null && before.Readings.TryGetValue(task, out var known))
            {
                now.Readings.Add(task, known);
            }
            else
            {
                changed.Add(task);
            }
        }

        if (changed.Count > 0)
        {
            ReadChanged(changed, before, now, CodeReader.For(compilation), cancellationToken);
        }

        Last.Store(path, now);
        return now;
    }

    /// <summary>A task is another one after each of its edits, also if its code stayed; and tasks may have the same code.</summary>
    private static void ReadChanged(
        List<TaskInfo> tasks, CodeSnapshot? before, CodeSnapshot now, CodeReader reader, CancellationToken cancellationToken)
    {
        var byCode = new Dictionary<string, CodeReading>(StringComparer.Ordinal);
        foreach (var gone in before?.Readings.Where(r => !now.Readings.ContainsKey(r.Key)) ?? [])
        {
            byCode[gone.Key.Code] = gone.Value;
        }

        var codes = tasks.Select(t => t.Code).Distinct(StringComparer.Ordinal).Where(k => !byCode.ContainsKey(k)).ToList();
        var read = reader.Read(codes, cancellationToken);
        for (var i = 0; i < codes.Count; i++)
        {
            byCode.Add(codes[i], read[i]);
        }

        foreach (var task in tasks)
        {
            now.Readings[task] = byCode[task.Code];
        }
    }
}
