namespace Menace.Server.Hosting;

/// <summary>Reads input of untrusted callers up to a limit.</summary>
internal static class BoundedStream
{
    /// <summary>All of <paramref name="stream"/>, or null if it has more than <paramref name="maximum"/> bytes.</summary>
    /// <param name="stream">The stream, read to its end.</param>
    /// <param name="maximum">Bytes that it may have.</param>
    /// <param name="share">Takes every byte before it is kept, or null if nothing else is read at the same time.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ProblemException">The share cannot take it (429).</exception>
    public static async Task<byte[]?> ReadAsync(Stream stream, long maximum, BodyBudget.Share? share, CancellationToken cancellationToken)
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

            share?.Take(count);
            bytes.Write(buffer, 0, count);
        }

        return bytes.ToArray();
    }
}
