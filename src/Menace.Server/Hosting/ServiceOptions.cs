using System.CommandLine;
using System.Globalization;
using System.Net;
using Menace.Model.Diagnostics;

namespace Menace.Server.Hosting;

/// <summary>The options that every service has.</summary>
internal sealed class ServiceOptions
{
    private readonly Option<string> _listen;
    private readonly Option<string?> _tokenVariable = CommandOption.Of(
        "--token-variable", "NAME", "Name of the environment variable that holds the token required from callers.");
    private readonly Option<string?> _certificate = CommandOption.Of(
        "--certificate", "FILE", "PEM file of the certificate and its intermediate certificates.");
    private readonly Option<string?> _key = CommandOption.Of("--key", "FILE", "PEM file of the certificate's key.");
    private readonly Option<string> _maximumBody;
    private readonly Option<string> _maximumBodies = CommandOption.Of(
        "--max-bodies", "SIZE", "Maximum size of all concurrent request bodies, unpacked; more are rejected with 429.", "128Mi");

    private readonly Option<int> _maximumConnections = CommandOption.Of(
        "--max-connections", "N", "Maximum number of concurrent connections.", 2000);
    private readonly Option<string> _headerTimeout = CommandOption.Of(
        "--header-timeout", "TIME", "Time limit for the headers of a request.", "10s");
    private readonly Option<int> _minimumRate = CommandOption.Of(
        "--min-rate", "BYTES", "Minimum rate of a request body, in bytes per second.", 240);

    /// <summary>Options with the defaults of one service.</summary>
    public ServiceOptions(int port, string maximumBody)
    {
        _listen = CommandOption.Of(
            "--listen", "ADDRESS:PORT", "Address and port. Addresses other than loopback require a token and TLS.", $"127.0.0.1:{port}");
        _maximumBody = CommandOption.Of("--max-body", "SIZE", "Maximum size of a request body, packed and unpacked.", maximumBody);
    }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _listen, _tokenVariable, _certificate, _key, _maximumBody, _maximumBodies,
            _maximumConnections, _headerTimeout, _minimumRate })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The settings that the command line gives to the service <paramref name="name"/>.</summary>
    /// <exception cref="CodedException">They cannot be used, or are not safe.</exception>
    public ServiceSettings Read(ParseResult line, string name)
    {
        var (certificate, key) = (line.GetValue(_certificate), line.GetValue(_key));
        return new ServiceSettings(name, Endpoint(line.GetValue(_listen)!))
        {
            Token = line.GetValue(_tokenVariable) is { } variable ? AccessToken.FromVariable(variable) : null,
            Certificate = (certificate, key) switch
            {
                (null, null) => null,
                (not null, not null) => ServiceCertificate.Read(certificate, key),
                (not null, null) => throw new CodedException(Rules.InvalidOption, "--key", "", "the file with the key of --certificate"),
                _ => throw new CodedException(Rules.InvalidOption, "--certificate", "", "the file with the certificate of --key"),
            },
            MaximumBody = CommandOption.Size("--max-body", line.GetValue(_maximumBody)!),
            MaximumBodies = CommandOption.Size("--max-bodies", line.GetValue(_maximumBodies)!),
            MaximumConnections = CommandOption.Positive("--max-connections", line.GetValue(_maximumConnections)),
            HeaderTimeout = CommandOption.Duration("--header-timeout", line.GetValue(_headerTimeout)!),
            MinimumRate = CommandOption.Positive("--min-rate", line.GetValue(_minimumRate)),
        }.Checked();
    }

    private static IPEndPoint Endpoint(string text)
    {
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? text : text[..colon];
        if (colon >= 0 && ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            var address = host switch
            {
                "localhost" => IPAddress.Loopback,
                "*" => IPAddress.IPv6Any,
                _ => IPAddress.TryParse(host, out var parsed)
                    && (parsed.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork || host.StartsWith('[')) ? parsed : null,
            };
            if (address is not null)
            {
                return new(address, port);
            }
        }

        throw new CodedException(
            Rules.InvalidOption, "--listen", text, "an address and a port, for example 127.0.0.1:8000, [::1]:8000 or *:8000");
    }
}
