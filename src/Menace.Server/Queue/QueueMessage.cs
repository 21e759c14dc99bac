using System.IO.Compression;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Server.ContentStore;
using Menace.Server.Hosting;
using RabbitMQ.Client;

namespace Menace.Server.Queue;

/// <summary>The message is unreadable; retrying would not help.</summary>
internal sealed class UnreadableMessageException(string reason) : Exception(reason);

/// <summary>Reads messages of the contract <see cref="PackageEnvelope.Kind"/>.</summary>
internal static class QueueMessage
{
    /// <summary>The envelope of the package.</summary>
    /// <param name="properties">The message's properties.</param>
    /// <param name="body">Its body.</param>
    /// <param name="contents">Where the package is when the message only names it.</param>
    /// <param name="maximum">Bytes that the envelope may have.</param>
    /// <param name="share">Takes the bytes of the envelope.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UnreadableMessageException">It is not a package message, or is broken or too large.</exception>
    /// <exception cref="ProblemException">There is no room for it now (429).</exception>
    public static async Task<byte[]> ReadAsync(
        IReadOnlyBasicProperties properties, byte[] body, ContentFolder contents, long maximum, BodyBudget.Share share,
        CancellationToken cancellationToken)
    {
        if (properties.Type != PackageEnvelope.Kind)
        {
            throw new UnreadableMessageException($"its type is '{properties.Type}', but this server reads {PackageEnvelope.Kind}");
        }

        if (properties.ContentEncoding == "gzip")
        {
            return await UnpackAsync(body, maximum, share, cancellationToken);
        }

        if (ContentReference.Read(body) is { } digest)
        {
            return await contents.ReadAsync(digest, cancellationToken) is { } packed
                ? await UnpackAsync(packed, maximum, share, cancellationToken)
                : throw new UnreadableMessageException($"its content {digest} is not in the content store");
        }

        share.Take(body.Length);
        return body;
    }

    private static async Task<byte[]> UnpackAsync(byte[] packed, long maximum, BodyBudget.Share share, CancellationToken cancellationToken)
    {
        await using var unpacked = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        try
        {
            return await BoundedStream.ReadAsync(unpacked, maximum, share, cancellationToken)
                ?? throw new UnreadableMessageException($"it has more than {maximum} bytes when unpacked");
        }
        catch (InvalidDataException exception)
        {
            throw new UnreadableMessageException("it is not valid gzip: " + exception.Message.TrimEnd('.'));
        }
    }
}
