namespace Menace.Server.Diagnostics;

/// <summary>The result of one check of the doctor.</summary>
/// <param name="Name">The thing.</param>
/// <param name="Status">Its status.</param>
/// <param name="Found">The observed state.</param>
/// <param name="Remedy">The remedy, or null.</param>
internal sealed record DoctorCheck(string Name, CheckStatus Status, string Found, string? Remedy = null)
{
    public static DoctorCheck Ok(string name, string found) => new(name, CheckStatus.Ok, found);

    public static DoctorCheck Warn(string name, string found, string remedy) => new(name, CheckStatus.Warn, found, remedy);

    public static DoctorCheck Fail(string name, string found, string remedy) => new(name, CheckStatus.Fail, found, remedy);
}

/// <summary>The status of a checked thing.</summary>
internal enum CheckStatus
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>An optional part will not work.</summary>
    Warn,

    /// <summary>Nothing will work.</summary>
    Fail,
}
