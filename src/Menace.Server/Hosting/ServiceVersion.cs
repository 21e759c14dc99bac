using System.Reflection;

namespace Menace.Server.Hosting;

/// <summary>The version of this program.</summary>
internal static class ServiceVersion
{
    /// <summary>For example <c>0.1.0</c>, without the commit that the compiler adds.</summary>
    public static string Text { get; } =
        typeof(ServiceVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
