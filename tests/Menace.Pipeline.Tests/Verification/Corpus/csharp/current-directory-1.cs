public class DirectoryLeakTests
{
    [Fact]
    public void Goes_away()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        Directory.SetCurrentDirectory(folder);
        File.WriteAllText("here.txt", "x");
        Assert.True(File.Exists(Path.Combine(folder, "here.txt")));
    }
}
