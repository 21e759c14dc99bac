using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Tests.Development.Remotes;

/// <summary>URLs of remote repositories.</summary>
public sealed class RemotePatternTests
{
    [Theory]
    [InlineData("https://git.example.org/bots/{name}.git", "https://git.example.org/bots/Demo.git", "https")]
    [InlineData("ssh://git@example.org:2222/bots/{name}.git", "ssh://git@example.org:2222/bots/Demo.git", "ssh")]
    [InlineData("file:///srv/git/{name}.git", "file:///srv/git/Demo.git", "file")]
    [InlineData("http://localhost:8080/{name}", "http://localhost:8080/Demo", "http")]
    public void Pattern_gives_the_URL_of_a_bot(string text, string url, string protocol)
    {
        var pattern = RemotePattern.Parse(text, out _);

        Assert.Equal((url, protocol), (pattern?.UrlOf("Demo"), pattern?.Protocol));
    }

    [Theory]
    [InlineData("https://git.example.org/bots.git")]
    [InlineData("https://{name}.example.org/bots.git")]
    [InlineData("http://git.example.org/{name}.git")]
    [InlineData("ext::sh -c x {name}")]
    [InlineData("git://git.example.org/{name}.git")]
    [InlineData("https://git.example.org/{name}.git?a=b")]
    [InlineData("../{name}.git")]
    public void Other_text_is_refused(string text) => Assert.Null(RemotePattern.Parse(text, out _));

    [Theory]
    [InlineData("https://s3cr3t@git.example.org/{name}.git")]
    [InlineData("https://user:s3cr3t@git.example.org/{name}.git")]
    [InlineData("ssh://git:s3cr3t@git.example.org/{name}.git")]
    [InlineData("https://user:s3cr3t@git.example.org/bots.git")]
    [InlineData("user:s3cr3t@git.example.org/{name}.git")]
    public void Secret_in_a_URL_is_refused_and_not_repeated(string text)
    {
        Assert.Null(RemotePattern.Parse(text, out var found));
        Assert.DoesNotContain("s3cr3t", found, StringComparison.Ordinal);
    }
}
