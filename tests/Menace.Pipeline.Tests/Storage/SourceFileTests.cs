using System.Diagnostics;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Tests.Storage;

/// <summary>Whatever stands in place of a file, reading it ends.</summary>
public sealed class SourceFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(10, 10)]
    [InlineData(11, 11)]
    [InlineData(12, 11)]
    [InlineData(0, 0)]
    public async Task A_file_is_read_whole_or_one_byte_beyond_the_limit(int length, int read) =>
        Assert.Equal(read, (await SourceFile.ReadAsync(_folder.Write("a", new string('x', length)), 10)).Length);

    [Fact]
    public async Task A_file_whose_length_is_not_what_it_holds_is_read_to_its_end()
    {
        // The kernel says 0, as for any file that grew after it was measured.
        Assert.Equal(0, new FileInfo("/proc/self/status").Length);
        Assert.Contains("VmPeak", System.Text.Encoding.ASCII.GetString(await SourceFile.ReadAsync("/proc/self/status", 1_000_000)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_without_an_end_is_read_to_the_limit() =>
        Assert.Equal(1_000_001, (await SourceFile.ReadAsync("/dev/zero", 1_000_000)).Length);

    [Fact]
    public async Task Pipe_without_a_writer_is_rejected_immediately()
    {
        Shell.Run(_folder.Path, null, "mkfifo", "pipe");
        var clock = Stopwatch.StartNew();
        var exception = await Assert.ThrowsAsync<IOException>(() => SourceFile.ReadAsync(_folder["pipe"], 10)).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("it is not a regular file", exception.Message);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), clock.Elapsed.ToString());
    }

    [Fact]
    public void Pipes_and_devices_are_distinguished_from_files()
    {
        Shell.Run(_folder.Path, null, "mkfifo", "pipe");
        File.CreateSymbolicLink(_folder["link"], "pipe");
        string[] files = [_folder.Write("empty", ""), _folder.Write("full", "x"), _folder.Path, _folder["gone"]];

        Assert.All(files, file => Assert.False(SourceFile.IsPipeOrDevice(file)));
        Assert.All([_folder["pipe"], _folder["link"], "/dev/zero"], file => Assert.True(SourceFile.IsPipeOrDevice(file)));
    }

    [Fact]
    public async Task A_folder_and_nothing_at_all_are_named()
    {
        Assert.Equal("it is a folder", (await Assert.ThrowsAsync<IOException>(() => SourceFile.ReadAsync(_folder.Path, 10))).Message);
        Assert.Contains("does not exist", (await Assert.ThrowsAsync<FileNotFoundException>(() => SourceFile.ReadAsync(_folder["gone"], 10))).Message, StringComparison.Ordinal);
    }
}
