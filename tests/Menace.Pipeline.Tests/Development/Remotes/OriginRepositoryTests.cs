using System.Net;
using System.Net.Sockets;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Repositories.Git;

namespace Menace.Pipeline.Tests.Development.Remotes;

/// <summary>Remote repositories at real servers.</summary>
public sealed class OriginRepositoryTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public OriginRepositoryTests() => Shell.Git(_folder.Path, "init", "-q", "--bare", "-b", "main", "remotes/Bot.git");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Http_server_is_reached_with_the_password_of_a_credential_helper()
    {
        using var server = new GitHttpServer(_folder["remotes"], "builder", "p4ssw0rd");
        _folder.Write("credentials", server.Url.Replace("://", "://builder:p4ssw0rd@", StringComparison.Ordinal) + "\n");
        var pattern = Pattern(server.Url + "/{name}.git");

        await Check(pattern, Git(("credential.helper", $"store --file={_folder["credentials"]}")));

        var refused = await Assert.ThrowsAsync<RemoteException>(
            () => new OriginRepository(pattern, "Bot", Git()).LookAsync(_folder.Path, CancellationToken.None));
        Assert.Contains("terminal prompts disabled", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ssh_server_is_reached_with_the_key_of_the_user()
    {
        using var server = await SshServer.StartAsync(_folder["ssh"]);
        var pattern = Pattern($"ssh://{Environment.UserName}@127.0.0.1:{server.Port}{_folder["remotes"]}/{{name}}.git");

        await Check(pattern, Git(server.Command(hasKey: true)));

        var refused = await Assert.ThrowsAsync<RemoteException>(
            () => new OriginRepository(pattern, "Bot", Git(server.Command(hasKey: false))).LookAsync(_folder.Path, CancellationToken.None));
        Assert.Contains("Permission denied", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_does_not_answer_is_given_up()
    {
        using var silent = new TcpListener(IPAddress.Loopback, FreePort.Next());
        silent.Start();
        var git = new UserGit(new ProcessRunner()) { Patience = TimeSpan.FromSeconds(2) };

        var refused = await Assert.ThrowsAsync<RemoteException>(
            () => new OriginRepository(Pattern($"http://{silent.LocalEndpoint}/{{name}}.git"), "Bot", git)
                .LookAsync(_folder.Path, CancellationToken.None));

        Assert.Equal("git did not end within 2 seconds", refused.Reason);
    }

    [Fact]
    public async Task Folder_that_is_not_there_is_not_a_missing_repository()
    {
        var pattern = Pattern($"file://{_folder["unmounted"]}/{{name}}.git");

        await Assert.ThrowsAsync<RemoteException>(
            () => new OriginRepository(pattern, "Bot", Git()).LookAsync(_folder.Path, CancellationToken.None));
    }

    /// <summary>Looks, pushes, looks again and clones.</summary>
    private async Task Check(RemotePattern pattern, UserGit git)
    {
        var bot = Path.Combine(_folder["a"], "Bot");
        var (commit, _) = new BotGitRepository(bot).Create(
            [RepositoryFile.FromText("a.txt", "1")], tree => GeneratedCommit.Message("Generate Bot", "A bot.", "1", tree), Time);
        var origin = new OriginRepository(pattern, "Bot", git);
        Assert.Equal(new RemoteBranches(null, null), await origin.LookAsync(_folder.Path, CancellationToken.None));
        Assert.Null(await new OriginRepository(pattern, "Other", git).LookAsync(_folder.Path, CancellationToken.None));

        Assert.Equal(
            ["main [new branch]", "menace/generated [new branch]"],
            await origin.PushAsync(bot, new(commit, commit), CancellationToken.None));

        var branches = await origin.LookAsync(_folder.Path, CancellationToken.None);
        Assert.Equal(new RemoteBranches(commit, commit), branches);
        var clone = Path.Combine(_folder["b"], "Bot");
        await ClonedRepository.CreateAsync(clone, origin, branches!, new RepositoryOwner(_folder["b"]), CancellationToken.None);
        Assert.Equal(("1", ""), (File.ReadAllText(Path.Combine(clone, "a.txt")), Shell.Git(clone, "status", "--porcelain")));
        Assert.Empty(await origin.PushAsync(clone, branches!, CancellationToken.None));
        var missing = await Assert.ThrowsAsync<RemoteException>(
            () => new OriginRepository(pattern, "Other", git).PushAsync(bot, new(commit, commit), CancellationToken.None));
        Assert.True(missing.IsMissing, missing.Reason);
    }

    private static RemotePattern Pattern(string text) => RemotePattern.Parse(text, out _)!;

    private static UserGit Git(string ssh) =>
        new(new ProcessRunner()) { Variables = new Dictionary<string, string?> { ["GIT_SSH_COMMAND"] = ssh, ["GIT_CONFIG_GLOBAL"] = "/dev/null" } };

    private static UserGit Git(params (string Name, string Value)[] settings)
    {
        Dictionary<string, string?> variables = new()
        {
            ["GIT_CONFIG_GLOBAL"] = "/dev/null",
            ["GIT_CONFIG_COUNT"] = settings.Length.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        for (var i = 0; i < settings.Length; i++)
        {
            variables[FormattableString.Invariant($"GIT_CONFIG_KEY_{i}")] = settings[i].Name;
            variables[FormattableString.Invariant($"GIT_CONFIG_VALUE_{i}")] = settings[i].Value;
        }

        return new(new ProcessRunner()) { Variables = variables };
    }
}
