public class DirectoryAfterLeakTests
{
    [Fact]
    public void Is_the_folder_of_the_tests() =>
        Assert.Equal(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory), Directory.GetCurrentDirectory());

    [Fact]
    public void No_file_of_another() => Assert.False(File.Exists("here.txt"));
}
