using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Menace.Pipeline.Infrastructure.Processes;

/// <summary>A program in a process and a session of its own.</summary>
internal sealed class NewProcess : IRunningProgram
{
    private readonly Process _process;

    private NewProcess(Process process, ProcessMarker marker, bool readsOutput, bool readsError)
    {
        (_process, Marker, Id) = (process, marker, process.Id);
        Output = readsOutput ? process.StandardOutput.BaseStream : null;
        Error = readsError ? process.StandardError.BaseStream : null;
        Exit = ExitAsync(process);
    }

    /// <inheritdoc/>
    public int Id { get; }

    /// <inheritdoc/>
    public ProcessMarker Marker { get; }

    /// <inheritdoc/>
    public bool IsJob => false;

    /// <inheritdoc/>
    public Stream? Output { get; }

    /// <inheritdoc/>
    public Stream? Error { get; }

    /// <inheritdoc/>
    public Task<int> Exit { get; }

    /// <summary>Gets its standard input, for what is sent to it while it runs.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>Starts <paramref name="command"/>.</summary>
    /// <param name="command">The program.</param>
    /// <param name="environment">All variables that it sees.</param>
    /// <param name="marker">What it and its descendants carry.</param>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    public static NewProcess Start(ProcessCommand command, IReadOnlyDictionary<string, string> environment, ProcessMarker marker)
    {
        List<string> arguments = [.. marker.Prefix(), command.FileName, .. command.Arguments];
        var pipesOutput = command.OutputFile is null || !command.KeepsChildren;
        if (command.OutputFile is not null)
        {
            // A server that stays must not lose its output, so it gets the file itself. What else prints goes through a pipe that is
            // read here, because only so much of it is kept.
            arguments = pipesOutput
                ? ["sh", "-c", "exec 2>&1 \"$0\" \"$@\"", .. arguments]
                : ["sh", "-c", "exec >\"$0\" 2>&1 \"$@\"", command.OutputFile, .. arguments];
        }

        if (ProcessFamily.IsSupported)
        {
            arguments = ["setsid", .. arguments];
        }

        var info = new ProcessStartInfo(arguments[0], arguments[1..])
        {
            WorkingDirectory = command.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = pipesOutput,
            RedirectStandardError = command.OutputFile is null,
            UseShellExecute = false,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        info.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        info.Environment[ProcessMarker.Variable] = marker.ToString();
        var process = new Process { StartInfo = info };
        process.Start();
        return new NewProcess(process, marker, pipesOutput, command.OutputFile is null);
    }

    /// <inheritdoc/>
    public async Task SendInputAsync(string? input, CancellationToken cancellationToken)
    {
        try
        {
            if (input is not null)
            {
                await _process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            }

            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended, or closed its input, without reading all of it; its exit code tells the rest.
        }
    }

    /// <inheritdoc/>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: !ProcessFamily.IsSupported);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // It has ended by itself.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private static async Task<int> ExitAsync(Process process)
    {
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }
}
