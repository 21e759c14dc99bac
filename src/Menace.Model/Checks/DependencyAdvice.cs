using System.Globalization;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using Menace.Model.Text;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Checks;

/// <summary>MENACE1305 and 1306: dependencies that can be meant as they are, but mostly are not.</summary>
internal sealed class DependencyAdvice(BoundFile file, List<Edge>[] graph, CheckContext context)
{
    /// <summary>
    /// Dependencies followed for one task, and for all, in search of one that implies another; further ones are not checked.
    /// </summary>
    private const int StepsOfTask = 1_000;
    private const int StepsOfFile = 2_000_000;

    /// <summary>Less than half as often: a bot that runs daily may well depend on one that runs on working days.</summary>
    private const double Rarer = 0.5;

    private const double SecondsPerYear = 365.2425 * 86400;

    private readonly Dictionary<CronExpression, double> _daysPerYear = [];

    /// <summary>Defaults give one dependency to many tasks; it is spoken about once.</summary>
    private readonly HashSet<TextSpan> _reported = [];

    private int _steps = StepsOfFile;

    public void Run(bool hasCycles)
    {
        for (var i = 0; i < graph.Length; i++)
        {
            foreach (var edge in graph[i])
            {
                if (FiringsOf(file.Tasks[i]) is var own and > 0 && FiringsOf(file.Tasks[edge.To]) is var other and > 0
                    && other < own * Rarer && _reported.Add(edge.Span))
                {
                    context.Findings.Add(RuleTable.RarerDependency, edge.Span, file.Tasks[i].Label, Count(own),
                        Display.Of(file.Tasks[edge.To].Name!), Count(other));
                }
            }
        }

        if (!hasCycles && graph.Any(edges => edges.Count > 1))
        {
            FindImplied();
        }
    }

    private static string Count(double firings) => firings.ToString(firings < 10 ? "0.##" : "N0", CultureInfo.InvariantCulture);

    /// <summary>
    /// How often a task runs in a year, estimated from its schedule alone; 0 for a single run and for a schedule with a mistake.
    /// </summary>
    private double FiringsOf(TaskSource task)
    {
        if (task.FiringsPerYear < 0)
        {
            task.FiringsPerYear = task.Task.Schedule switch
            {
                { Kind: ScheduleKind.Every } every =>
                    Quantities.TryParseDuration(every.Expression, out var interval) ? SecondsPerYear / interval.TotalSeconds : 0,
                { Kind: ScheduleKind.Cron } cron => CronParser.Parse(cron.Expression, out _) is { } expression ? FiringsOf(expression) : 0,
                _ => 0,
            };
        }

        return task.FiringsPerYear;
    }

    private double FiringsOf(CronExpression cron)
    {
        var day = cron with { Seconds = 0, Minutes = 0, Hours = 0 };
        if (!_daysPerYear.TryGetValue(day, out var days))
        {
            _daysPerYear.Add(day, days = day.DaysPerYear());
        }

        return days * Bits(cron.Seconds) * Bits(cron.Minutes) * Bits(cron.Hours);
    }

    private static int Bits(long set)
    {
        var count = 0;
        for (; set != 0; set &= set - 1)
        {
            count++;
        }

        return count;
    }

    /// <summary>A dependency is implied where another one of the same task leads to it.</summary>
    private void FindImplied()
    {
        var heights = Heights();
        var direct = new int[graph.Length];
        var visited = new int[graph.Length];
        for (var task = 0; task < graph.Length && _steps > 0; task++)
        {
            if (graph[task].Count < 2 || MayCallAny(task))
            {
                continue;
            }

            var lowest = int.MaxValue;
            foreach (var edge in graph[task])
            {
                direct[edge.To] = task + 1;
                lowest = Math.Min(lowest, heights[edge.To]);
            }

            var impliedBy = Search(task, lowest, heights, direct, visited);
            foreach (var edge in graph[task])
            {
                if (impliedBy.TryGetValue(edge.To, out var by) && !Calls(task, edge.To) && _reported.Add(edge.Span))
                {
                    context.Findings.Add(RuleTable.ImpliedDependency, edge.Span, file.Tasks[task].Label,
                        Display.Of(file.Tasks[edge.To].Name!), Display.Of(file.Tasks[by].Name!));
                }
            }
        }
    }

    /// <summary>The direct dependencies that others lead to, each with the one that does. Nothing below the lowest of them can.</summary>
    private Dictionary<int, int> Search(int task, int lowest, int[] heights, int[] direct, int[] visited)
    {
        var implied = new Dictionary<int, int>();
        var open = new Stack<(int At, int Root)>();
        foreach (var edge in graph[task])
        {
            open.Push((edge.To, edge.To));
        }

        var steps = Math.Min(StepsOfTask, _steps);
        _steps -= steps;
        while (open.Count > 0 && steps > 0)
        {
            var (at, root) = open.Pop();
            foreach (var next in heights[at] > lowest ? graph[at] : [])
            {
                if (--steps < 0)
                {
                    break;
                }

                if (direct[next.To] == task + 1 && !implied.ContainsKey(next.To))
                {
                    implied.Add(next.To, root);
                }

                if (visited[next.To] != task + 1)
                {
                    visited[next.To] = task + 1;
                    open.Push((next.To, root));
                }
            }
        }

        _steps += Math.Max(steps, 0);
        return implied;
    }

    /// <summary>The length of the longest way down from each task, of a graph without cycles.</summary>
    private int[] Heights()
    {
        var heights = new int[graph.Length];
        var waiting = new int[graph.Length];
        var callers = new List<int>[graph.Length];
        var ready = new Stack<int>();
        for (var i = 0; i < graph.Length; i++)
        {
            waiting[i] = graph[i].Count;
            foreach (var edge in graph[i])
            {
                (callers[edge.To] ??= []).Add(i);
            }

            if (graph[i].Count == 0)
            {
                ready.Push(i);
            }
        }

        while (ready.Count > 0)
        {
            var at = ready.Pop();
            foreach (var caller in callers[at] ?? [])
            {
                heights[caller] = Math.Max(heights[caller], heights[at] + 1);
                if (--waiting[caller] == 0)
                {
                    ready.Push(caller);
                }
            }
        }

        return heights;
    }

    /// <summary>True if the task's code is in a file, which is not read here: it may call any of its dependencies.</summary>
    private bool MayCallAny(int task) => file.Tasks[task].Task.Metadata.CodeFile is not null;

    /// <summary>True if the task's code names the dependency, which it then needs itself. Reading code takes from the same steps.</summary>
    private bool Calls(int task, int dependency)
    {
        var code = file.Tasks[task].Task.Code;
        _steps -= (code.Length / 64) + 1;
        return _steps < 0 || code.IndexOf(file.Tasks[dependency].Identifier, StringComparison.Ordinal) is >= 0;
    }
}
