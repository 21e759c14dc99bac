using System.Globalization;
using Menace.Model.Diagnostics;

namespace Menace.Server.Hosting;

/// <summary>
/// Bounds the bytes that all requests and messages of a process hold at once while they are read and checked, unpacked: a body of 122 KB
/// can be 128 MiB when it is unpacked, and a package takes several times its size until it is recorded.
/// </summary>
/// <param name="maximum">Bytes. One request alone may hold more, so that the limit of a body is the limit of a body.</param>
internal sealed class BodyBudget(long maximum)
{
    private const int RetryAfterSeconds = 2;

    private readonly Lock _lock = new();
    private long _held;

    /// <summary>Begins a share of nothing; its bytes are free again when it is disposed of.</summary>
    public Share Begin() => new(this);

    /// <summary>The bytes of one request.</summary>
    public sealed class Share(BodyBudget budget) : IDisposable
    {
        private long _own;

        /// <summary>Takes <paramref name="bytes"/> more.</summary>
        /// <exception cref="ProblemException">The others hold so many that there is no room (429).</exception>
        public void Take(long bytes)
        {
            lock (budget._lock)
            {
                if (budget._held > _own && budget._held + bytes > budget.Maximum)
                {
                    throw new ProblemException(
                        StatusCodes.Status429TooManyRequests, Rules.QueueFull, $"{budget.Maximum} bytes of requests",
                        RetryAfterSeconds.ToString(CultureInfo.InvariantCulture))
                    {
                        RetryAfter = RetryAfterSeconds,
                    };
                }

                budget._held += bytes;
                _own += bytes;
            }
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            lock (budget._lock)
            {
                budget._held -= _own;
                _own = 0;
            }
        }
    }

    private long Maximum => maximum;
}
