using System.Reflection;

namespace Menace.Pipeline.Infrastructure;

/// <summary>The version of Menace.</summary>
internal static class ProductVersion
{
    /// <summary>The version with what its build added to it, for example <c>1.2.0+abc</c>.</summary>
    public static readonly string Text =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
