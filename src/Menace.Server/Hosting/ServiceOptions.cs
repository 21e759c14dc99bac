using System.CommandLine;
using System.Globalization;
using System.Net;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Tasks;

namespace Menace.Server.Hosting;

/// <summary>The options that every service has.</summary>
internal sealed class ServiceOptions
{
    private readonly Option<string> _listen;
    private readonly Option<string?> _tokenVariable = new(
        "--token-variable")
    {
        Description = "Name of the environment variable that holds the token required from callers.",
        HelpName = "NAME"
    };
    private readonly Option<string?> _certificate = new(
        "--certificate")
    { Description = "PEM file of the certificate and its intermediate certificates.", HelpName = "FILE" };
    private readonly Option<string?> _key = new("--key") { Description = "PEM file of the certificate's key.", HelpName = "FILE" };
    private readonly Option<string> _maximumBody;
    private readonly Option<string> _maximumBodies = new("--max-bodies")
    {
        Description = "Maximum size of all concurrent request bodies, unpacked; more are rejected with 429.",
        DefaultValueFactory = _ => "128Mi",
        HelpName = "SIZE",
    };

    private readonly Option<int> _maximumConnections = new(
        "--max-connections")
    { Description = "Maximum number of concurrent connections.", DefaultValueFactory = _ => 2000, HelpName = "N" };
    private readonly Option<string> _headerTimeout = new(
        "--header-timeout")
    {
        Description = "Time limit for the headers of a request.",
        DefaultValueFactory = _ =>
        "10s",
        HelpName = "TIME"
    };
    private readonly Option<int> _minimumRate = new(
        "--min-rate")
    {
        Description = "Minimum rate of a request body, in bytes per second.",
        DefaultValueFactory = _ =>
        240,
        HelpName = "BYTES"
    };

    /// <summary>Options with the defaults of one service.</summary>
    public ServiceOptions(int port, string maximumBody)
    {
        _listen = new("--listen")
        {
            Description = "Address and port. Addresses other than loopback require a token and TLS.",
            DefaultValueFactory = _ => $"127.0.0.1:{port}",
            HelpName = "ADDRESS:PORT"
        };
        _maximumBody = new("--max-body")
        {
            Description = "Maximum size of a request body, packed and unpacked.",
            DefaultValueFactory = _ =>
            maximumBody,
            HelpName = "SIZE"
        };
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
            MaximumBody = Size("--max-body", line.GetValue(_maximumBody)!),
            MaximumBodies = Size("--max-bodies", line.GetValue(_maximumBodies)!),
            MaximumConnections = Positive("--max-connections", line.GetValue(_maximumConnections)),
            HeaderTimeout = Duration("--header-timeout", line.GetValue(_headerTimeout)!),
            MinimumRate = Positive("--min-rate", line.GetValue(_minimumRate)),
        }.Checked();
    }

    /// <summary>A size such as <c>256Mi</c>, or a number of bytes.</summary>
    public static long Size(string option, string text) =>
        Quantities.TryReadMemory(JsonValue.FromString(text), out var bytes) && bytes > 0
            ? bytes
            : throw new CodedException(Rules.InvalidOption, option, text, "a size such as 256Mi, or a number of bytes");

    /// <summary>A duration such as <c>10s</c>.</summary>
    public static TimeSpan Duration(string option, string text) =>
        Quantities.TryParseDuration(text, out var duration) && duration > TimeSpan.Zero
            ? duration
            : throw new CodedException(Rules.InvalidOption, option, text, "a time such as 10s, 5m or 2h");

    /// <summary>A number that is at least 1.</summary>
    public static int Positive(string option, int value) =>
        value > 0 ? value : throw new CodedException(
            Rules.InvalidOption, option, value.ToString(CultureInfo.InvariantCulture), "at least 1");

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
