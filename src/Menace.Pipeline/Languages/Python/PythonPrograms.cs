using Scriban.Runtime;

namespace Menace.Pipeline.Languages.Python;

/// <summary>The programs that run the tests and the examples of a bot, and the one that keeps one of them warm.</summary>
internal static class PythonPrograms
{
    /// <summary>File name of the program that runs the tests.</summary>
    public const string Tests = "run_tests.py";

    /// <summary>File name of the program that runs the examples.</summary>
    public const string Examples = "run_examples.py";

    /// <summary>File name of the program that keeps another one warm.</summary>
    public const string Server = "serve_tests.py";

    private static readonly string SearchPath = Templates.Text("python/search_path.py");

    /// <summary>Text of <see cref="Tests"/>.</summary>
    public static string TestsText { get; } = Templates.Text("python/run_tests.py");

    /// <summary>Text of <see cref="Examples"/>.</summary>
    public static string ExamplesText { get; } = Templates.Render("python/examples.scriban", new ScriptObject
    {
        ["results"] = Templates.Text("python/results.py"),
        ["search_path"] = SearchPath,
    });

    /// <summary>Text of <see cref="Server"/>.</summary>
    public static string ServerText { get; } = $"{SearchPath}\n\n{Templates.Text("python/serve_tests.py")}";
}
