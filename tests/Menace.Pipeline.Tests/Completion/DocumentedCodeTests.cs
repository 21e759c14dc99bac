using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Documentation;

namespace Menace.Pipeline.Tests.Completion;

/// <summary>Pages that say of code that is there what it does not do.</summary>
public sealed class DocumentedCodeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("gross(net: float, *, rate: dict[str, int] = {1: 2}) -> float", "net rate")]
    [InlineData("decimal Gross(decimal net, Dictionary<string, int>? rates = null)", "net rates")]
    [InlineData("public static int Add(params int[] values)", "values")]
    [InlineData("call(*args, **kwargs)", "args kwargs")]
    [InlineData("run()", "")]
    [InlineData("run(…)", "")]
    [InlineData("run(a, (b", "")]
    [InlineData("open(path[, mode])", "")]
    [InlineData("send(to, ...)", "")]
    [InlineData("gross(100)", "")]
    [InlineData("join(parts, sep=\">\", end=',')", "parts sep end")]
    [InlineData("run", "")]
    public void Parameters_of_a_signature_are_read(string signature, string expected) =>
        Assert.Equal(expected, string.Join(' ', SignatureParameters.Of(signature)));

    [Theory]
    [InlineData("gross(net: float) -> float", "def gross(net):\n    return net\n", null)]
    [InlineData("gross(net)", "def gross(net, rate=2):\n    return net * rate\n", null)]
    [InlineData("gross(net, rate)", "def gross(net, **options):\n    return net\n", null)]
    [InlineData("gross()", "def gross(net):\n    return net\n", null)]
    [InlineData("gross(net, rate)", "def gross(net):\n    return net\n", "gross(net)")]
    [InlineData("gross(net)", "def gross(net, rate):\n    return net * rate\n", "gross(net, rate)")]
    [InlineData("gross(price)", "def gross(net):\n    return net\n", "gross(net)")]
    [InlineData("other(price)", "def gross(net):\n    return net\n", null)]
    [InlineData("gross(net[, rate])", "def gross(net, rate):\n    return net * rate\n", null)]
    [InlineData("gross(float)", "def gross(net: float):\n    return net\n", null)]
    public async Task Signature_of_a_page_has_to_allow_the_same_calls(string signature, string code, string? own)
    {
        _folder.Write("docs/bots.md", $"## vat\n\nComputes prices.\n\nFunctions:\n\n- `{signature}`: price with tax\n");

        var findings = await FindingsAsync(code, BotLanguage.Python);

        if (own is null)
        {
            Assert.Empty(findings);
            return;
        }

        Assert.Equal([null, new PagePlace("docs/bots.md", 7)], findings.Select(finding => finding.Page));
        Assert.All(findings, finding => Assert.Equal(
            ["vat", "docs/bots.md:7", "signature of 'gross'", signature, own], finding.Arguments));
    }

    [Fact]
    public async Task Shell_functions_name_no_parameters()
    {
        _folder.Write("docs/bots.md", "## vat\n\nComputes prices.\n\nFunctions:\n\n- `gross(net)`: price with tax\n");

        Assert.Empty(await FindingsAsync("gross() { echo \"$1\"; }\n", BotLanguage.Shell));
    }

    [Theory]
    [InlineData("2", 0)]
    [InlineData("3", 2)]
    public async Task Result_of_a_page_has_to_be_the_one_that_the_code_documents(string result, int errors)
    {
        _folder.Write("docs/bots.md", $"## vat\n\nComputes prices.\n\nExamples:\n\n- `gross(1)` → `{result}`\n");

        var findings = await FindingsAsync(
            "def gross(net):\n    \"\"\"Price with tax.\n\n    >>> gross(1)\n    2\n    \"\"\"\n    return net * 2\n", BotLanguage.Python);

        Assert.Equal(errors, findings.Count);
        Assert.All(findings, finding => Assert.Equal(
            ["vat", "docs/bots.md:7", "metadata.examples", "gross(1) returns 3", "gross(1) returns 2"], finding.Arguments));
        Assert.Equal(errors == 0 ? [] : ["code"], findings.Where(finding => finding.Page is null).Select(finding => finding.Anchor!.Property));
    }

    [Fact]
    public async Task Contradiction_is_reported_until_one_of_both_changes()
    {
        const string Code = "def gross(net, rate):\n    return net * rate\n";
        _folder.Write("docs/bots.md", "## vat\n\nComputes prices.\n\nFunctions:\n\n- `gross(net, rate)`\n");
        var first = await OptimiseAsync(Code, null);
        _folder.Write("docs/bots.md", "## vat\n\nComputes prices.\n\nFunctions:\n\n- `gross(price)`\n");

        var second = await OptimiseAsync(Code, first.Record);

        Assert.Empty(first.Diagnostics);
        Assert.Equal(["MENACE3060", "MENACE3060"], second.Diagnostics.Select(finding => finding.Rule.Id));
        Assert.Equal(2, (await OptimiseAsync(Code, second.Record)).Diagnostics.Count);
    }

    private async Task<IReadOnlyList<PipelineDiagnostic>> FindingsAsync(string code, BotLanguage language) =>
        [.. (await OptimiseAsync(code, null, language)).Diagnostics.Where(finding => finding.IsError)];

    private async Task<StageResult<OptimiseRecord>> OptimiseAsync(string code, OptimiseRecord? previous, BotLanguage? language = null)
    {
        var pipeline = new ImplementationPipeline(config: new() { SourceDirectory = _folder.Path, Knowledge = null });
        var handoff = await pipeline.HandoffAsync(
            new TaskPackage([new() { Name = "vat", Code = code, Metadata = new() { Language = language ?? BotLanguage.Python } }]));
        return await pipeline.OptimiseAsync(handoff.Record!, previous);
    }
}
