using System.Collections;
using Microsoft.Build.Framework;

namespace Menace.Tasks.Tests;

/// <summary>An engine that keeps objects for a build, as MSBuild does.</summary>
internal sealed class SharingBuildEngine : IBuildEngine8
{
    private readonly RecordingBuildEngine _engine = new();

    public List<BuildErrorEventArgs> Errors => _engine.Errors;

    public IReadOnlyList<BuildMessageEventArgs> Messages => _engine.Messages;

    public Dictionary<object, object> Objects { get; } = [];

    /// <summary>Codes of the warnings that the project makes errors.</summary>
    public HashSet<string> WarningsAsErrors { get; } = [];

    /// <summary>Each time the node was given to other projects and taken again, with the thread.</summary>
    public List<(string Use, int Thread)> NodeUses { get; } = [];

    public bool IsRunningMultipleNodes => false;

    public bool AllowFailureWithoutError { get; set; }

    public bool ContinueOnError => _engine.ContinueOnError;

    public int LineNumberOfTaskNode => _engine.LineNumberOfTaskNode;

    public int ColumnNumberOfTaskNode => _engine.ColumnNumberOfTaskNode;

    public string ProjectFileOfTaskNode => _engine.ProjectFileOfTaskNode;

    public void LogErrorEvent(BuildErrorEventArgs e) => _engine.LogErrorEvent(e);

    /// <summary>True to throw where a warning is taken.</summary>
    public bool FailsToLog { get; set; }

    public void LogWarningEvent(BuildWarningEventArgs e)
    {
        if (FailsToLog)
        {
            throw new InvalidOperationException();
        }

        _engine.LogWarningEvent(e);
    }

    public void LogMessageEvent(BuildMessageEventArgs e) => _engine.LogMessageEvent(e);

    public void LogCustomEvent(CustomBuildEventArgs e) => _engine.LogCustomEvent(e);

    public object GetRegisteredTaskObject(object key, RegisteredTaskObjectLifetime lifetime) => Objects.GetValueOrDefault(key)!;

    public void RegisterTaskObject(object key, object obj, RegisteredTaskObjectLifetime lifetime, bool allowEarlyCollection) => Objects.Add(key, obj);

    public object UnregisterTaskObject(object key, RegisteredTaskObjectLifetime lifetime) => throw new NotSupportedException();

    public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs) => throw new NotSupportedException();

    public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs, string toolsVersion) =>
        throw new NotSupportedException();

    public bool BuildProjectFilesInParallel(
        string[] projectFileNames, string[] targetNames, IDictionary[] globalProperties, IDictionary[] targetOutputsPerProject, string[] toolsVersion,
        bool useResultsCache, bool unloadProjectsOnCompletion) => throw new NotSupportedException();

    public BuildEngineResult BuildProjectFilesInParallel(
        string[] projectFileNames, string[] targetNames, IDictionary[] globalProperties, IList<string>[] removeGlobalProperties, string[] toolsVersion,
        bool returnTargetOutputs) => throw new NotSupportedException();

    public void LogTelemetry(string eventName, IDictionary<string, string> properties) => throw new NotSupportedException();

    public IReadOnlyDictionary<string, string> GetGlobalProperties() => new Dictionary<string, string>();

    public bool ShouldTreatWarningAsError(string warningCode) => WarningsAsErrors.Contains(warningCode);

    /// <summary>Set when the node was given to other projects.</summary>
    public ManualResetEventSlim Given { get; } = new();

    public void Yield()
    {
        NodeUses.Add(("given", Environment.CurrentManagedThreadId));
        Given.Set();
    }

    public void Reacquire() => NodeUses.Add(("taken", Environment.CurrentManagedThreadId));
}
