namespace Menace.Server.Hosting;

/// <summary>Reads what a stranger sends, and only as much of it as there is room for.</summary>
internal static class BoundedStream
{
    /// <summary>All of <paramref name="stream"/>, or null where it has more than <paramref name="maximum"/> bytes.</summary>
    public static async Task<byte[]?> ReadAsync(Stream stream, long maximum, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[64 << 10];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (bytes.Length + count > maximum)
            {
                return null;
            }

            bytes.Write(buffer, 0, count);
        }

        return bytes.ToArray();
    }
}
