namespace Menace.Pipeline.Contracts.Stage4Protocol;

/// <summary>A package on its way.</summary>
/// <param name="Digest">Lower-case hexadecimal SHA-256 of the canonical package and its files: by it a receiver knows one that comes
/// twice.</param>
/// <param name="Content">The package and its files, as <see cref="PackageEnvelope"/> writes them.</param>
/// <param name="Execute">Whether it is to be built there.</param>
public sealed record OutgoingPackage(string Digest, string Content, bool Execute);
