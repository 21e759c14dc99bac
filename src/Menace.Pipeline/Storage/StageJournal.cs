using System.Threading.Channels;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;

namespace Menace.Pipeline.Storage;

/// <summary>
/// The finished work of a stage, bot by bot: written to the journal of WorkflowDb immediately, so that it is known after a killed build.
/// A transaction writes the entries of a tenth of a second: a thousand small bots are a few transactions.
/// </summary>
internal sealed class StageJournal : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly WorkflowDb? _database;
    private readonly long _runId;
    private readonly Boundary _recorded;
    private readonly Dictionary<string, JournalEntry> _known;
    private readonly Channel<JournalEntry> _open = Channel.CreateUnbounded<JournalEntry>(
        new UnboundedChannelOptions { SingleReader = true });
    private readonly TaskCompletionSource _closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _writing;

    private StageJournal(WorkflowDb? database, long runId, PipelineStage stage)
    {
        _database = database;
        _runId = runId;
        _recorded = stage == PipelineStage.Optimise ? Boundary.OptimiseRecorded : stage == PipelineStage.Develop ? Boundary.DevelopRecorded
            : Boundary.VerifyRecorded;
        _known = database?.Finished(runId, stage.ToWord()).ToDictionary(entry => entry.Bot, StringComparer.Ordinal) ?? [];
        _writing = database is null ? Task.CompletedTask : Task.Run(WriteAsync);
    }

    /// <summary>
    /// The journal of a stage of the run <paramref name="runId"/>; without a database one that knows nothing and keeps nothing.
    /// </summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public static StageJournal Open(WorkflowDb? database, long runId, PipelineStage stage) => new(database, runId, stage);

    /// <summary><paramref name="done"/> as a line of the journal.</summary>
    public static JournalEntry ToEntry(StageEvent done) =>
        new(done.Stage.ToWord(), done.Bot, done.Outcome, done.Detail) { InputHash = done.InputHash };

    /// <summary>Returns the earlier output for <paramref name="bot"/> in this run and stage with the same input, or null.</summary>
    public T? Known<T>(string bot, string input)
        where T : class =>
        _known.TryGetValue(bot, out var entry) && entry.InputHash == input ? StageFile.Parse<T>(entry.Content!) : null;

    /// <summary>Returns the earlier outputs for all bots in this run and stage.</summary>
    public IEnumerable<T> AllKnown<T>()
        where T : class =>
        _known.Values.Select(entry => StageFile.Parse<T>(entry.Content!)).OfType<T>();

    /// <summary>Takes what the stage did with a bot. It is in the database a moment later.</summary>
    /// <param name="done">The event.</param>
    /// <param name="content">
    /// The output for <see cref="Known"/> after an interruption, or null if the work is repeated, or recorded elsewhere.
    /// </param>
    public void Finish(StageEvent done, object? content = null) =>
        _open.Writer.TryWrite(ToEntry(done) with { Content = content is null ? null : StageFile.Text(content) });

    /// <summary>Everything that was taken is in the database.</summary>
    /// <exception cref="WorkflowDbException">It could not be written.</exception>
    public async ValueTask DisposeAsync()
    {
        _open.Writer.TryComplete();
        _closing.TrySetResult();
        await _writing;
    }

    private async Task WriteAsync()
    {
        while (await _open.Reader.WaitToReadAsync())
        {
            List<JournalEntry> batch = [];
            while (_open.Reader.TryRead(out var entry))
            {
                batch.Add(entry);
            }

            _database!.Record(_runId, batch);
            Fault.Reached(_recorded);
            await Task.WhenAny(Task.Delay(Pause, _database.Clock), _closing.Task);
        }
    }
}
