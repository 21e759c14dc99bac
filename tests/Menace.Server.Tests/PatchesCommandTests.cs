using System.Text.Json.Nodes;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Tests;
using Menace.Server.Tests.Rig;

namespace Menace.Server.Tests;

/// <summary>The command <c>menace patches</c>.</summary>
public sealed class PatchesCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Patches_are_listed_and_shown()
    {
        var patch = new PatchRecord("Tariff", "/r/Tariff", "0123456789abcdef0123456789abcdef01234567")
        {
            Generator = "synthesis",
            Reasons = ["its ROI fell from 0.5 to 0.1"],
            Evidence = ["3 examples passed"],
            After = "def gross(net):\n    return net\n",
        };
        new KnowledgeFolder(_folder[".menace/knowledge"]).OpenPatches().Record(patch);

        var (_, list, _) = await MenaceCommand.RunAsync(_folder.Path, ["patches", "list"]);
        var (_, show, _) = await MenaceCommand.RunAsync(_folder.Path, ["patches", "show", "0123456789ab"]);
        var (_, json, _) = await MenaceCommand.RunAsync(_folder.Path, ["patches", "show", "0123456789ab", "--json"]);

        Assert.Matches("^0123456789ab  [0-9: Z-]+  Tariff  synthesis  its ROI fell from 0.5 to 0.1\n$", list);
        Assert.Contains("evidence: 3 examples passed; changes: git -C '/r/Tariff' show 0123456789abcdef", show, StringComparison.Ordinal);
        Assert.Equal(patch.After, (string?)JsonNode.Parse(json)!.AsArray().Single()!["after"]);
    }

    [Fact]
    public async Task Patch_that_is_not_there_is_an_error()
    {
        var (code, _, error) = await MenaceCommand.RunAsync(_folder.Path, ["patches", "show", "0123456789ab"]);

        Assert.Equal(1, code);
        Assert.Contains("0123456789ab", error, StringComparison.Ordinal);
    }
}
