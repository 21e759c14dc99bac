namespace Menace.Pipeline.Research;

internal static class SecuritySource
{
    public static readonly string[] Parts = [];
}
internal static class OptimisationSource
{
    public static readonly string[] Parts = [];
}
