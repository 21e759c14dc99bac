using LibGit2Sharp;
using LibGit2Sharp.Handlers;

namespace Menace.Pipeline.Models;

/// <summary>Where a repository is fetched from or pushed to. User and password are kept apart: git stores the address in its configuration.</summary>
/// <param name="Address">The URL without user and password, or a path.</param>
internal sealed record RemoteUrl(string Address)
{
    private string _whole = Address;

    /// <summary>Gives git the user and the password, if the URL had them.</summary>
    public CredentialsHandler? Credentials { get; private init; }

    /// <summary>Takes <paramref name="url"/> apart.</summary>
    public static RemoteUrl Parse(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.IsFile || uri.UserInfo.Length == 0)
        {
            return new(url);
        }

        var parts = uri.UserInfo.Split(':', 2);
        var address = new UriBuilder(uri) { UserName = "", Password = "" }.Uri.AbsoluteUri;
        return new(address)
        {
            _whole = url,
            Credentials = (_, _, _) => new UsernamePasswordCredentials
            {
                Username = Uri.UnescapeDataString(parts[0]),
                Password = Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? ""),
            },
        };
    }

    /// <summary><paramref name="message"/> without this URL.</summary>
    public string Hide(string message) =>
        message.Replace(_whole, "(its URL)", StringComparison.Ordinal).Replace(Address, "(its URL)", StringComparison.Ordinal);
}
