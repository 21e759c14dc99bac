namespace Menace.Sdk.Tests.Hosts;

/// <summary>Git settings of a user that would change what a less careful program writes, or stop it.</summary>
internal static class HostileGit
{
    /// <summary>Writes .gitconfig and what it names into <paramref name="home"/>.</summary>
    public static void Write(string home)
    {
        Directory.CreateDirectory(Path.Combine(home, "hooks"));
        Directory.CreateDirectory(Path.Combine(home, "template/hooks"));
        foreach (var hook in new[] { "hooks/pre-commit", "hooks/post-commit", "hooks/reference-transaction", "template/hooks/pre-commit" })
        {
            var path = Path.Combine(home, hook);
            File.WriteAllText(path, $"#!/bin/sh\necho ran >> '{home}/hooks-ran'\nexit 1\n");
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        File.WriteAllText(Path.Combine(home, "ignore"), "*\n");
        File.WriteAllText(Path.Combine(home, ".gitconfig"), $"""
            [core]
                autocrlf = true
                safecrlf = true
                hooksPath = {home}/hooks
                fsmonitor = true
                excludesFile = {home}/ignore
            [init]
                defaultBranch = trunk
                templateDir = {home}/template
            [commit]
                gpgsign = true
            [user]
                useConfigOnly = true
            """);
    }
}
