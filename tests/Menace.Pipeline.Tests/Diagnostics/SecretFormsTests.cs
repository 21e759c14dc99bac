using Menace.Model.Checks;
using Menace.Pipeline.Contracts;
using Menace.Samples;

namespace Menace.Pipeline.Tests.Diagnostics;

/// <summary>MENACE1801 and the redaction share one table: a form that one of them knows, the other knows too.</summary>
public sealed class SecretFormsTests
{
    private const string Varied = "9dR2mWq7LxT4vBz8KcY1nHs6PfJ3gUe5AoXi0ZtQ9dR2mWq7LxT4vBz8KcY1nHs6PfJ3gUe5AoXi0ZtQ";

    public static TheoryData<RuleSample> Reported => [.. RuleSamples.All.Where(sample => sample.Id is "MENACE1801" or "MENACE1802")];

    public static TheoryData<string> Prefixes => [.. SecretForms.Issued.Select(token => token.Prefix)];

    [Theory]
    [MemberData(nameof(Reported))]
    public void Sample_of_the_rule_is_redacted(RuleSample sample) =>
        Assert.DoesNotContain(sample.Text[sample.Start..sample.End], Redaction.Redact(sample.Text), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Prefixes))]
    public void Issued_token_is_reported_and_redacted(string prefix)
    {
        var token = SecretForms.Issued.Single(token => token.Prefix == prefix);
        var text = prefix + Varied[..token.Further];

        Assert.Equal(new Secrets.Secret(4, text.Length, token.Kind), Assert.Single(Secrets.In($"x = {text}, y")));
        Assert.Equal("x = [REDACTED], y", Redaction.Redact($"x = {text}, y"));
        Assert.Equal(@"'a\n[REDACTED]'", Redaction.Redact($@"'a\n{text}'"));
    }

    [Theory]
    [InlineData("sk-proj-a8Kd03_hLq27Xn5-RvT1bZ", "[REDACTED]")]
    [InlineData("posted xoxb-8421907355-Zk3TqW9pLm to #ops", "posted [REDACTED] to #ops")]
    [InlineData("client_secret=hunter22", "client_secret=[REDACTED]")]
    [InlineData("DB_PASS=hunter22", "DB_PASS=[REDACTED]")]
    [InlineData("export DB_PASS='p@ss word'", "export DB_PASS=[REDACTED]")]
    [InlineData("smtp(user=\"a\", pass=\"hunter22\")", "smtp(user=\"a\", pass=[REDACTED])")]
    [InlineData("{\"pass\": \"hunter22\"}", "{\"pass\": [REDACTED]}")]
    [InlineData("AccountName=a;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;EndpointSuffix=x", "AccountName=a;AccountKey=[REDACTED];EndpointSuffix=x")]
    [InlineData("AccountKey=abcdefghijklmnop", "AccountKey=[REDACTED]")]
    [InlineData("GET /b?sv=2024-01-01&sig=Zk3TqW9pLm2Rb7Vc5Nd1q8Zt3Lm9Xw2Rb7Vc5Nd1q8Y%3D&sp=r", "GET /b?sv=2024-01-01&sig=[REDACTED]&sp=r")]
    [InlineData("&sig=abcdefghijklmnopqr", "&sig=[REDACTED]")]
    [InlineData("Server=db;User Id=a;Password=two words;Encrypt=true", "Server=db;User Id=a;Password=[REDACTED];Encrypt=true")]
    [InlineData("token = abcdefghijklmnop", "token = [REDACTED]")]
    public void Secret_in_output_is_redacted(string text, string expected)
    {
        Assert.Equal(expected, Redaction.Redact(text));
        Assert.Equal(expected, Redaction.Redact(expected));
    }

    [Theory]
    [InlineData("c = 'AccountName=a;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='", "an Azure storage key")]
    [InlineData("url = 'https://a.blob.core.windows.net/b?sv=2024-01-01&sig=Zk3TqW9pLm2Rb7Vc5Nd1q8Zt3Lm9Xw2Rb7Vc5Nd1q8Y%3D'", "a shared access signature")]
    [InlineData("'a\\nghp_9dR2mWq7LxT4vBz8KcY1nHs6PfJ3gUe5AoXi'", "a GitHub token")]
    [InlineData("passphrase: \"q8Zt3Lm9Xw2Rb7Vc5Nd1\"", "a key or password")]
    [InlineData("client_secret = 'q8Zt3Lm9Xw2Rb7Vc5Nd1'", "a key or password")]
    public void Secret_in_code_is_reported(string code, string kind) => Assert.Equal(kind, Assert.Single(Secrets.In(code)).Kind);

    [Theory]
    [InlineData("ok 1 - pass: 12, fail: 0")]
    [InlineData("first_pass = analyse(document)")]
    [InlineData("compass=northwest bypass=everything")]
    [InlineData("pass=3 fail=1 skip=0")]
    [InlineData("task-force-on-the-disk-usage-of-hosts")]
    [InlineData("npm_config_registry and npm_package_name were set")]
    [InlineData("AccountKey was not found in the settings")]
    [InlineData("def sign(signature: bytes) -> bool:")]
    public void Harmless_output_stays(string text) => Assert.Same(text, Redaction.Redact(text));
}
