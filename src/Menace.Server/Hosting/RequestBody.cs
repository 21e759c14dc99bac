using System.Globalization;
using System.IO.Compression;
using Menace.Model.Diagnostics;

namespace Menace.Server.Hosting;

/// <summary>The parts of a request that endpoints read, bounded and with their mistakes named.</summary>
internal static class RequestBody
{
    private const int LongestKey = 200;

    /// <summary>The body of a request that contains JSON, unpacked if it is gzipped.</summary>
    /// <param name="request">The request.</param>
    /// <param name="maximum">Bytes that it may have when unpacked.</param>
    /// <param name="share">Takes the bytes, unpacked.</param>
    /// <exception cref="ProblemException">
    /// Its type is not JSON (415), its encoding is not supported (415), it is broken (400), too large (413), or there is no room for it now
    /// (429).
    /// </exception>
    public static async Task<byte[]> ReadJsonAsync(HttpRequest request, long maximum, BodyBudget.Share share)
    {
        // A web page can send other types without asking first (CORS), this one not.
        if (!request.HasJsonContentType())
        {
            throw new ProblemException(
                StatusCodes.Status415UnsupportedMediaType, Rules.InvalidParameter, "Content-Type", request.ContentType
                ?? "", "application/json");
        }

        switch (request.Headers.ContentEncoding.ToString())
        {
            case "" or "identity":
                return await ReadAsync(request.Body, maximum, share, request.HttpContext.RequestAborted);
            case "gzip":
                try
                {
                    await using var unpacked = new GZipStream(request.Body, CompressionMode.Decompress);
                    return await ReadAsync(unpacked, maximum, share, request.HttpContext.RequestAborted);
                }
                catch (InvalidDataException exception)
                {
                    throw new ProblemException(
                        StatusCodes.Status400BadRequest, Rules.BodyUnreadable, "it is not valid gzip: " + exception.Message.TrimEnd('.'));
                }

            case var other:
                throw new ProblemException(
                    StatusCodes.Status415UnsupportedMediaType, Rules.InvalidParameter, "Content-Encoding", other, "gzip, or absent");
        }
    }

    /// <summary>The header Idempotency-Key, or null if there is none.</summary>
    /// <exception cref="ProblemException">It cannot be used (400).</exception>
    public static string? IdempotencyKey(HttpRequest request)
    {
        var values = request.Headers["Idempotency-Key"];
        return values.Count == 0 ? null
            : values.Count == 1 && values[0] is { Length: > 0 and <= LongestKey } key ? key
            : throw new ProblemException(
                StatusCodes.Status400BadRequest, Rules.InvalidParameter, "Idempotency-Key", values.ToString(),
                $"one text of 1 to {LongestKey} characters");
    }

    /// <summary>Returns the number of entries of a page.</summary>
    /// <exception cref="ProblemException">The text is not such a number (400).</exception>
    public static int Limit(string? text, int standard, int maximum) =>
        text is null ? standard
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0 && limit <= maximum ? limit
        : throw new ProblemException(
            StatusCodes.Status400BadRequest, Rules.InvalidParameter, "limit", text, $"a whole number from 1 to {maximum}");

    /// <summary>A cursor that an earlier page gave; 0 for the first page.</summary>
    /// <exception cref="ProblemException">The text is none (400).</exception>
    public static long Cursor(string? text) =>
        text is null ? 0
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var cursor) ? cursor
        : throw InvalidCursor(text);

    /// <summary>The answer to a cursor that no page gave.</summary>
    public static ProblemException InvalidCursor(string text) =>
        new(StatusCodes.Status400BadRequest, Rules.InvalidParameter, "cursor", text, "the value 'next' of an earlier page");

    private static async Task<byte[]> ReadAsync(Stream body, long maximum, BodyBudget.Share share, CancellationToken cancellationToken) =>
        await BoundedStream.ReadAsync(body, maximum, share, cancellationToken)
        ?? throw new ProblemException(StatusCodes.Status413PayloadTooLarge, Rules.BodyTooLarge, $"{maximum} bytes");
}
