namespace Menace.Server.Diagnostics;

/// <summary>What the doctor found about one thing.</summary>
/// <param name="Name">The thing.</param>
/// <param name="Status">How it is.</param>
/// <param name="Found">What there is.</param>
/// <param name="Remedy">What to do about it, or null.</param>
internal sealed record DoctorCheck(string Name, CheckStatus Status, string Found, string? Remedy = null)
{
    public static DoctorCheck Ok(string name, string found) => new(name, CheckStatus.Ok, found);

    public static DoctorCheck Warn(string name, string found, string remedy) => new(name, CheckStatus.Warn, found, remedy);

    public static DoctorCheck Fail(string name, string found, string remedy) => new(name, CheckStatus.Fail, found, remedy);
}

/// <summary>How a thing is.</summary>
internal enum CheckStatus
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>An optional part will not work.</summary>
    Warn,

    /// <summary>Nothing will work.</summary>
    Fail,
}
