using System.Collections;
using System.Collections.Concurrent;
using Microsoft.Build.Framework;

namespace Menace.Tasks.OwnProcess;

/// <summary>The build as a task sees it that runs in another process: what the task says goes to <paramref name="tell"/>.</summary>
/// <param name="order">The task.</param>
/// <param name="objects">What is kept for the other tasks of the build.</param>
/// <param name="tell">Takes what is to happen in the build, from several threads at once.</param>
internal sealed class ForwardingEngine(TaskOrder order, ConcurrentDictionary<object, object> objects, Action<StageAnswer> tell)
    : IBuildEngine8
{
    private readonly HashSet<string> _asErrors = new(order.WarningsAsErrors, StringComparer.OrdinalIgnoreCase);

    public bool ContinueOnError => order.ContinuesOnError;

    public int LineNumberOfTaskNode => order.Line;

    public int ColumnNumberOfTaskNode => order.Column;

    public string ProjectFileOfTaskNode => order.ProjectFile;

    public bool IsRunningMultipleNodes => false;

    public bool AllowFailureWithoutError { get; set; }

    public void LogErrorEvent(BuildErrorEventArgs e) => Tell(new(
        LogKind.Error, e.Message, e.Code, e.File, [e.LineNumber, e.ColumnNumber, e.EndLineNumber, e.EndColumnNumber], e.HelpLink,
        e.SenderName, 0, null, null));

    public void LogWarningEvent(BuildWarningEventArgs e) => Tell(new(
        LogKind.Warning, e.Message, e.Code, e.File, [e.LineNumber, e.ColumnNumber, e.EndLineNumber, e.EndColumnNumber], e.HelpLink,
        e.SenderName, 0, null, null));

    public void LogMessageEvent(BuildMessageEventArgs e) => Tell(new(
        LogKind.Message, e.Message, e.Code, e.File, [e.LineNumber, e.ColumnNumber, e.EndLineNumber, e.EndColumnNumber], null, e.SenderName,
        (int)e.Importance, (e as ExtendedBuildMessageEventArgs)?.ExtendedType,
        (e as ExtendedBuildMessageEventArgs)?.ExtendedMetadata?.AsReadOnly()));

    public void Yield() => tell(new(Node: true));

    /// <summary>Does not wait: the task here does nothing that needs the node, and what it says is taken in its order.</summary>
    public void Reacquire() => tell(new(Node: false));

    public bool ShouldTreatWarningAsError(string warningCode) => _asErrors.Contains(warningCode);

    public object GetRegisteredTaskObject(object key, RegisteredTaskObjectLifetime lifetime) => objects.GetValueOrDefault(key)!;

    public void RegisterTaskObject(object key, object obj, RegisteredTaskObjectLifetime lifetime, bool allowEarlyCollection) =>
        objects[key] = obj;

    public object UnregisterTaskObject(object key, RegisteredTaskObjectLifetime lifetime) =>
        objects.TryRemove(key, out var value) ? value : null!;

    public void LogCustomEvent(CustomBuildEventArgs e) => throw NotForTasks();

    public void LogTelemetry(string eventName, IDictionary<string, string> properties) => throw NotForTasks();

    public IReadOnlyDictionary<string, string> GetGlobalProperties() => throw NotForTasks();

    public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs) =>
        throw NotForTasks();

    public bool BuildProjectFile(
        string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs, string toolsVersion) =>
        throw NotForTasks();

    public bool BuildProjectFilesInParallel(
        string[] projectFileNames, string[] targetNames, IDictionary[] globalProperties, IDictionary[] targetOutputsPerProject,
        string[] toolsVersion, bool useResultsCache, bool unloadProjectsOnCompletion) => throw NotForTasks();

    public BuildEngineResult BuildProjectFilesInParallel(
        string[] projectFileNames, string[] targetNames, IDictionary[] globalProperties, IList<string>[] removeGlobalProperties,
        string[] toolsVersion, bool returnTargetOutputs) => throw NotForTasks();

    private static NotSupportedException NotForTasks() => new("The tasks of Menace.Sdk use no more of the build than this.");

    private void Tell(LogEvent entry) => tell(new(Event: entry));
}
