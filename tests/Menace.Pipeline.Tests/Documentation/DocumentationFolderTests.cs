using Menace.Pipeline.Contracts;
using Menace.Pipeline.Documentation;

namespace Menace.Pipeline.Tests.Documentation;

/// <summary>Which files are pages.</summary>
public sealed class DocumentationFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private BotDevConfig Config => new() { SourceDirectory = _folder.Path, Documentation = [".", "README.md"] };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pages_are_found_and_what_Menace_wrote_is_not_read_back()
    {
        foreach (var path in new[]
        {
            "README.md", "docs/bots.md", "docs/deep/list.CSV", "docs/picture.png", "bin/a.md", "obj/a.md", ".github/a.md", "node_modules/a/README.md",
            "dev_repos/bot/README.md", ".menace/trees/bot/README.md", "other/.git/HEAD", "other/README.md",
        })
        {
            _folder.Write(path, "# A page");
        }

        var found = DocumentationFolder.Find(Config);

        Assert.Equal(["README.md", "docs/bots.md", "docs/deep/list.CSV"], found.Files.Select(file => Path.GetRelativePath(_folder.Path, file)));
        Assert.Contains(_folder["docs/deep"], found.Folders);
    }

    [Fact]
    public void Folder_that_does_not_exist_is_remembered_because_it_can_come_into_being()
    {
        var found = DocumentationFolder.Find(Config with { Documentation = ["docs", "bots.md"] });

        Assert.Empty(found.Files);
        Assert.Equal([_folder["bots.md"], _folder["docs"]], found.Folders);
    }

    [Fact]
    public async Task What_is_no_page_is_skipped_with_the_reason()
    {
        var outside = Path.GetTempFileName();
        try
        {
            _folder.Write("docs/good.md", "# Good");
            File.WriteAllBytes(_folder["docs/bytes.md"], [0x23, 0xFF]);
            File.CreateSymbolicLink(_folder["docs/link.md"], outside);
            File.CreateSymbolicLink(_folder["docs/gone.md"], _folder["nowhere.md"]);
            File.CreateSymbolicLink(_folder["docs/loop"], _folder["docs"]);
            var config = Config with { Documentation = ["docs"] };

            var (pages, skipped) = await DocumentationFolder.Find(config).ReadAsync(config, default);

            Assert.Equal(["docs/good.md"], pages.Select(page => page.Path));
            Assert.Equal(["docs/bytes.md", "docs/gone.md", "docs/link.md"], skipped.Select(page => page.Path));
            Assert.Contains("not UTF-8", skipped[0].Reason, StringComparison.Ordinal);
            Assert.Equal("it is a link that leads out of the project", skipped[2].Reason);
        }
        finally
        {
            File.Delete(outside);
        }
    }
}
