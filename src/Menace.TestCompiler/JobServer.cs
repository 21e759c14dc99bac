using System.Text.Json;
using System.Text.Json.Serialization;

namespace Menace.TestCompiler;

/// <summary>Reads one request per line and answers each with one line, in the order in which jobs end.</summary>
internal sealed class JobServer(Stream input, Stream output) : IDisposable
{
    private readonly ProjectCompiler _compiler = new();
    private readonly SemaphoreSlim _cores = new(Environment.ProcessorCount);
    private readonly SemaphoreSlim _writing = new(1);

    public async Task RunAsync()
    {
        using var reader = new StreamReader(input);
        while (await reader.ReadLineAsync() is { } line)
        {
            var request = JsonSerializer.Deserialize(line, ServerJson.Default.JobRequest)!;
            _ = Task.Run(() => AnswerAsync(request));
        }
    }

    public void Dispose()
    {
        _cores.Dispose();
        _writing.Dispose();
    }

    private async Task AnswerAsync(JobRequest request)
    {
        JobAnswer answer;
        await _cores.WaitAsync();
        try
        {
            var result = _compiler.Compile(JsonSerializer.Deserialize(request.Arguments[0], CompileJson.Default.CompileJob)!);
            answer = new JobAnswer(request.Id, 0, JsonSerializer.Serialize(result, CompileJson.Default.CompileResult));
        }
        catch (Exception exception)
        {
            // An exception of the compiler fails its job, as csc would end; the other jobs go on.
            answer = new JobAnswer(request.Id, 70, exception.ToString());
        }
        finally
        {
            _cores.Release();
        }

        await _writing.WaitAsync();
        try
        {
            await output.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(answer, ServerJson.Default.JobAnswer), (byte)'\n']);
            await output.FlushAsync();
        }
        finally
        {
            _writing.Release();
        }
    }
}

/// <summary>The part of a request that matters here.</summary>
internal sealed record JobRequest(long Id, IReadOnlyList<string> Arguments);

/// <summary>An answer: the result as text, or what went wrong.</summary>
internal sealed record JobAnswer(long Id, int Exit, string Text);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JobRequest))]
[JsonSerializable(typeof(JobAnswer))]
internal sealed partial class ServerJson : JsonSerializerContext;
