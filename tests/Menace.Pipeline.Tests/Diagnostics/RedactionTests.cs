using System.Diagnostics;
using System.Text;
using CsCheck;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Logging;
using Menace.Pipeline.Testing;

namespace Menace.Pipeline.Tests.Diagnostics;

public sealed class RedactionTests
{
    private const string Pem = "-----BEGIN RSA PRIVATE KEY-----\nMIIBOgIBAAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf9Cnzj4p4WGeKLs1Pt8Qu\nKUpRKfFLfRYC9AIKjbJTWit+CqvjWYzvQwEC\nWq0=\n-----END RSA PRIVATE KEY-----";

    [Theory]
    [InlineData("password=hunter2", "password=[REDACTED]")]
    [InlineData("{\"password\": \"hunter2 and more\", \"n\": 1}", "{\"password\": [REDACTED], \"n\": 1}")]
    [InlineData("Server=db;Pwd=abc123;", "Server=db;Pwd=[REDACTED];")]
    [InlineData("API_KEY=0123456789abcdef", "API_KEY=[REDACTED]")]
    [InlineData("access token: 0123456789abcdef ok", "access token: [REDACTED] ok")]
    [InlineData("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "aws_secret_access_key = [REDACTED]")]
    [InlineData("id AKIAIOSFODNN7EXAMPLE in eu-west-1", "id [REDACTED] in eu-west-1")]
    [InlineData("> Authorization: Bearer x", "> Authorization: Bearer [REDACTED]")]
    [InlineData("Authorization: Basic dXNlcjpwYXNz", "Authorization: Basic [REDACTED]")]
    [InlineData("clone https://bob:s3cret@host/x.git", "clone https://[REDACTED]@host/x.git")]
    [InlineData("amqp://guest:p@ss@host:5672/", "amqp://[REDACTED]@host:5672/")]
    [InlineData("got Zx8Qp2Lm9Rt4Vw7Ny1Kc here", "got [REDACTED] here")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc", "[REDACTED]")]
    [InlineData("<message>password=hunter2</message>", "<message>password=[REDACTED]</message>")]
    [InlineData("a\n" + Pem + "\nb", "a\n[REDACTED]\n\nb")]
    [InlineData("E   " + Pem, "E   [REDACTED]\n")]
    [InlineData("key = -----BEGIN PRIVATE KEY-----\\nMIIB\\n-----END PRIVATE KEY----- end", "key = [REDACTED] end")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIIBOgIBAAJB\nthe test failed", "[REDACTED]\nthe test failed")]
    [InlineData("AgIBAAJBAKj3\nWq0=\n-----END PRIVATE KEY-----\nb", "AgIBAAJBAKj3\n[REDACTED]\n\nb")]
    public void A_secret_is_taken_out_and_what_is_around_it_stays(string text, string expected)
    {
        Assert.Equal(expected, Redaction.Redact(text));
        Assert.Equal(expected, Redaction.Redact(expected));
    }

    [Theory]
    [InlineData("commit e621b52f0c1d2e3a4b5c6d7e8f9a0b1c2d3e4f5a")]
    [InlineData("sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    [InlineData("/home/me/dev_repos/NightlyFleet/src/NightlyFleet/NightlyFleet.cs(12,5): warning CS0168: x")]
    [InlineData("/tmp/menace-test-Ab3dE9xQ/.menace/verify/a/tests.log")]
    [InlineData("C:\\Users\\me\\source\\repos\\ImplementationPipeline\\bin\\Release\\net10.0\\Menace.Pipeline.dll")]
    [InlineData("https://packages.example.org/v3/registration5-gz-semver2/newtonsoft.json/index.json?q=1#top")]
    [InlineData("ssh://git@github.com/menace-sdk/menace-sdk.git")]
    [InlineData("http://localhost:8080/images/logo@2x.png")]
    [InlineData("Menace.Pipeline.Tests.Languages.CSharp.CSharpRepositoryTests.GetHTTPResponseV2Async")]
    [InlineData("test_a_failing_bot_throws_with_everything_that_did_succeed[python3-x64]")]
    [InlineData("System.Collections.Generic.Dictionary`2[System.String,System.Object]")]
    [InlineData("10.0.401-preview.1+3b0bee5bed9c4bd0b5a4c57f0a50f9ed2d1fe0d5")]
    [InlineData("3F2504E0-4F89-11D3-9A0C-0305E82C3301 at 2026-11-24T16:42:27.1234567+00:00")]
    [InlineData("the password is wrong, the key was not found: KeyError")]
    [InlineData("token: 'x' unexpected")]
    [InlineData("CancellationToken = cancellationToken, MaxDegreeOfParallelism = 2")]
    [InlineData("var token = root.FindToken(position);")]
    [InlineData("copying build/lib.linux-x86_64-2.7/_io.so")]
    public void Ids_paths_and_names_survive(string text) => Assert.Same(text, Redaction.Redact(text));

    [Fact]
    public void No_part_of_a_named_secret_is_left_wherever_the_text_is_cut()
    {
        var filler = Gen.Char["abc xyz.,:=(){}[]\n"].Array[0, 80].Select(characters => new string(characters));
        Gen.Select(filler, SecretText, filler, Gen.Int[0, 400]).Sample(
            (before, secret, after, cut) =>
            {
                var redacted = Redaction.Redact($"{before} {secret.Text}\n{after}");
                var shown = redacted[..Math.Min(cut, redacted.Length)];
                var summary = OutputSummary.Of($"{before} {secret.Text}\n{after}");
                return Windows(secret.Value).All(part => !shown.Contains(part, StringComparison.Ordinal) && !summary.Contains(part, StringComparison.Ordinal));
            },
            iter: Nightly.Choose(2_000, 200_000));
    }

    [Fact]
    public void Random_tokens_are_found_without_a_name()
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        var random = new Random(1);
        var missed = Enumerable.Range(0, 2_000)
            .Select(_ => random.GetString(Alphabet, 40))
            .Count(token => Redaction.Redact($"x {token} y").Contains(token, StringComparison.Ordinal));

        Assert.InRange(missed, 0, 40);
    }

    [Fact]
    public void A_file_is_rewritten_line_by_line_and_other_bytes_stay()
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = [.. "é \0"u8, 0xff, .. Encoding.ASCII.GetBytes($"\r\n{Pem}\r\npassword=hunter2\r\n{new string('x', 3_000_000)} tail\nend")];
        File.WriteAllBytes(folder["tests.log"], bytes);

        RedactedLog.Rewrite(folder["tests.log"]);

        var text = File.ReadAllText(folder["tests.log"], Encoding.Latin1);
        Assert.StartsWith(Encoding.Latin1.GetString([.. "é \0"u8, 0xff]) + "\r\n[REDACTED]\n\r\npassword=[REDACTED]\r\n", text, StringComparison.Ordinal);
        Assert.EndsWith("... 1951429 more characters\nend", text, StringComparison.Ordinal);
        Assert.Equal([folder["tests.log"]], Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("a\n\nb")]
    [InlineData("a\r\n")]
    public void A_file_without_secrets_is_not_touched(string text)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("setup.log", text);
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);

        RedactedLog.Rewrite(path);

        Assert.Equal((text, DateTime.UnixEpoch), (File.ReadAllText(path), File.GetLastWriteTimeUtc(path)));
    }

    [Fact]
    public void Whatever_is_printed_is_redacted_in_linear_time()
    {
        string[] patterns = ["password=\"", "://a:", "bearer ", "key='", "-----BEGIN A-----", "eyJ", "aB3-"];
        foreach (var pattern in patterns)
        {
            var clock = Stopwatch.StartNew();
            Redaction.Redact(string.Concat(Enumerable.Repeat(pattern, 200_000 / pattern.Length)));
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{pattern}: {clock.Elapsed}");
        }
    }

    private static readonly string[] Forms =
    [
        "password={0}", "\"passwd\" : \"{0}\"", "API-Key: {0}", "token={0}", "aws_secret_access_key={0}", "Bearer {0}", "ftp://u:{0}@h/",
        "-----BEGIN EC PRIVATE KEY-----\n{0}\n-----END EC PRIVATE KEY-----", "'secret': '{0}'", "client_secret=\\\"{0}\\\"",
    ];

    private static readonly Gen<(string Text, string Value)> SecretText =
        from value in Gen.Char["ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"].Array[16, 40].Select(characters => new string(characters))
        from form in Gen.Int[0, Forms.Length - 1].Select(index => Forms[index])
        let whole = form.Contains("BEGIN", StringComparison.Ordinal) ? value[..(value.Length / 4 * 4)] : value
        select (string.Format(null, form, whole), whole);

    private static IEnumerable<string> Windows(string secret) => Enumerable.Range(0, secret.Length - 5).Select(start => secret.Substring(start, 6));
}
