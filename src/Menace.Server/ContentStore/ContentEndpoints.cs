using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Server.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Menace.Server.ContentStore;

/// <summary>The routes of the content store: <c>PUT</c>, <c>GET</c> and <c>HEAD /v1/cas/{sha256}</c>.</summary>
internal static class ContentEndpoints
{
    private const string Route = "/v1/cas/{sha256}";

    /// <summary>The address of the content with <paramref name="digest"/>.</summary>
    public static string PathOf(string digest) => "/v1/cas/" + digest;

    public static void Map(WebApplication app, ContentFolder contents, long maximumSize)
    {
        app.MapPut(Route, async Task<IResult> (HttpRequest request, string sha256) =>
            {
                var isNew = await contents.PutAsync(Checked(sha256), request.Body, maximumSize, request.HttpContext.RequestAborted);
                return isNew ? TypedResults.Created(PathOf(sha256)) : TypedResults.NoContent();
            })
            .WithMetadata(new RequestSizeLimitAttribute(maximumSize))
            .Accepts<byte[]>("application/octet-stream")
            .WithSummary("Stores the body under its SHA-256.")
            .Produces(StatusCodes.Status201Created).Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge);

        app.MapMethods(Route, [HttpMethods.Get, HttpMethods.Head], async Task<IResult> (HttpContext context, string sha256) =>
            {
                // Read whole before the first byte is sent: behind a status of 200 a damaged content could only be cut off.
                var path = await contents.FindAsync(Checked(sha256), context.RequestAborted)
                    ?? throw new ProblemException(StatusCodes.Status404NotFound, Rules.NotFound, $"content with the digest {sha256}");
                context.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
                return TypedResults.PhysicalFile(
                    path, "application/octet-stream", entityTag: new EntityTagHeaderValue($"\"{sha256}\""), enableRangeProcessing: true);
            })
            .WithSummary("Returns the content with this SHA-256.")
            .Produces<byte[]>(StatusCodes.Status200OK, "application/octet-stream")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static string Checked(string digest) =>
        ContentDigest.IsDigest(digest) ? digest
            : throw new ProblemException(
            StatusCodes.Status400BadRequest, Rules.InvalidParameter, "The digest", digest, "64 lower-case hexadecimal digits");
}
