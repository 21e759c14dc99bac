namespace Menace.Model.Diagnostics;

// MENACE6xxx, the first twenty: the services and the menace command.
partial class Rules
{
    /// <summary>MENACE7001.</summary>
    public static readonly RuleDescriptor UnsafeListening = new("MENACE7001", "Listening beyond this machine is not safe",
        "Other machines reach {0}, so that listening there needs {1}. Give them, or listen on 127.0.0.1", RuleSeverity.Error, "Menace.Server");

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
    public static readonly RuleDescriptor CannotListen = new("MENACE7005", "The address cannot be listened on",
        "Cannot listen on {0}: {1}. End the other program, or name another address with --listen", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7006.</summary>
    public static readonly RuleDescriptor ServiceStoreUnusable = new("MENACE7006", "The store of a service cannot be used",
        "'{0}' cannot be used: {1}", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7007.</summary>
    public static readonly RuleDescriptor RunUnknown = new("MENACE7007", "There is no such run",
        "There is no run '{0}' in {1}", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7008.</summary>
    public static readonly RuleDescriptor BotNotRunnable = new("MENACE7008", "The bot cannot be run",
        "Bot '{0}' cannot be run: {1}", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7009.</summary>
    public static readonly RuleDescriptor TokenRequired = new("MENACE7009", "The token is missing or wrong",
        "This service takes requests with its token only: send the header 'Authorization: Bearer …'", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7010.</summary>
    public static readonly RuleDescriptor ForeignRequest = new("MENACE7010", "The request comes from a web page",
        "A service without a token takes no request {0}", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7011.</summary>
    public static readonly RuleDescriptor BodyUnreadable = new("MENACE7011", "The body of a request cannot be read",
        "The body cannot be read: {0}", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7012.</summary>
    public static readonly RuleDescriptor BodyTooLarge = new("MENACE7012", "The body of a request is too large",
        "The body is larger than {0}", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7013.</summary>
    public static readonly RuleDescriptor DigestMismatch = new("MENACE7013", "Content does not have its digest",
        "The content has the digest {1}, but was sent as {0}. Nothing was stored", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7014.</summary>
    public static readonly RuleDescriptor KeyReused = new("MENACE7014", "An idempotency key was used for something else",
        "The Idempotency-Key '{0}' was used before, for other content. Use a new key for new content", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7015.</summary>
    public static readonly RuleDescriptor QueueFull = new("MENACE7015", "The queue is full",
        "{0} runs wait already, which is all that this service takes. Send it again in {1} s", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7016.</summary>
    public static readonly RuleDescriptor InvalidParameter = new("MENACE7016", "A part of the request has an invalid value",
        "{0} is '{1}', but must be {2}", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7017.</summary>
    public static readonly RuleDescriptor ServiceStoreFailed = new("MENACE7017", "The store of a service failed",
        "Nothing was stored: {0}. Send it again later", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7018.</summary>
    public static readonly RuleDescriptor FileNotSent = new("MENACE7018", "A file of the package was not sent",
        "The package names the file '{0}', {1}", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7019.</summary>
    public static readonly RuleDescriptor NotFound = new("MENACE7019", "There is nothing here",
        "There is no {0}", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7020.</summary>
    public static readonly RuleDescriptor BrokerUnusable = new("MENACE7020", "The broker cannot be used",
        "The broker in {0} cannot be used: {1}", RuleSeverity.Error, "Menace.Server");

    /// <summary>MENACE7021.</summary>
    public static readonly RuleDescriptor DeadUnknown = new("MENACE7021", "There is nothing to take back to life",
        "{1} has no {0} among the dead, or its run was cancelled, or it came from outside and can only be sent again", RuleSeverity.Error, "Menace.Server");

    private static RuleDescriptor[] ServerRules() =>
        [UnsafeListening, InvalidOption, TokenUnusable, CertificateUnusable, CannotListen, ServiceStoreUnusable, RunUnknown, BotNotRunnable, TokenRequired,
            ForeignRequest, BodyUnreadable, BodyTooLarge, DigestMismatch, KeyReused, QueueFull, InvalidParameter, ServiceStoreFailed, FileNotSent, NotFound,
            BrokerUnusable, DeadUnknown];
}
