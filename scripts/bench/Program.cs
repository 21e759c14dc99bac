using Menace.Benchmarks;

// One piece of work per process: bench.py measures the whole process.
switch (args)
{
    case ["tasks", var count, var folder]:
        BenchmarkTasks.Write(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture), folder);
        return 0;
    case ["tasks", var count, var folder, var language]:
        BenchmarkTasks.Write(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture), folder, language);
        return 0;
    case ["stages", var folder, .. var stages]:
        return await StageRun.RunAsync(folder, stages);
    case ["editor", var count]:
        return await EditorRun.RunAsync(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture));
    case ["handoff", var count, var folder]:
        return await HandoffRun.RunAsync(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture), folder);
    case ["export", var repositories, var file]:
        EmittedFiles.Export(repositories, file);
        return 0;
    case ["libgit2", var file, var folder]:
        LibGit2Loop.Run(EmittedFiles.Import(file), folder);
        return 0;
    default:
        Console.Error.WriteLine("usage: tasks COUNT FOLDER [LANGUAGE] | stages FOLDER NAME ... | editor COUNT | handoff COUNT FOLDER | export REPOSITORIES FILE | libgit2 FILE FOLDER");
        return 2;
}
