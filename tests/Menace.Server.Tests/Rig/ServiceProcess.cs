using System.Diagnostics;

namespace Menace.Server.Tests.Rig;

/// <summary>A service as a process of its own, on a port that was free.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServiceProcess(Process process, Uri address, HttpMessageHandler? handler)
    {
        _process = process;
        Client = new HttpClient(handler ?? new SocketsHttpHandler()) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public HttpClient Client { get; }

    public int Id => _process.Id;

    /// <param name="folder">Its current folder.</param>
    /// <param name="arguments">Its arguments; without <c>--listen</c> a free port of this machine.</param>
    /// <param name="handler">How the client connects, or null.</param>
    /// <param name="variables">Environment variables.</param>
    /// <param name="largestFile">KiB that a file which it writes may have, or null: what a full disk is like.</param>
    public static async Task<ServiceProcess> StartAsync(
        string folder, string[] arguments, HttpMessageHandler? handler = null, (string Name, string? Value)[]? variables = null, int? largestFile = null)
    {
        var listen = arguments.Contains("--listen") ? Array.Empty<string>() : ["--listen", "127.0.0.1:0"];
        var process = MenaceCommand.Start(folder, [.. arguments, .. listen], variables ?? [], largestFile);
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
        if (line is null)
        {
            throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
        }

        // Read on, so that neither pipe fills up.
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        return new(process, new Uri(line[(line.LastIndexOf(' ') + 1)..].Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)), handler);
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits until it has ended by itself.</summary>
    public Task EndAsync() => _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }
}
