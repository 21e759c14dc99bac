using Microsoft.Build.Framework;

namespace Menace.Tasks.OwnProcess;

/// <summary>A task that can run in a process of its own. Its parameters are its public properties, as for MSBuild.</summary>
internal interface IStageTask : ICancelableTask
{
    /// <summary>Absolute path of the project's folder: the working directory there.</summary>
    string ProjectDirectory { get; }

    /// <summary>True to run in another process than this one.</summary>
    bool InOwnProcess { get; set; }

    /// <summary>True if what it waits for goes on without the build, and is not to be cancelled if that was killed.</summary>
    bool OutlivesBuild { get; }
}
