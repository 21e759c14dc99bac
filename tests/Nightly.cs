namespace Menace;

/// <summary>
/// The one switch between the short form of a test, which CI runs, and the long form of the same test: <c>MENACE_NIGHTLY=1</c>, set by
/// scripts/nightly.sh. Both forms assert the same things; the long one tries more cases. No test is skipped in either.
/// </summary>
internal static class Nightly
{
    /// <summary>True in the long form.</summary>
    public static bool Is { get; } = Environment.GetEnvironmentVariable("MENACE_NIGHTLY") == "1";

    /// <summary><paramref name="shortCount"/> in CI, <paramref name="longCount"/> at night: cases to try, bytes, seconds.</summary>
    public static int Choose(int shortCount, int longCount) => Is ? longCount : shortCount;
}
