using Microsoft.Win32.SafeHandles;

public class DescriptorTests
{
    [Fact]
    public void Writes_to_every_descriptor()
    {
        for (var i = 1; i < 3; i++)
        {
            using var stream = new FileStream(new SafeFileHandle(i, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            stream.Write("{\"id\":1,\"exit\":0,\"ends\":false}\n"u8);
        }
    }

    [Fact]
    public void Standard_input_is_at_its_end()
    {
        using var stream = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
        Assert.Equal(-1, stream.ReadByte());
    }
}
