using System.Globalization;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Testing;

/// <summary>A place in the code of a bot, or in the tests that its task brings.</summary>
/// <param name="Anchor">The place in the task.</param>
/// <param name="Chain">The tested bot and those whose code it reached, in the order of the calls: <c>A -> B</c>.</param>
internal sealed record CodePlace(TaskAnchor Anchor, string Chain);

/// <summary>Converts places in main files and in test files to places in the code and in the tests of tasks.</summary>
/// <param name="roots">Absolute paths of folders that hold a folder for each bot: the trees, and the repositories.</param>
/// <param name="repositories">Returns the repository of a bot, or null.</param>
/// <param name="tasks">The tasks of the list.</param>
internal sealed class CodePlaces(
    IReadOnlyList<string> roots, Func<string, BotRepository?> repositories, IReadOnlyList<ListedTask> tasks)
{
    private const string Code = "code";
    private const string CodeFile = "metadata.code_file";

    private readonly Dictionary<string, string?> _codeFiles = tasks.GroupBy(task => task.Name, StringComparer.Ordinal)
        .ToDictionary(task => task.Key, task => task.First().CodeFile, StringComparer.Ordinal);

    /// <summary>
    /// The innermost place in the code of a bot that a failed test reached; without one, that in the tests of the task; or null.
    /// </summary>
    /// <param name="bot">The tested bot.</param>
    /// <param name="folder">Absolute path of its tree, in which its tests run.</param>
    /// <param name="texts">The texts about the failure, that of the caller before that of what it calls.</param>
    public CodePlace? OfFailure(string bot, string folder, params ReadOnlySpan<string> texts)
    {
        List<string> chain = [bot];
        TaskAnchor? anchor = null;
        TaskAnchor? test = null;
        foreach (var text in texts)
        {
            foreach (var frame in CodeFrames.Read(text))
            {
                if (Find(frame, folder, InCode) is not { } found)
                {
                    test = Find(frame, folder, InTests) ?? test;
                    continue;
                }

                anchor = found;
                if (found.Bot is { } name && chain[^1] != name)
                {
                    chain.Add(name);
                }
            }
        }

        return (anchor ?? test) is { } place ? new(place, string.Join(" -> ", chain)) : null;
    }

    /// <summary>True if <paramref name="anchor"/> is a place in the code of a bot.</summary>
    public static bool IsCode(TaskAnchor? anchor) => anchor is { Bot: not null, Property: Code or CodeFile };

    /// <summary>The errors of a build that are in the code or the tests of a bot, with their places.</summary>
    public IEnumerable<(TaskAnchor Anchor, string Message)> OfBuild(string folder, string output) =>
        CodeFrames.Errors(output)
            .Select(error => (
                Anchor: Find(error.Place, folder, InCode) ?? Find(error.Place, folder, InTests), error.Message, error.Place))
            .Where(error => error.Anchor is not null)
            .Select(error => (error.Anchor!, Shown(error.Place, error.Message)));

    /// <summary>The place of a line of a bot's main file: in its code if the line is there, else the code as a whole.</summary>
    /// <param name="repository">The bot.</param>
    /// <param name="file">Absolute path of the main file, in the repository or in a tree.</param>
    /// <param name="line">Line, from 1.</param>
    /// <param name="column">Column, from 1; 0 for the line as a whole.</param>
    public TaskAnchor InCode(BotRepository repository, string file, int line, int column)
    {
        var name = repository.Spec.Name;
        var (offset, length) = CodeLines.Locate(repository.Spec.Code, TextOf(file), line, column);
        offset = length == 0 ? offset : TidyEdit.Origin(repository.Spec.Tidied ?? [], offset);
        return new(PropertyOf(name), offset, length) { Bot = name };
    }

    /// <summary>The property of a task that has its code.</summary>
    public string PropertyOf(string bot) => _codeFiles.GetValueOrDefault(bot) is null ? Code : CodeFile;

    private TaskAnchor? Find(CodeFrame frame, string folder, Func<BotRepository, string, string, CodeFrame, TaskAnchor?> place)
    {
        var path = Path.GetFullPath(frame.File, folder);
        foreach (var root in roots)
        {
            if (!path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                continue;
            }

            var name = path[(root.Length + 1)..].Split(Path.DirectorySeparatorChar)[0];
            if (repositories(name) is { } repository && place(repository, Path.Combine(root, name), path, frame) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private TaskAnchor? InCode(BotRepository repository, string folder, string path, CodeFrame frame) =>
        Path.Combine(folder, MainFileOf(repository)) == path ? InCode(repository, path, frame.Line, frame.Column) : null;

    /// <summary>Files are numbered in the order of the task: <c>metadata.tests_file.0</c>.</summary>
    private static TaskAnchor? InTests(BotRepository repository, string folder, string path, CodeFrame frame)
    {
        var spec = repository.Spec;
        var fileOf = LanguageTable.RowOf(spec.Language).TestFile;
        foreach (var (index, (name, text)) in spec.Tests.Index())
        {
            if (Path.Combine(folder, fileOf(spec, name)) == path)
            {
                var (offset, length) = CodeLines.Locate(text, TextOf(path), frame.Line, frame.Column);
                var property = name.Length == 0 ? "metadata.tests"
                    : string.Create(CultureInfo.InvariantCulture, $"metadata.tests_file.{index}");
                return new(property, offset, length) { Bot = spec.Name };
            }
        }

        return null;
    }

    private static string MainFileOf(BotRepository repository) => Path.GetRelativePath(repository.Path, repository.MainFile);

    private static string Shown(CodeFrame place, string message) =>
        string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(place.File)}({place.Line},{place.Column}): {message}");

    /// <summary>Empty if the file is gone or cannot be read: then no line of it is known.</summary>
    private static string TextOf(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
