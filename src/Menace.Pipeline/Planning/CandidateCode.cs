using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Testing;

namespace Menace.Pipeline.Planning;

/// <summary>The code of a candidate, read and not run.</summary>
/// <param name="Bot">The candidate.</param>
/// <param name="Analysis">What reading found, or null.</param>
/// <param name="Unread">Why there is nothing, or null.</param>
internal sealed record CandidateCode(KnownBot Bot, CodeAnalysis? Analysis, string? Unread) : ReadCode(Bot.Language, Analysis, Unread);
