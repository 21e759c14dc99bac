public class FileTests
{
    [Fact]
    public void Home_and_temporary_folder_are_new()
    {
        Assert.Empty(Directory.EnumerateFileSystemEntries(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile))
            .Where(path => !Path.GetFileName(path).StartsWith('.')));
        Assert.Equal(Environment.GetEnvironmentVariable("TMPDIR"), Path.TrimEndingDirectorySeparator(Path.GetTempPath()));
    }

    [Fact]
    public void Temporary_file()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "x");
        Assert.Equal("x", File.ReadAllText(path));
    }

    [Fact]
    public void Missing_file() => File.ReadAllText("no-such-file.txt");
}
