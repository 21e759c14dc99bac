using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Microsoft.Build.Framework;

namespace Menace.Tasks;

/// <summary>Writes the properties of the project for the tasks that follow (<see cref="OptionsFile"/>).</summary>
public sealed class WriteOptions : Microsoft.Build.Utilities.Task
{
    /// <summary>Absolute folder of the stage files.</summary>
    [Required]
    public string StageDirectory { get; set; } = "";

    /// <summary>Folder of the SDK's props and targets.</summary>
    [Required]
    public string SdkDirectory { get; set; } = "";

    /// <summary>The properties: the identity is the name; metadata Value.</summary>
    [Required]
    public ITaskItem[] Options { get; set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            OptionsFile.Write(StageDirectory, SdkDirectory,
                Options.ToDictionary(option => option.ItemSpec, option => option.GetMetadata("Value"), StringComparer.Ordinal));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var output = new BuildOutput(BuildEngine, nameof(WriteOptions), isTerminal: false);
            new DiagnosticLog(Log, output, "", "", StageDirectory, "")
                .Report(new PipelineDiagnostic(Rules.StageFileFailed, [nameof(WriteOptions), exception.Message]));
        }

        return !Log.HasLoggedErrors;
    }
}
