using System.Collections;
using System.Diagnostics;
using System.Reflection;
using System.Runtime;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Text;

namespace Menace.TestHost;

/// <summary>
/// What .NET holds once per process and a bot can change. .NET has no API that shows or resets most of it, so its fields are read; a
/// runtime without one of them gets a new host for each bot.
/// </summary>
internal sealed class ProcessStatics
{
    private const BindingFlags Fields =
        BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly;

    /// <summary>Handlers that a process of its own would still call, or that would be called while other bots run.</summary>
    private static readonly Watched[] Handlers =
    [
        new(typeof(AppContext), "FirstChanceException", null),
        new(typeof(AppDomain), "ProcessExit", AppDomain.CurrentDomain),
        new(typeof(AssemblyLoadContext), "AssemblyLoad", null),
        new(typeof(AssemblyLoadContext), "TypeResolve", null),
        new(typeof(AssemblyLoadContext), "ResourceResolve", null),
        new(typeof(AssemblyLoadContext), "AssemblyResolve", null),
        new(typeof(AssemblyLoadContext), "_resolving", AssemblyLoadContext.Default),
        new(typeof(AssemblyLoadContext), "_resolvingUnmanagedDll", AssemblyLoadContext.Default),
        new(typeof(AssemblyLoadContext), "_unloading", AssemblyLoadContext.Default),
        new(typeof(TaskScheduler), "UnobservedTaskException", null),
        new(typeof(Console), "s_cancelCallbacks", null),
    ];

    /// <summary>Values that are the same before and after a bot that leaves them alone.</summary>
    private static readonly Watched[] Values =
    [
        new(typeof(EncodingProvider), "s_providers", null),
        new(typeof(AppContext), "s_switches", null),
        new(typeof(AppContext), "s_dataStore", null),
        new(typeof(PosixSignalRegistration), "s_registrations", null),
    ];

    private static readonly Watched Unhandled = new(typeof(AppContext), "UnhandledException", null);

    /// <summary>The state of a console that was not used yet.</summary>
    private static readonly Watched[] ConsoleFields =
    [
        .. ((string[])["s_in", "s_out", "s_error", "s_inputEncoding", "s_outputEncoding", "s_isOutTextWriterRedirected",
            "s_isErrorTextWriterRedirected"]).Select(name => new Watched(typeof(Console), name, null)),
    ];

    private static readonly Watched Arguments = new(typeof(Environment), "s_commandLineArgs", null);

    private readonly object?[] _values = [.. Values.Select(ValueOf)];
    private readonly (int, int) _fewest;
    private readonly (int, int) _most;

    /// <summary>Remembers how it is before the first bot.</summary>
    public ProcessStatics()
    {
        ThreadPool.GetMinThreads(out _fewest.Item1, out _fewest.Item2);
        ThreadPool.GetMaxThreads(out _most.Item1, out _most.Item2);
    }

    /// <summary>Gets whether this runtime has all that is read and reset here.</summary>
    public static bool AreKnown { get; } = Handlers.Concat(Values).Concat(ConsoleFields).Append(Unhandled).Append(Arguments)
        .All(watched => watched.Field is not null);

    /// <summary>
    /// Returns what the bot left in the process that would reach other bots, or that only the end of the process does for this one.
    /// </summary>
    public string? Residue()
    {
        for (var i = 0; i < Values.Length; i++)
        {
            if (!Equals(_values[i], ValueOf(Values[i])))
            {
                return Values[i].Name;
            }
        }

        // The indent level belongs to the thread that set it, but each listener was told.
        return Trace.Listeners is not [DefaultTraceListener { IndentLevel: 0 }] ? "trace listeners"
            : Handlers.FirstOrDefault(handler => OfBots(handler).Any())?.Name
            ?? (AssemblyLoadContext.All.Any(context => context is not BotContext && context != AssemblyLoadContext.Default)
                ? "AssemblyLoadContext" : null);
    }

    /// <summary>Gives the bot the arguments and the console that a process of its own has.</summary>
    public static void Begin(string[] arguments)
    {
        Arguments.Field?.SetValue(null, arguments);
        foreach (var field in ConsoleFields)
        {
            field.Field?.SetValue(null, field.Field.FieldType == typeof(bool) ? false : null);
        }
    }

    /// <summary>Sets back what has one right value.</summary>
    public void Restore()
    {
        foreach (var handler in OfBots(Unhandled).Cast<UnhandledExceptionEventHandler>())
        {
            AppDomain.CurrentDomain.UnhandledException -= handler;
        }

        System.Globalization.CultureInfo.DefaultThreadCurrentCulture = null;
        System.Globalization.CultureInfo.DefaultThreadCurrentUICulture = null;
        TimeZoneInfo.ClearCachedData();
        Environment.ExitCode = 0;
        ThreadPool.SetMaxThreads(_most.Item1, _most.Item2);
        ThreadPool.SetMinThreads(_fewest.Item1, _fewest.Item2);
        Thread.CurrentThread.Priority = ThreadPriority.Normal;
        SynchronizationContext.SetSynchronizationContext(null);
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.Default;
        Trace.AutoFlush = false;
        Trace.UseGlobalLock = true;
        Trace.IndentSize = 4;
    }

    private static IEnumerable<Delegate> OfBots(Watched watched) =>
        (watched.Field?.GetValue(watched.Target) as Delegate)?.GetInvocationList()
            .Where(handler => AssemblyLoadContext.GetLoadContext(handler.Method.Module.Assembly) is BotContext) ?? [];

    /// <summary>Of a collection its size: .NET does not replace it when it grows.</summary>
    private static object? ValueOf(Watched watched) => watched.Field?.GetValue(watched.Target) switch
    {
        Array array => array,
        ICollection items => items.Count,
        null => 0,
        var value => value,
    };

    private sealed record Watched(Type Type, string Name, object? Target)
    {
        public FieldInfo? Field { get; } = Type.GetField(Name, Fields);
    }
}
