using System.Globalization;

namespace Menace.Pipeline.Infrastructure.Processes;

/// <summary>
/// A number that a program and all its descendants carry, whatever they do to their session, parent or environment: the hard limit of
/// real-time CPU (RLIMIT_RTTIME), which counts for real-time scheduling only, and so far above any use that it limits nothing. It is
/// inherited by every child and program, and a process can lose it only by setting that very limit. If there is no
/// <c>prlimit</c>, the variable <see cref="Variable"/> alone marks them.
/// </summary>
internal readonly record struct ProcessMarker
{
    /// <summary>The environment variable that holds the number.</summary>
    public const string Variable = "MENACE_RUN";

    private const string LimitName = "Max realtime timeout";

    private static readonly string? Prlimit = OperatingSystem.IsLinux() && IsUnlimited() ? Tools.Find("prlimit") : null;

    private readonly string _number;
    private readonly string? _prlimit;

    /// <summary>The marker with a number.</summary>
    /// <param name="number">The number; no other run has it.</param>
    /// <param name="prlimit">Path of <c>prlimit</c>, or null where the variable alone marks.</param>
    internal ProcessMarker(long number, string? prlimit) =>
        (_number, _prlimit) = (number.ToString(CultureInfo.InvariantCulture), prlimit);

    /// <summary>False if the variable alone marks, which a process that is forked later cannot change for itself.</summary>
    public static bool IsLimit => Prlimit is not null;

    /// <summary>A marker that nothing carries yet.</summary>
    public static ProcessMarker New() => new(Random.Shared.NextInt64(1L << 50, 1L << 60), Prlimit);

    /// <summary>
    /// A marker for a program whose children get markers of their own: a hard limit can only be lowered, so it is above all of them.
    /// </summary>
    public static ProcessMarker NewAboveOthers() => new(Random.Shared.NextInt64(1L << 60, 1L << 61), Prlimit);

    /// <summary>The marker that <see cref="ToString"/> gave, or null if <paramref name="text"/> is none.</summary>
    public static ProcessMarker? Parse(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new(number, Prlimit) : null;

    /// <summary>The number, as <see cref="Variable"/> holds it.</summary>
    public override string ToString() => _number;

    /// <summary>Returns the words before a command that set its limit.</summary>
    public string[] Prefix() => _prlimit is null ? [] : [_prlimit, $"--rttime={_number}:{_number}"];

    /// <summary>True if the process <paramref name="id"/> carries this marker.</summary>
    public bool IsCarriedBy(int id) => _prlimit is not null
        ? HardLimit(ProcessTable.Read(id, "limits")) == _number
        : ProcessTable.Read(id, "environ") is { } variables
            && $"\0{variables}".Contains($"\0{Variable}={_number}\0", StringComparison.Ordinal);

    /// <summary>A limit that is set already could not be raised.</summary>
    private static bool IsUnlimited() => HardLimit(ProcessTable.Read(Environment.ProcessId, "limits")) == "unlimited";

    private static string? HardLimit(string? limits) =>
        limits?.Split('\n').FirstOrDefault(line => line.StartsWith(LimitName, StringComparison.Ordinal)) is { } line
        && line[LimitName.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var hard, ..] ? hard : null;
}
