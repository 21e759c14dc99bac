using System.Collections;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Processes;

namespace Menace.Pipeline.Repositories.Git;

/// <summary>
/// The program git with the settings of the system and of the user, whose credential helpers, proxies and keys are wanted: for remote
/// repositories and signatures. It runs no hook, asks nothing, uses at most one protocol, and ends when its time is over.
/// </summary>
internal sealed class UserGit(IProcessRunner runner)
{
    private const long Memory = 4L << 30;

    private static readonly string[] Settings =
    [
        "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "core.askPass=", "-c", "credential.interactive=false",
        "-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "fetch.fsckObjects=true", "-c", "http.lowSpeedLimit=1",
        "-c", "http.lowSpeedTime=60", "-c", "submodule.recurse=false", "-c", "push.recurseSubmodules=no", "-c", "push.gpgSign=false",
        "-c", "push.followTags=false", "-c", "fetch.prune=false",
    ];

    /// <summary>The longest time for one command.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Variables on top of the caller's.</summary>
    public IReadOnlyDictionary<string, string?> Variables { get; init; } = new Dictionary<string, string?>();

    /// <summary>Runs git.</summary>
    /// <param name="folder">Where; a repository of a folder above is not used.</param>
    /// <param name="protocol">The only protocol that it may use, also after a redirection; empty: none.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Ends it with all that it started.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="own">Variables of this command.</param>
    /// <exception cref="ToolMissingException">There is no git.</exception>
    public async Task<ProcessResult> RunAsync(
        string folder, string protocol, IReadOnlyList<string> arguments, CancellationToken cancellationToken, string? input = null,
        IReadOnlyDictionary<string, string>? own = null)
    {
        var git = Tools.Find("git") ?? throw new ToolMissingException("git", "it is not on PATH", "Install it: apt-get install git");
        var variables = VariablesFor(folder, protocol);
        if (protocol == "ssh")
        {
            variables["GIT_SSH_COMMAND"] = await SshAsync(git, folder, variables, cancellationToken);
        }

        foreach (var (name, value) in own ?? new Dictionary<string, string>())
        {
            variables[name] = value;
        }

        return await RunAsync(git, folder, [.. Settings, .. arguments], variables, cancellationToken, input);
    }

    /// <summary>Why git failed: its own lines that say so, in one line.</summary>
    public string Reason(ProcessResult result)
    {
        if (result.TimedOut)
        {
            return FormattableString.Invariant($"git did not end within {Patience.TotalSeconds:0} seconds");
        }

        string[] lines = [.. result.Error.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0
            && !line.StartsWith("hint:", StringComparison.Ordinal) && !line.StartsWith("To ", StringComparison.Ordinal))];
        return result.Excess is not null ? "git needed more than 4 GiB of memory"
            : lines.Length == 0 ? FormattableString.Invariant($"git ended with {result.ExitCode}")
            : string.Join("; ", lines.Take(3));
    }

    private Task<ProcessResult> RunAsync(
        string git, string folder, string[] arguments, Dictionary<string, string?> variables, CancellationToken cancellationToken,
        string? input = null) =>
        runner.RunAsync(
            new ProcessCommand(git, arguments, folder) { Environment = variables, Input = input, Limits = new() { Memory = Memory } },
            Patience, cancellationToken);

    private Dictionary<string, string?> VariablesFor(string folder, string protocol)
    {
        Dictionary<string, string?> variables = new()
        {
            ["GIT_TERMINAL_PROMPT"] = "0",
            ["GIT_ASKPASS"] = "",
            ["SSH_ASKPASS"] = null,
            ["SSH_ASKPASS_REQUIRE"] = "never",
            ["GCM_INTERACTIVE"] = "never",
            ["GIT_ALLOW_PROTOCOL"] = protocol,
            ["GIT_CEILING_DIRECTORIES"] = Path.GetDirectoryName(folder),
            ["GIT_NO_LAZY_FETCH"] = "1",
            ["GIT_NO_REPLACE_OBJECTS"] = "1",
            ["LC_ALL"] = "C",
        };

        // Where the caller has its settings of git: a build server gives credentials by these.
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if ((string)variable.Key is var name && name.StartsWith("GIT_CONFIG_", StringComparison.Ordinal)
                && name != "GIT_CONFIG_PARAMETERS")
            {
                variables[name] = (string?)variable.Value;
            }
        }

        foreach (var (name, value) in Variables)
        {
            variables[name] = value;
        }

        return variables;
    }

    /// <summary>The user's ssh, which asks nothing and gives up a host that does not answer.</summary>
    private async Task<string> SshAsync(
        string git, string folder, Dictionary<string, string?> variables, CancellationToken cancellationToken)
    {
        var own = variables.GetValueOrDefault("GIT_SSH_COMMAND") ?? Environment.GetEnvironmentVariable("GIT_SSH_COMMAND");
        if (string.IsNullOrWhiteSpace(own))
        {
            own = (await RunAsync(git, folder, ["config", "--get", "core.sshCommand"], variables, cancellationToken)).Output.Trim();
        }

        own = own.Length > 0 ? own : "ssh";

        // Another program than OpenSSH may not know the options.
        return Path.GetFileNameWithoutExtension(own.Split(' ')[0].Trim('"', '\'')) == "ssh"
            ? own + " -o BatchMode=yes -o ConnectTimeout=30" : own;
    }
}
