using System.Net.Sockets;
using Menace.Model.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging.Console;

namespace Menace.Server.Hosting;

/// <summary>Kestrel, bounded, with nothing that a file or a variable of the surroundings could open beyond the settings.</summary>
internal static class ServiceHost
{
    /// <summary>A service that answers <c>/health</c> and nothing else yet.</summary>
    public static WebApplication Create(ServiceSettings settings, Action<IServiceCollection>? addServices = null)
    {
        // Not the usual builder: that one reads appsettings.json of the current folder and ASPNETCORE_URLS, and so would listen elsewhere
        // too.
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = typeof(ServiceHost).Assembly.GetName().Name });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Configure(kestrel, settings));
        builder.Services.AddRoutingCore();
        Problems.AddTo(builder.Services);
        Callers.AddTo(builder.Services, settings);
        builder.Services.ConfigureHttpJsonOptions(json => ServiceJson.Configure(json.SerializerOptions));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter(
            "Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // says with a stack what the coded error says
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        addServices?.Invoke(builder.Services);

        var app = builder.Build();
        Problems.Use(app);
        app.UseAuthentication();
        app.UseAuthorization();
        return app;
    }

    /// <summary>Serves until it is stopped.</summary>
    /// <exception cref="CodedException">Cannot listen on the address.</exception>
    public static async Task RunAsync(WebApplication app, ServiceSettings settings, CancellationToken cancellationToken)
    {
        await using (app)
        {
            try
            {
                await app.StartAsync(cancellationToken);
            }
            catch (Exception exception)
            {
                // Stops the services that have started already: their work goes back to the queue.
                await app.StopAsync(CancellationToken.None);
                throw exception is IOException or SocketException
                    ? new CodedException(Rules.CannotListen, [settings.Url, exception.GetBaseException().Message], exception)
                    : exception;
            }

            var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
            Console.WriteLine($"menace {settings.Name} listens on {string.Join(' ', addresses)}");
            await app.WaitForShutdownAsync(cancellationToken);
        }
    }

    private static void Configure(KestrelServerOptions kestrel, ServiceSettings settings)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = settings.MaximumBody;
        kestrel.Limits.MaxConcurrentConnections = settings.MaximumConnections;
        kestrel.Limits.RequestHeadersTimeout = settings.HeaderTimeout;
        kestrel.Limits.MinRequestBodyDataRate = new(settings.MinimumRate, TimeSpan.FromSeconds(5));
        kestrel.Listen(settings.Endpoint, listen =>
        {
            if (settings.Certificate is { } certificate)
            {
                listen.UseHttps(new HttpsConnectionAdapterOptions
                {
                    ServerCertificate = certificate.Certificate,
                    ServerCertificateChain = certificate.Chain,
                    HandshakeTimeout = settings.HeaderTimeout,
                });
            }
        });
    }
}
