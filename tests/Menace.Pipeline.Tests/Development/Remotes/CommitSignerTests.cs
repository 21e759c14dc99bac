using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Repositories.Git;

namespace Menace.Pipeline.Tests.Development.Remotes;

/// <summary>Signed commits, checked by git with a real SSH key.</summary>
public sealed class CommitSignerTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void New_updated_and_merged_commits_are_signed_by_the_key_of_the_user()
    {
        var signer = Signer(WithKey());
        var tree = Create("Bot", signer).Tree;

        Assert.Equal(Create("Plain", null).Tree, tree);
        Verify("main");
        File.WriteAllText(Path.Combine(_folder["Bot"], "mine.txt"), "mine");
        Git("add", "-A");
        Git("-c", "user.name=u", "-c", "user.email=u@example.org", "-c", "commit.gpgsign=false", "commit", "-q", "-m", "Mine");
        var update = Bot("Bot", signer).Update(Files("2"), Message("Update Bot: input 2", "2"), Time, new MergeSettings([], _folder["merges/Bot"]));

        Assert.Null(update.Refusal);
        Assert.Equal(("1", "2"), (Git("rev-list", "--count", "--merges", "HEAD").Trim(), Git("rev-list", "--count", "HEAD^2").Trim()));
        Verify("main");
        Verify("menace/generated");
        Assert.Equal("Menace <menace@localhost> 981173106 +0000", Git("log", "-1", "--format=%an <%ae> %ad", "--date=raw", "menace/generated").Trim());
        Assert.True(new BotGitRepository(_folder["Bot"]).Inspect().IsMerged);
        Git("fsck", "--strict");
    }

    [Fact]
    public void Signatures_of_an_ed25519_key_give_the_same_ids_again()
    {
        var signer = Signer(WithKey());

        Assert.Equal(Create("Bot", signer), Create("Other", signer));
        Assert.NotEqual(Create("Plain", null), Create("Third", signer));
    }

    [Fact]
    public void An_OpenPGP_key_signs_as_git_is_told_to()
    {
        // Sockets of the agent have short paths.
        var home = Directory.CreateTempSubdirectory("gpg").FullName;
        Dictionary<string, string> variables = new() { ["GNUPGHOME"] = home };
        File.SetUnixFileMode(home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            Shell.Run(_folder.Path, variables, "gpg", "--batch", "--quiet", "--passphrase", "", "--quick-generate-key", "Menace <menace@localhost>", "ed25519", "sign", "never");
            Create("Bot", Signer([("user.signingKey", "menace@localhost")], variables));

            Shell.Run(_folder["Bot"], variables, "git", "verify-commit", "main");
            Assert.Contains("-----BEGIN PGP SIGNATURE-----", Git("cat-file", "commit", "main"), StringComparison.Ordinal);
            Git("fsck", "--strict");
        }
        finally
        {
            Shell.Run(_folder.Path, variables, "gpgconf", "--kill", "all");
            Directory.Delete(home, recursive: true);
        }
    }

    [Fact]
    public async Task Missing_key_is_found_before_anything_is_written()
    {
        var exception = await Assert.ThrowsAsync<SigningException>(
            () => Signer([("gpg.format", "ssh")]).TryAsync(_folder["try"], CancellationToken.None));
        await Signer(WithKey()).TryAsync(_folder["try"], CancellationToken.None);

        Assert.Contains("user.signingkey", exception.Message, StringComparison.OrdinalIgnoreCase);
        Assert.False(Directory.Exists(_folder["try"]));
    }

    private (string, string)[] WithKey()
    {
        Shell.Run(_folder.Path, null, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", "key");
        _folder.Write("allowed", "menace@localhost " + File.ReadAllText(_folder["key.pub"]));
        return [("gpg.format", "ssh"), ("user.signingKey", _folder["key"])];
    }

    private static CommitSigner Signer((string Name, string Value)[] settings, Dictionary<string, string>? more = null)
    {
        Dictionary<string, string?> variables = new((more ?? []).Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)))
        {
            ["GIT_CONFIG_GLOBAL"] = "/dev/null",
            ["GIT_CONFIG_COUNT"] = settings.Length.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        for (var i = 0; i < settings.Length; i++)
        {
            variables[FormattableString.Invariant($"GIT_CONFIG_KEY_{i}")] = settings[i].Name;
            variables[FormattableString.Invariant($"GIT_CONFIG_VALUE_{i}")] = settings[i].Value;
        }

        return new(new UserGit(new ProcessRunner()) { Variables = variables });
    }

    private (string Commit, string Tree) Create(string name, CommitSigner? signer) =>
        Bot(name, signer).Create(Files("1"), Message("Generate Bot", "1"), Time);

    private BotGitRepository Bot(string name, CommitSigner? signer) => new(_folder[name]) { Signer = signer };

    private static RepositoryFile[] Files(string text) => [RepositoryFile.FromText("a.txt", text)];

    private static Func<string, string> Message(string subject, string input) =>
        tree => GeneratedCommit.Message(subject, "A bot.", input, tree);

    private void Verify(string commit) => Git("-c", $"gpg.ssh.allowedSignersFile={_folder["allowed"]}", "verify-commit", commit);

    private string Git(params string[] arguments) => Shell.Git(_folder["Bot"], arguments);
}
