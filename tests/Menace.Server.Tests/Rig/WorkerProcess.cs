using System.Diagnostics;

namespace Menace.Server.Tests.Rig;

/// <summary><c>menace worker</c> as a process of its own.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private WorkerProcess(Process process) => _process = process;

    public bool HasExited => _process.HasExited;

    /// <param name="folder">Its current folder.</param>
    /// <param name="arguments">Its arguments behind <c>worker</c>.</param>
    /// <param name="variables">Environment variables.</param>
    public static async Task<WorkerProcess> StartAsync(string folder, string[] arguments, params (string Name, string? Value)[] variables)
    {
        var process = MenaceCommand.Start(folder, ["worker", .. arguments], variables);
        if (await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is null)
        {
            throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
        }

        // Read on, so that neither pipe fills up.
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        return new(process);
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }
}
