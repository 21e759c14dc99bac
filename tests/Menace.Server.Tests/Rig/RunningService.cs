using System.Net;
using Menace.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Menace.Server.Tests.Rig;

/// <summary>A service in this process, on a real port.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private readonly IDisposable? _owned;

    private RunningService(WebApplication app, Uri address, IDisposable? owned)
    {
        _app = app;
        _owned = owned;
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public HttpClient Client { get; }

    public static ServiceSettings Settings => new("test", new IPEndPoint(IPAddress.Loopback, 0));

    public static async Task<RunningService> StartAsync(Action<WebApplication> map, ServiceSettings? settings = null, IDisposable? owned = null)
    {
        var app = ServiceHost.Create(settings ?? Settings);
        map(app);
        await app.StartAsync();
        return new(app, AddressOf(app), owned);
    }

    /// <summary>Where an application listens.</summary>
    public static Uri AddressOf(WebApplication app) => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _owned?.Dispose();
    }
}
