using Menace.Pipeline.Coding.Chat;
using Menace.Pipeline.Coding.Retrieval;
using Menace.Pipeline.Coding.Synthesis;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Coding;

/// <summary>The generators of a project: its own engine, or Menace's with the chat model that it configures.</summary>
/// <param name="own">The engine that the project brings, or null.</param>
/// <param name="config">The settings.</param>
/// <param name="languages">The languages.</param>
/// <param name="usage">What the chat model took in this run, for its cap.</param>
internal sealed class CodeGenerators(ICodeGenerator? own, BotDevConfig config, LanguageTable languages, ChatUsage usage) : IDisposable
{
    private readonly KnowledgeFolder? _knowledge = config.KnowledgePath is { } path ? new(path) : null;
    private ChatCodeGenerator? _chat;
    private SelfCodingEngine? _engine;

    /// <summary>Gets what the answers of the chat model took, as a line; null if it was not asked.</summary>
    public string? ChatUsage => usage is { Asked: 0, Replayed: 0 } ? null : usage.ToString();

    /// <summary>Gets where failures of candidates are kept, or null: recorded answers may not depend on what a machine has seen.</summary>
    public ErrorsDb? Failures => config.RecordsKnowledge && config.Chat.Answers == AnswersMode.Off ? _knowledge?.OpenErrors() : null;

    /// <summary>Gets how many bots can be asked for at once: one if a chat model is asked, whose cap may end the asking.</summary>
    public int AtOnce => _chat is null ? config.Concurrency : 1;

    /// <summary>The engine, which is made when it is needed.</summary>
    /// <exception cref="PipelineException">MENACE3072, MENACE3073: the chat model is not configured as it has to be.</exception>
    public ICodeGenerator Engine() => own ?? (_engine ??= Make());

    /// <inheritdoc/>
    public void Dispose() => _chat?.Dispose();

    private SelfCodingEngine Make()
    {
        List<ICodeGenerator> generators = [];
        if (_knowledge is not null && config.Chat.Answers != AnswersMode.Replay)
        {
            generators.Add(new CodeRetrieval(new CodeDb(_knowledge.Open(KnowledgeFolder.Code)), languages));
        }

        generators.Add(new SynthesisGenerator());
        var context = _knowledge is null ? new ContextBuilder() : new ContextBuilder(_knowledge);
        _chat = ChatCodeGenerator.FromSettings(config, context, new CandidateReading(languages), TimeProvider.System, usage);
        if (_chat is not null)
        {
            generators.Add(_chat);
        }

        return new SelfCodingEngine([.. generators]);
    }
}
