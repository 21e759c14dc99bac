using System.Net;

namespace Menace.Pipeline.Contracts;

/// <summary>
/// Where the remote repository of each bot is (<c>MenaceRemote</c>): a URL with <c>{name}</c>. A URL is in logs and in the settings of
/// repositories, so it must not hold a secret.
/// </summary>
internal sealed class RemotePattern
{
    /// <summary>What is allowed, for a message.</summary>
    public const string Allowed = "a URL with {name}, of https, ssh or file (http for this machine only), without password, query and "
        + "fragment, and without user unless it is of ssh. Git's credential helpers have the credentials";

    private const string Place = "{name}";

    private readonly string _text;

    private RemotePattern(string text) => _text = text;

    /// <summary>The protocol, as git names it.</summary>
    public string Protocol => _text[.._text.IndexOf(':', StringComparison.Ordinal)].ToLowerInvariant();

    /// <summary>Parses a pattern.</summary>
    /// <param name="text">The pattern.</param>
    /// <param name="found">What was found instead of one, without a secret.</param>
    /// <returns>The pattern, or null.</returns>
    public static RemotePattern? Parse(string text, out string found)
    {
        text = text.Trim();
        found = text;
        if (!text.Contains(Place, StringComparison.Ordinal) && !text.Contains('@', StringComparison.Ordinal))
        {
            return null;
        }

        if (!Uri.TryCreate(text.Replace(Place, "name", StringComparison.Ordinal), UriKind.Absolute, out var uri))
        {
            found = text.Contains('@', StringComparison.Ordinal) ? "a text with '@' that is no URL" : text;
            return null;
        }

        if (uri.UserInfo.Contains(':', StringComparison.Ordinal) || (uri.UserInfo.Length > 0 && uri.Scheme != "ssh"))
        {
            found = "a URL with a user or a password";
            return null;
        }

        var isKnown = uri.Scheme is "https" or "ssh" or "file" || (uri.Scheme == "http" && IsThisMachine(uri));
        var isPlain = uri.Query.Length == 0 && uri.Fragment.Length == 0 && !text.Any(c => char.IsControl(c) || c == ' ');
        found = isKnown && isPlain ? found : $"a URL of {uri.Scheme} that is not one of these";
        return isKnown && isPlain && uri.AbsolutePath.Contains("name", StringComparison.Ordinal)
            && text.Contains(Place, StringComparison.Ordinal) ? new(text) : null;
    }

    /// <summary>The URL of the bot <paramref name="name"/>.</summary>
    public string UrlOf(string name) => _text.Replace(Place, Uri.EscapeDataString(name), StringComparison.Ordinal);

    private static bool IsThisMachine(Uri uri) =>
        uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(uri.Host, out var address) && IPAddress.IsLoopback(address));
}
