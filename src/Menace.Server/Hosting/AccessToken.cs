using System.Security.Cryptography;
using System.Text;
using Menace.Model.Diagnostics;

namespace Menace.Server.Hosting;

/// <summary>
/// The secret that callers send. Only its hash is kept, so that it cannot be printed and every comparison takes the same time.
/// </summary>
internal sealed class AccessToken
{
    /// <summary>Shorter ones can be guessed over a network.</summary>
    private const int ShortestLength = 16;

    private const string Scheme = "Bearer ";

    private readonly byte[] _hash;

    public AccessToken(string token) => _hash = Hash(token);

    /// <summary>The token in the environment variable <paramref name="variable"/>.</summary>
    /// <exception cref="CodedException">The variable holds no token.</exception>
    public static AccessToken FromVariable(string variable)
    {
        var token = Environment.GetEnvironmentVariable(variable);
        return string.IsNullOrWhiteSpace(token) ? throw new CodedException(Rules.TokenUnusable, variable, "is not set")
            : token.Length < ShortestLength
                ? throw new CodedException(Rules.TokenUnusable, variable, $"has fewer than {ShortestLength} characters")
            : new(token.Trim());
    }

    /// <summary>True if <paramref name="authorization"/>, the value of that header, carries the token.</summary>
    public bool IsIn(string? authorization) =>
        authorization is not null
        && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(_hash, Hash(authorization[Scheme.Length..].Trim()));

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
