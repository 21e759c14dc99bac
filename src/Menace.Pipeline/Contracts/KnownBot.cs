using Menace.Model.Tasks;

namespace Menace.Pipeline.Contracts;

/// <summary>A bot that was built before, as the knowledge keeps it and the planner compares it with tasks.</summary>
public sealed record KnownBot
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, in one sentence.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>The language of its code.</summary>
    public required BotLanguage Language { get; init; }

    /// <summary>SPDX identifier of its licence, or empty if it is unknown.</summary>
    public string License { get; init; } = "";

    /// <summary>How it came to be known.</summary>
    public required KnownOrigin Origin { get; init; }

    /// <summary>Its public functions.</summary>
    public IReadOnlyList<KnownFunction> Functions { get; init; } = [];

    /// <summary>Calls with a known outcome.</summary>
    public IReadOnlyList<TaskExample> Examples { get; init; } = [];

    /// <summary>Third-party packages, <c>name</c> or <c>name@version</c>.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>Names of the bots that it calls.</summary>
    public IReadOnlyList<string> Dependencies { get; init; } = [];

    /// <summary>Its tags, sorted.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The code of the bot, as its repository has it.</summary>
    public string Code { get; init; } = "";

    /// <summary>Absolute path of its repository, or empty.</summary>
    public string Repository { get; init; } = "";

    /// <summary>Id of the commit that is meant, or empty.</summary>
    public string Commit { get; init; } = "";
}

/// <summary>A function of a <see cref="KnownBot"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Signature">As written, with its name; the name alone if no more is known.</param>
/// <param name="Docs">What is documented about it, or empty.</param>
public sealed record KnownFunction(string Name, string Signature, string Docs);

/// <summary>How a <see cref="KnownBot"/> came to be known.</summary>
public enum KnownOrigin
{
    /// <summary>It was imported; its code is only read.</summary>
    Untrusted,

    /// <summary>It was imported with the permission for its functions to be executed.</summary>
    Trusted,

    /// <summary>A build verified it.</summary>
    Verified,
}
