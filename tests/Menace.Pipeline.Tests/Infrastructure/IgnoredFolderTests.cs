using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Tests.Infrastructure;

/// <summary>Folders of Menace inside a project.</summary>
public sealed class IgnoredFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Runs_of_one_process_can_create_a_folder_at_once()
    {
        for (var round = 0; round < 50; round++)
        {
            var path = _folder[$"{round}/dev_repos"];

            Parallel.For(0, 4, _ => IgnoredFolder.Create(path));

            Assert.Equal("*\n", File.ReadAllText(Path.Combine(path, ".gitignore")));
            Assert.Equal([path], Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!));
        }
    }
}
