using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Infrastructure.Processes;

namespace Menace.Pipeline.Testing;

/// <summary>
/// Home and temporary folder of one test run: new and empty before it, gone after one that passed. A setup keeps those of the user: package
/// caches
/// are found through the one, the shared compiler server through the other.
/// </summary>
internal sealed class TestSurroundings : IDisposable
{
    /// <summary>
    /// The address of a Unix socket has 108 bytes; what makes sockets in its temporary folder (multiprocessing does) needs 48 of them.
    /// </summary>
    private const int LongestTemporaryPath = 60;

    private readonly string _home;
    private readonly string _temporary;
    private readonly IReadOnlyList<string> _variables;

    private TestSurroundings(string home, string temporary, IReadOnlyList<string> variables) =>
        (_home, _temporary, _variables) = (home, temporary, variables);

    /// <summary>Creates both, inside <paramref name="work"/> if its path is not too long.</summary>
    /// <param name="work">The bot's work folder.</param>
    /// <param name="variables">Names of the variables that the project lets through to tests.</param>
    public static TestSurroundings Create(string work, IReadOnlyList<string> variables)
    {
        var home = Path.Combine(work, "home");
        var temporary = Path.Combine(work, "tmp");
        FolderRemoval.Delete(home);
        FolderRemoval.Delete(temporary);
        Directory.CreateDirectory(home);
        return new TestSurroundings(
            home,
            temporary.Length <= LongestTemporaryPath ? Directory.CreateDirectory(temporary).FullName
                : Directory.CreateTempSubdirectory("menace-").FullName,
            variables);
    }

    /// <summary><paramref name="tests"/>, inside them.</summary>
    public ProcessCommand Around(ProcessCommand tests)
    {
        var environment = new Dictionary<string, string?>(tests.Environment, StringComparer.Ordinal)
        {
            ["HOME"] = _home,
            ["TMPDIR"] = _temporary,
            ["TMP"] = _temporary,
            ["TEMP"] = _temporary,

            // Also where a bot in another language calls one in Python: its repository stays as it is.
            ["PYTHONDONTWRITEBYTECODE"] = "1",
        };
        // pytest may be one of the user's own packages, which Python looks for below HOME.
        if (Environment.GetEnvironmentVariable("PYTHONUSERBASE") is null
            && Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home)
        {
            environment["PYTHONUSERBASE"] = Path.Combine(home, ".local");
        }

        return tests with
        {
            Inherited = CallerEnvironment.ForTests(_variables),
            Environment = environment,
            Limits = tests.Limits with { TemporaryFolder = _temporary }
        };
    }

    /// <summary>Deletes what is not kept beside the logs.</summary>
    public void Dispose()
    {
        if (Path.GetDirectoryName(_temporary) != Path.GetDirectoryName(_home))
        {
            FolderRemoval.Delete(_temporary);
        }
    }

    /// <summary>Deletes both.</summary>
    public void Remove()
    {
        FolderRemoval.Delete(_home);
        FolderRemoval.Delete(_temporary);
    }
}
