using System.Collections.Concurrent;
using System.Text.Json;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.TestCompiler;

namespace Menace.Pipeline.Languages.CSharp.Fast;

/// <summary>The compiler of the SDK in a process that stays (Menace.TestCompiler).</summary>
/// <param name="settings">Where the program is put, and what it inherits.</param>
/// <param name="folder">A folder for the program and its log.</param>
internal sealed class BotCompiler(FastTestSettings settings, string folder) : IAsyncDisposable
{
    private const string Program = "Menace.TestCompiler.dll";

    private readonly ConcurrentDictionary<string, Lazy<WarmServers>> _servers = new(StringComparer.Ordinal);

    /// <summary>Compiles with the compiler in the folder <paramref name="compiler"/>.</summary>
    /// <exception cref="IOException">The compiler ended, twice, or failed in another way than with errors.</exception>
    public async Task<CompileResult> CompileAsync(string compiler, CompileJob job, CancellationToken cancellationToken)
    {
        var servers = _servers.GetOrAdd(compiler, path => new(() => Start(path))).Value;
        var answer = await servers.CallAsync([JsonSerializer.Serialize(job, CompileJson.Default.CompileJob)], cancellationToken);
        return answer.Exit == 0 ? JsonSerializer.Deserialize(answer.Text, CompileJson.Default.CompileResult)!
            : throw new IOException($"the compiler failed: {answer.Text}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var servers in _servers.Values.Where(servers => servers.IsValueCreated))
        {
            await servers.Value.DisposeAsync();
        }
    }

    private WarmServers Start(string compiler)
    {
        var program = Path.Combine(folder, Program);
        using (var stream = typeof(BotCompiler).Assembly.GetManifestResourceStream(Program)
            ?? throw new InvalidOperationException($"'{Program}' is not in this assembly."))
        using (var content = new MemoryStream())
        {
            stream.CopyTo(content);
            AtomicFile.Write(program, content.ToArray());
        }

        return new WarmServers(
            new ProcessCommand(
                CSharpTestRun.Dotnet!,
                ["exec", "--runtimeconfig", Path.Combine(compiler, "csc.runtimeconfig.json"), program, compiler], folder)
            {
                Inherited = new Dictionary<string, string>(settings.Inherited, StringComparer.Ordinal)
                {
                    // It lives for seconds: compiling hot methods again (half of its CPU time) and waiting actively do not pay.
                    ["DOTNET_TieredCompilation"] = "0",
                    ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0",
                },
                OutputFile = Path.Combine(folder, "compiler.log"),
            },
            forks: true);
    }
}
