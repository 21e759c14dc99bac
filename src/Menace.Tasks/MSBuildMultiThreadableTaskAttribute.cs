namespace Microsoft.Build.Framework;

/// <summary>
/// Marks a task that MSBuild may run in its own process under <c>-mt</c>; others run in a task host, whose messages of the kind that a
/// terminal
/// logger prints are dropped (dotnet/msbuild, TaskHostTask.HandleLoggedMessage). MSBuild matches the attribute by name; its own is public
/// from 18.3 on,
/// and tasks are compiled against 18.0.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class MSBuildMultiThreadableTaskAttribute : Attribute;
