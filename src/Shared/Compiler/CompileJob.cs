using System.Text.Json.Serialization;

namespace Menace.TestCompiler;

/// <summary>What the compiler server is asked: the projects of one bot, each after those that it references.</summary>
/// <param name="Projects">They are compiled in this order; one that fails ends the job.</param>
internal sealed record CompileJob(IReadOnlyList<CompileProject> Projects);

/// <summary>One call of the compiler.</summary>
/// <param name="File">Absolute path of the project file, for messages.</param>
/// <param name="Arguments">The arguments that MSBuild passes to csc.</param>
internal sealed record CompileProject(string File, IReadOnlyList<string> Arguments)
{
    /// <summary>The files named in <see cref="Arguments"/> that MSBuild would generate, with their text.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; init; } = new Dictionary<string, string>();

    /// <summary>Absolute paths to write the assembly to.</summary>
    public IReadOnlyList<string> Assemblies { get; init; } = [];

    /// <summary>Absolute paths to write the symbols to.</summary>
    public IReadOnlyList<string> Symbols { get; init; } = [];

    /// <summary>Path by which later projects name the reference assembly.</summary>
    public string? Reference { get; init; }

    /// <summary>Absolute path to write the reference assembly to, or null to keep it in memory for later projects only.</summary>
    public string? ReferenceFile { get; init; }

    /// <summary>True if warnings are asked for as well as errors.</summary>
    public bool Warnings { get; init; }
}

/// <summary>How a job ended.</summary>
/// <param name="Succeeded">True if every project was compiled.</param>
/// <param name="Lines">Errors, and warnings if they were asked for, as MSBuild prints them.</param>
internal sealed record CompileResult(bool Succeeded, IReadOnlyList<string> Lines);

/// <summary>The JSON of jobs and results.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CompileJob))]
[JsonSerializable(typeof(CompileResult))]
internal sealed partial class CompileJson : JsonSerializerContext;
