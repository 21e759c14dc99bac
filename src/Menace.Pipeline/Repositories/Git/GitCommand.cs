using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Processes;

namespace Menace.Pipeline.Repositories.Git;

/// <summary>
/// The program git for what its library cannot do. It sees no settings of the system, of the user or of the caller's variables, runs no
/// hook, asks nothing and reaches no network.
/// </summary>
internal sealed class GitCommand(IProcessRunner runner)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    private const long Memory = 4L << 30;

    private static readonly string[] Settings =
    [
        "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "core.commitGraph=false", "-c", "gc.auto=0",
        "-c", "maintenance.auto=false",
    ];

    /// <summary>Null removes a variable; all other variables of git are removed from every program.</summary>
    private static readonly Dictionary<string, string?> Variables = new()
    {
        ["GIT_CONFIG_NOSYSTEM"] = "1",
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        ["GIT_ATTR_NOSYSTEM"] = "1",
        ["GIT_TERMINAL_PROMPT"] = "0",
        ["GIT_ALLOW_PROTOCOL"] = "file",
        ["GIT_NO_LAZY_FETCH"] = "1",
        ["GIT_NO_REPLACE_OBJECTS"] = "1",
        ["GIT_OPTIONAL_LOCKS"] = "0",
        ["GIT_ASKPASS"] = null,
        ["GIT_SSH"] = null,
        ["GIT_SSH_COMMAND"] = null,
        ["GIT_SSL_CAINFO"] = null,
        ["GIT_SSL_CAPATH"] = null,
        ["LC_ALL"] = "C",
    };

    /// <summary>Why git failed, in one line.</summary>
    public static string Reason(ProcessResult result) =>
        result.TimedOut ? FormattableString.Invariant($"git did not end within {Timeout.TotalMinutes} minutes")
        : result.Excess is not null ? "git needed more than 4 GiB of memory"
        : result.Error.Trim().Split('\n')[0];

    /// <summary>Runs git.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="cancellationToken">Ends it with all that it started.</param>
    /// <exception cref="ToolMissingException">There is no git.</exception>
    public Task<ProcessResult> RunAsync(
        string folder, IReadOnlyList<string> arguments, string? input = null, CancellationToken cancellationToken = default)
    {
        var git = Tools.Find("git") ?? throw new ToolMissingException("git", "it is not on PATH", "Install it: apt-get install git");
        return runner.RunAsync(
            new ProcessCommand(git, [.. Settings, .. arguments], folder)
            {
                Environment = Variables,
                Input = input,
                Limits = new() { Memory = Memory },
            },
            Timeout, cancellationToken);
    }
}
