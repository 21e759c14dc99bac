using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Menace.Model.Diagnostics;

namespace Menace.Server.Hosting;

/// <summary>The addresses of a service, and its requirements on callers.</summary>
/// <param name="Name">Name of the service, for messages: <c>stage3</c>.</param>
/// <param name="Endpoint">Where it listens; port 0 is any free one.</param>
internal sealed record ServiceSettings(string Name, IPEndPoint Endpoint)
{
    /// <summary>Gets the token required from callers, or null.</summary>
    public AccessToken? Token { get; init; }

    /// <summary>The certificate of HTTPS, or null for HTTP.</summary>
    public ServiceCertificate? Certificate { get; init; }

    /// <summary>Bytes of a request's body, also after it was unpacked.</summary>
    public long MaximumBody { get; init; } = 16 << 20;

    /// <summary>Bytes that the bodies of all requests may have together, unpacked; more are answered with 429.</summary>
    public long MaximumBodies { get; init; } = 128 << 20;

    /// <summary>Connections at once; more are closed.</summary>
    public int MaximumConnections { get; init; } = 2000;

    /// <summary>A request whose head takes longer is refused.</summary>
    public TimeSpan HeaderTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes per second below which a body is refused, after five seconds.</summary>
    public int MinimumRate { get; init; } = 240;

    /// <summary>The address as people read it.</summary>
    public string Url => $"{(Certificate is null ? "http" : "https")}://{Endpoint}";

    /// <summary>
    /// Refuses to listen where other machines are without knowing them (token) and without hiding the token from the rest (TLS).
    /// </summary>
    /// <exception cref="CodedException">It is not safe.</exception>
    public ServiceSettings Checked()
    {
        string[] missing = [.. Token is null ? ["a token (--token-variable)"] : Array.Empty<string>(), .. Certificate is null
            ? ["TLS (--certificate and --key)"] : Array.Empty<string>()];
        return IPAddress.IsLoopback(Endpoint.Address) || missing.Length == 0
            ? this
            : throw new CodedException(Rules.UnsafeListening, Endpoint.ToString(), string.Join(" and ", missing));
    }
}

/// <summary>A certificate with its key and the certificates between it and the one that callers trust.</summary>
internal sealed record ServiceCertificate(X509Certificate2 Certificate, X509Certificate2Collection Chain)
{
    /// <summary>Reads PEM files: the certificate first, then those between.</summary>
    /// <exception cref="CodedException">They cannot be read, do not belong together, or are out of date.</exception>
    public static ServiceCertificate Read(string certificatePath, string keyPath)
    {
        try
        {
            var certificate = X509Certificate2.CreateFromPemFile(certificatePath, keyPath);
            if (certificate.NotAfter < DateTime.Now)
            {
                throw new CodedException(
                    Rules.CertificateUnusable, certificatePath, keyPath, $"it expired on {certificate.NotAfter:yyyy-MM-dd}");
            }

            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(certificatePath);
            chain.RemoveAt(0);
            return new(certificate, chain);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new CodedException(Rules.CertificateUnusable, [certificatePath, keyPath, exception.Message], exception);
        }
    }
}
