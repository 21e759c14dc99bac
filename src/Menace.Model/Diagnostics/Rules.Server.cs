namespace Menace.Model.Diagnostics;

// MENACE6xxx, the first twenty: the services and the menace command.
partial class Rules
{
    /// <summary>MENACE7001.</summary>
    public static readonly RuleDescriptor UnsafeListening = new("MENACE7001", "Unsafe listening address",
        "{0} is reachable from other machines, so listening there requires {1}. Set them, or listen on 127.0.0.1",
        RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7002.</summary>
    public static readonly RuleDescriptor InvalidOption = new("MENACE7002", "An option has an invalid value",
        "{0} is '{1}', but must be {2}", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7003.</summary>
    public static readonly RuleDescriptor TokenUnusable = new("MENACE7003", "The token cannot be used",
        "The environment variable '{0}', which --token-variable names, {1}", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7004.</summary>
    public static readonly RuleDescriptor CertificateUnusable = new("MENACE7004", "The certificate cannot be used",
        "The certificate '{0}' with the key '{1}' cannot be used: {2}", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7005.</summary>
    public static readonly RuleDescriptor CannotListen = new("MENACE7005", "Cannot listen on the address",
        "Cannot listen on {0}: {1}. Stop the other program, or set another address with --listen", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7006.</summary>
    public static readonly RuleDescriptor ServiceStoreUnusable = new("MENACE7006", "The store of a service cannot be used",
        "'{0}' cannot be used: {1}", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7007.</summary>
    public static readonly RuleDescriptor RunUnknown = new("MENACE7007", "Run not found",
        "Run '{0}' was not found in {1}", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7008.</summary>
    public static readonly RuleDescriptor BotNotRunnable = new("MENACE7008", "The bot cannot be run",
        "Bot '{0}' cannot be run: {1}", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7009.</summary>
    public static readonly RuleDescriptor TokenRequired = new("MENACE7009", "The token is missing or wrong",
        "This service requires its token: send the header 'Authorization: Bearer …'", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7010.</summary>
    public static readonly RuleDescriptor ForeignRequest = new("MENACE7010", "Requests from web pages are rejected",
        "A service without a token rejects requests {0}", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7011.</summary>
    public static readonly RuleDescriptor BodyUnreadable = new("MENACE7011", "The body of a request cannot be read",
        "The body cannot be read: {0}", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7012.</summary>
    public static readonly RuleDescriptor BodyTooLarge = new("MENACE7012", "The body of a request is too large",
        "The body is larger than {0}", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7013.</summary>
    public static readonly RuleDescriptor DigestMismatch = new("MENACE7013", "Content does not match its digest",
        "The content has the digest {1}, but {0} was expected. Nothing was stored", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7014.</summary>
    public static readonly RuleDescriptor KeyReused = new("MENACE7014", "Idempotency key reused",
        "The Idempotency-Key '{0}' was already used for other content. Use a new key for new content", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7015.</summary>
    public static readonly RuleDescriptor QueueFull = new("MENACE7015", "The queue is full",
        "The limit of {0} is reached. Retry after {1} s", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7016.</summary>
    public static readonly RuleDescriptor InvalidParameter = new("MENACE7016", "A request parameter has an invalid value",
        "{0} is '{1}', but must be {2}", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7017.</summary>
    public static readonly RuleDescriptor ServiceStoreFailed = new("MENACE7017", "The store of a service failed",
        "Nothing was stored: {0}. Retry later", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7018.</summary>
    public static readonly RuleDescriptor FileNotSent = new("MENACE7018", "A file of the package is missing",
        "The package names the file '{0}', {1}", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7019.</summary>
    public static readonly RuleDescriptor NotFound = new("MENACE7019", "Not found",
        "No such resource: {0}", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7020.</summary>
    public static readonly RuleDescriptor BrokerUnusable = new("MENACE7020", "The broker cannot be used",
        "The broker in {0} cannot be used: {1}", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7021.</summary>
    public static readonly RuleDescriptor DeadUnknown = new("MENACE7021", "Dead letter not found",
        "Dead letter {0} was not found in {1}, or cannot be requeued", RuleSeverity.Error, "Menace.Server");

    private static RuleDescriptor[] ServerRules() =>
        [UnsafeListening, InvalidOption, TokenUnusable, CertificateUnusable, CannotListen, ServiceStoreUnusable, RunUnknown, BotNotRunnable,
            TokenRequired,
            ForeignRequest, BodyUnreadable, BodyTooLarge, DigestMismatch, KeyReused, QueueFull, InvalidParameter, ServiceStoreFailed,
            FileNotSent, NotFound,
            BrokerUnusable, DeadUnknown];
}
