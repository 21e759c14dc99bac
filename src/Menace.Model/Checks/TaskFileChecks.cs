using Menace.Model.Reading;

namespace Menace.Model.Checks;

/// <summary>
/// Every check of contents, run over a file that was read. A task with a syntax error is left alone: more would be noise.
/// </summary>
internal static class TaskFileChecks
{
    public static void Run(BoundFile file, CheckContext context)
    {
        if (file.Defaults is { } defaults)
        {
            DependencyChecks.Run(defaults, context);
            CheckContents(defaults, context);
        }

        foreach (var task in file.Tasks.Where(t => !t.IsChecked))
        {
            CheckTask(task, context.Of(task));
            task.Close();
        }

        NameChecks.Run(file, context);
        DependencyChecks.Run(file, context);
    }

    /// <summary>Checks one task by itself: these findings are valid while its text, the defaults and the options are the same.</summary>
    private static void CheckTask(TaskSource task, CheckContext context)
    {
        if (task.IsBroken)
        {
            return;
        }

        NameChecks.Run(task, context);
        DependencyChecks.Run(task, context);
        CheckContents(task, context);
        CompletenessChecks.Run(task, context);
        CodeChecks.Run(task, context);
    }

    private static void CheckContents(TaskSource source, CheckContext context)
    {
        if (source.IsBroken)
        {
            return;
        }

        ScheduleChecks.Run(source, context);
        RunChecks.Run(source, context);
        ResourceChecks.Run(source, context);
        MetadataChecks.Run(source, context);
        ExampleChecks.Run(source, context);
        FileChecks.Run(source, context);
        TestFileChecks.Run(source, context);
        DataPathChecks.Run(source, context);
        KnownValueChecks.Run(source, context);
        SecretChecks.Run(source, context);
    }
}
