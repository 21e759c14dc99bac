using Menace.Pipeline.Handoff.Queries;

namespace Menace.Server.Queries;

/// <summary>
/// Questions that wait for whoever comes to answer them, in memory: a restart loses them, and who asked asks again. Each is handed out under a short lease, so that the next
/// one gets it where an answerer dies; the first answer counts.
/// </summary>
internal sealed class QueryDesk(TimeProvider clock)
{
    /// <summary>Questions that are kept at once, with their answers.</summary>
    public const int Most = 1000;

    /// <summary>How long an answerer has before the question is given to another one as well.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>How long who asked may take to fetch the answer after its patience has ended.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly List<Question> _questions = [];

    /// <summary>Keeps a question.</summary>
    /// <returns>Its id, or null where there are too many.</returns>
    public string? Ask(string query, TimeSpan patience)
    {
        lock (_lock)
        {
            _questions.RemoveAll(question => question.Expires + Kept < clock.GetUtcNow());
            if (_questions.Count >= Most)
            {
                return null;
            }

            var question = new Question(Guid.NewGuid().ToString("N"), query, clock.GetUtcNow() + patience);
            _questions.Add(question);
            return question.Id;
        }
    }

    /// <summary>The oldest question that nobody has, or null.</summary>
    public (string Id, string Query)? Take()
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (_questions.Find(question => !question.Answered.Task.IsCompleted && question.Expires > now && question.LeaseUntil <= now) is not { } question)
            {
                return null;
            }

            question.LeaseUntil = now + Lease;
            return (question.Id, question.Text);
        }
    }

    /// <summary>Answers a question, unless it has been answered or its patience has ended.</summary>
    /// <returns>How it is now, or null where there is no such question.</returns>
    public QueryState? Answer(string id, string? answer, string? reason)
    {
        if (Find(id) is not { } question)
        {
            return null;
        }

        lock (_lock)
        {
            if (question.Expires > clock.GetUtcNow() && question.Answered.TrySetResult((answer, reason)))
            {
                // Its place is free soon, however long it might have waited.
                question.Expires = clock.GetUtcNow();
            }
        }

        return StateOf(question);
    }

    /// <summary>How a question is, after at most <paramref name="wait"/>.</summary>
    /// <returns>Null where there is no such question.</returns>
    public async Task<QueryState?> WaitAsync(string id, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (Find(id) is not { } question)
        {
            return null;
        }

        var left = question.Expires - clock.GetUtcNow();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(question.Answered.Task, Task.Delay(left < wait ? (left > TimeSpan.Zero ? left : TimeSpan.Zero) : wait, clock, end.Token));
        await end.CancelAsync();
        return StateOf(question);
    }

    private Question? Find(string id)
    {
        lock (_lock)
        {
            return _questions.Find(question => question.Id == id);
        }
    }

    private QueryState StateOf(Question question) => question.Answered.Task is { IsCompletedSuccessfully: true } task
        ? new(question.Id, task.Result.Answer is null ? "failed" : "answered", task.Result.Answer, task.Result.Reason)
        : new(question.Id, question.Expires > clock.GetUtcNow() ? "waiting" : "expired", null, null);

    private sealed class Question(string id, string text, DateTimeOffset expires)
    {
        public string Id => id;

        public string Text => text;

        public DateTimeOffset Expires { get; set; } = expires;

        public DateTimeOffset LeaseUntil { get; set; }

        public TaskCompletionSource<(string? Answer, string? Reason)> Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
