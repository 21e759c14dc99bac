using System.IO.Compression;
using System.Text;

namespace Menace.Server.Tests.Rig;

internal static class Gzip
{
    /// <summary>A text, gzipped.</summary>
    public static byte[] Pack(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionMode.Compress))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }
}
