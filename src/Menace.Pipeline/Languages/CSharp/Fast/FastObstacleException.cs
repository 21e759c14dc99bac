namespace Menace.Pipeline.Languages.CSharp.Fast;

/// <summary>A tree can only be tested the literal way.</summary>
/// <param name="message">Why, as a sentence without a full stop.</param>
internal sealed class FastObstacleException(string message) : Exception(message);
