namespace Menace.Pipeline.Documentation;

/// <summary>What a label, a heading or a column is about.</summary>
internal enum PageField
{
    /// <summary>Nothing that is known.</summary>
    None,

    /// <summary>What the bot does.</summary>
    Purpose,

    /// <summary>Its public functions.</summary>
    Functions,

    /// <summary>Calls with their results.</summary>
    Examples,

    /// <summary>When it runs.</summary>
    Schedule,

    /// <summary>The bots that it needs.</summary>
    Dependencies,

    /// <summary>The bots that need it.</summary>
    UsedBy,

    /// <summary>Third-party packages.</summary>
    Packages,

    /// <summary>Programming language.</summary>
    Language,

    /// <summary>Licence.</summary>
    License,

    /// <summary>Several limits.</summary>
    Resources,

    /// <summary>Limit of processor time.</summary>
    Cpu,

    /// <summary>Limit of memory.</summary>
    Memory,

    /// <summary>Limit of time.</summary>
    Timeout,

    /// <summary>The time zone of a schedule.</summary>
    TimeZone,

    /// <summary>The days of a schedule whose times stand elsewhere.</summary>
    Days,

    /// <summary>Whether it is in use.</summary>
    Status,

    /// <summary>The name of a bot.</summary>
    Bot,

    /// <summary>Parameters of a function.</summary>
    Parameters,

    /// <summary>What a function returns, or the result of an example.</summary>
    Result,

    /// <summary>The call or the arguments of an example.</summary>
    Call,
}
