using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Menace.TestHost;

/// <summary>A job as the client describes it (Infrastructure/Processes/WarmServer.cs).</summary>
/// <param name="Id">Its number.</param>
/// <param name="Arguments">What the role needs to know.</param>
/// <param name="Directory">Its current directory.</param>
/// <param name="Environment">All variables that it sees.</param>
/// <param name="Output">Path that its standard output and standard error are opened at.</param>
internal sealed record Job(
    long Id, IReadOnlyList<string> Arguments, string Directory, IReadOnlyDictionary<string, string> Environment, string Output)
{
    /// <summary>Reads the line of a job.</summary>
    public static Job Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        var job = document.RootElement;
        return new Job(
            job.GetProperty("id").GetInt64(),
            [.. job.GetProperty("arguments").EnumerateArray().Select(argument => argument.GetString()!)],
            job.GetProperty("directory").GetString()!,
            job.GetProperty("environment").EnumerateObject()
                .ToDictionary(variable => variable.Name, variable => variable.Value.GetString()!, StringComparer.Ordinal),
            job.GetProperty("output").GetString()!);
    }
}

/// <summary>
/// The conversation with the client. It has descriptors of its own: 0, 1 and 2 are the bot's, and what bots print is no answer.
/// </summary>
internal sealed class Protocol : IDisposable
{
    private readonly BlockingCollection<string> _lines = [];
    private readonly FileStream _answers;

    private Protocol(int requests, int answers)
    {
        _answers = new FileStream(new SafeFileHandle(answers, ownsHandle: true), FileAccess.Write, bufferSize: 0);
        var input = new FileStream(new SafeFileHandle(requests, ownsHandle: true), FileAccess.Read);
        var reader = new Thread(() => Read(input)) { IsBackground = true, Name = "protocol" };
        reader.Start();
    }

    /// <summary>Takes the descriptors 0 and 1 for the conversation; the bot's output goes to 2 until a job says where.</summary>
    public static Protocol Open()
    {
        var (requests, answers) = (Native.Duplicate(0), Native.Duplicate(1));
        var nothing = Native.Open("/dev/null", Native.ReadOnly);
        Native.Replace(0, nothing);
        Native.Replace(1, 2);
        Native.CloseDescriptor(nothing);
        return new Protocol(requests, answers);
    }

    /// <summary>The next job.</summary>
    public Job Next() => Job.Parse(_lines.Take());

    /// <summary>Says that <paramref name="job"/> runs.</summary>
    public void Started(Job job) =>
        Answer(string.Create(CultureInfo.InvariantCulture, $"\"id\":{job.Id},\"process\":{Environment.ProcessId}"));

    /// <summary>Says that <paramref name="job"/> has ended.</summary>
    /// <param name="job">The job.</param>
    /// <param name="code">Its exit code.</param>
    /// <param name="ends">True if this process takes no more jobs and ends now.</param>
    public void Ended(Job job, int code, bool ends) => Answer(string.Create(
        CultureInfo.InvariantCulture, $"\"id\":{job.Id},\"exit\":{code & 0xFF},\"ends\":{(ends ? "true" : "false")}"));

    /// <inheritdoc/>
    public void Dispose()
    {
        _answers.Dispose();
        _lines.Dispose();
    }

    private void Answer(string members) => _answers.Write(Encoding.UTF8.GetBytes($"{{{members}}}\n"));

    private void Read(FileStream input)
    {
        using var reader = new StreamReader(input);
        while (reader.ReadLine() is { } line)
        {
            _lines.Add(line);
        }

        // The build has ended, so this process ends, whatever the bot is doing.
        Native.ExitNow(0);
    }
}
