using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Menace.Server.Tests.Rig;

/// <summary>A certificate for localhost that nobody trusts but who is told to.</summary>
/// <param name="Certificate">Path of its PEM file.</param>
/// <param name="Key">Path of its key's PEM file.</param>
internal sealed record TestCertificate(string Certificate, string Key)
{
    /// <summary>Makes one in <paramref name="folder"/>.</summary>
    public static TestCertificate Write(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var made = new TestCertificate(Path.Combine(folder, "certificate.pem"), Path.Combine(folder, "key.pem"));
        File.WriteAllText(made.Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(made.Key, key.ExportPkcs8PrivateKeyPem());
        return made;
    }
}
