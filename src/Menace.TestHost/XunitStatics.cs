using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using Xunit;
using Xunit.Runner.InProc.SystemConsole;
using Xunit.Sdk;
using Xunit.v3;

namespace Menace.TestHost;

/// <summary>What xunit remembers between two runs in one process: types of the bot that was tested.</summary>
internal static class XunitStatics
{
    private const BindingFlags Fields =
        BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly;

    /// <summary>The caches, which are private. Those that hold no type are filled once and stay.</summary>
    private static readonly FieldInfo[] Caches =
    [
        .. ((Type[])[typeof(Assert), typeof(SerializationHelper), typeof(FactAttribute), typeof(ConsoleRunner)])
            .Select(type => type.Assembly)
            .Append(Assembly.Load("xunit.v3.runner.common"))
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetFields(Fields))
            .Where(field => field.FieldType.IsGenericType
                && field.FieldType.GetGenericTypeDefinition() == typeof(ConcurrentDictionary<,>)
                && field.FieldType.GenericTypeArguments.Any(
                    argument => argument == typeof(Type) || argument == typeof(IXunitTestAssembly))),
    ];

    /// <summary>Forgets it.</summary>
    public static void Clear()
    {
        foreach (var cache in Caches)
        {
            (cache.GetValue(null) as IDictionary)?.Clear();
        }

        SerializationHelper.ResetInstance();
    }
}
