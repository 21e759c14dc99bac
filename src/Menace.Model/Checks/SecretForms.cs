namespace Menace.Model.Checks;

/// <summary>A token in the form that its issuer gives it.</summary>
/// <param name="Prefix">The beginning of every such token.</param>
/// <param name="Further">The least number of characters that follow.</param>
/// <param name="Kind">The kind, as a message names it.</param>
internal readonly record struct IssuedToken(string Prefix, int Further, string Kind);

/// <summary>A name whose value is a secret.</summary>
/// <param name="Word">The last word of the name.</param>
/// <param name="Shortest">The least length of a value that is redacted.</param>
internal readonly record struct SecretName(string Word, int Shortest)
{
    /// <summary>The words of which one stands before it, or empty if it needs none.</summary>
    public string[] Qualifiers { get; init; } = [];

    /// <summary>True if the word occurs in others (<c>compass</c>), so that no letter may stand before it.</summary>
    public bool IsWhole { get; init; }
}

/// <summary>
/// The one table of what secrets look like. MENACE1801 reports by it what is written into tasks.json, and the redaction takes by it out
/// what
/// bots print; a form that is added here is known to both.
/// </summary>
internal static class SecretForms
{
    public static readonly IssuedToken[] Issued =
    [
        new("ghp_", 30, "a GitHub token"), new("gho_", 30, "a GitHub token"), new("ghu_", 30, "a GitHub token"),
        new("ghs_", 30, "a GitHub token"), new("ghr_", 30, "a GitHub token"), new("github_pat_", 22, "a GitHub token"),
        new("glpat-", 20, "a GitLab token"), new("gldt-", 20, "a GitLab token"), new("glrt-", 20, "a GitLab token"),
        new("glptt-", 20, "a GitLab token"),
        new("xoxb-", 10, "a Slack token"), new("xoxp-", 10, "a Slack token"), new("xoxa-", 10, "a Slack token"),
        new("xoxr-", 10, "a Slack token"), new("xoxs-", 10, "a Slack token"), new("xoxc-", 10, "a Slack token"),
        new("xoxd-", 10, "a Slack token"), new("xoxe-", 10, "a Slack token"), new("xapp-", 10, "a Slack token"),
        new("AIza", 35, "a Google API key"), new("GOCSPX-", 24, "a Google client secret"), new("ya29.", 30, "a Google access token"),
        new("npm_", 36, "an npm token"), new("pypi-", 50, "a PyPI token"), new("dckr_pat_", 20, "a Docker token"),
        new("hf_", 30, "a Hugging Face token"),
        new("sk_live_", 16, "an API key"), new("rk_live_", 16, "an API key"), new("sk_test_", 16, "an API key"),
        new("whsec_", 24, "a webhook secret"),
        new("sk-", 20, "an API key"), new("SG.", 40, "a SendGrid API key"), new("hvs.", 24, "a Vault token"),
        new("dop_v1_", 40, "a DigitalOcean token"),
        new("shpat_", 32, "a Shopify token"), new("lin_api_", 32, "an API key"), new("glsa_", 32, "a Grafana token"),
    ];

    /// <summary>Prefixes of AWS access keys; sixteen capital letters and digits follow.</summary>
    public static readonly string[] AwsKeys = ["AKIA", "ASIA"];

    /// <summary>The beginning of a JSON web token: <c>{"</c> in base64.</summary>
    public const string WebToken = "eyJ";

    /// <summary>Names that a service gave to its keys in URLs and connection strings, where the value stands without quotes.</summary>
    public static readonly (string Name, int Shortest, string Kind)[] Assigned =
    [
        ("AccountKey", 40, "an Azure storage key"), ("SharedAccessKey", 40, "an Azure access key"),
        ("sig", 40, "a shared access signature"),
    ];

    /// <summary>Names of passwords in connection strings; MENACE1802 reports them there.</summary>
    public static readonly SecretName[] Passwords = [new("password", 6), new("passwd", 6), new("passphrase", 6), new("pwd", 6)];

    /// <summary>Other names of secrets.</summary>
    public static readonly SecretName[] Names =
    [
        new("pass", 6) { IsWhole = true },
        new("secret", 6) { Qualifiers = ["client", "app", "consumer", "webhook"] },
        new("key", 16)
        {
            Qualifiers =
            [
                "api", "app", "secret", "access", "token", "private", "auth", "signing", "encryption", "account", "storage", "subscription",
                "master",
            ],
        },
        new("token", 16) { Qualifiers = ["access", "auth", "refresh", "api", "id", "session"] },
        new("token", 16) { IsWhole = true },
        new("secret", 16) { IsWhole = true },
        new("credential", 16) { IsWhole = true },
        new("sig", 16) { IsWhole = true },
        new("signature", 16) { IsWhole = true },
    ];

    /// <summary>Words of which a text holds one, in any case of letters, if it holds a secret of one of these forms.</summary>
    public static IEnumerable<string> Hints =>
        Issued.Select(token => token.Prefix).Concat(AwsKeys).Concat([WebToken, "://"])
            .Concat(Passwords.Concat(Names).Select(name => name.Word)).Distinct();
}
