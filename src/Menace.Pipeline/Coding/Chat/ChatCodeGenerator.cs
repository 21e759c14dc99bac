using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Languages;
using Microsoft.Extensions.AI;

namespace Menace.Pipeline.Coding.Chat;

/// <summary>
/// Asks a chat model for code (docs/chat-models.md): with the full prompt, once more with the reason why the answer was refused, and then
/// with a simple prompt. An answer is refused by reading, before anything of it runs. Its methods can be called from several threads.
/// </summary>
public sealed class ChatCodeGenerator : ICodeGenerator
{
    /// <summary>Room for the lines around the context.</summary>
    private const int ContextMargin = 16;

    private readonly ChatSettings _settings;
    private readonly BotDevConfig _config;
    private readonly ContextBuilder _context;
    private readonly ChatRequester _requester;
    private readonly CandidateReading _reading;
    private readonly AnswerFile _answers;
    private readonly ChatLog _log;
    private readonly ChatKey _key;
    private readonly SemaphoreSlim _turn = new(1);
    private ChatPrompt? _prompt;

    /// <summary>Uses a client of any kind. What it sends, and to whom, is up to its owner.</summary>
    /// <param name="client">The client; the generator does not dispose of it.</param>
    /// <param name="context">What is known of bots, for the prompt.</param>
    /// <param name="settings">The settings; endpoint and key belong to the client.</param>
    /// <param name="config">The folders; null: those of the current folder.</param>
    public ChatCodeGenerator(IChatClient client, ContextBuilder context, ChatSettings settings, BotDevConfig? config = null)
        : this(client, context, settings, config ?? new(), null, null)
    {
    }

    internal ChatCodeGenerator(
        IChatClient client, ContextBuilder context, ChatSettings settings, BotDevConfig config, LanguageTable? languages, TimeProvider? clock)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(settings);
        if (string.IsNullOrWhiteSpace(settings.Model))
        {
            throw ChatKey.Unusable("no model is named. Set MenaceChatModel, or the environment variable ENGINE_MODEL");
        }

        (_settings, _config, _context) = (settings, config, context);
        Usage = new(settings);
        _key = new(settings.KeyVariable);
        _requester = new(client, settings, Usage, clock ?? TimeProvider.System);
        _reading = new(languages ?? LanguageTable.Create(config, new ProcessRunner()));
        _answers = new(config);
        _log = new(config, clock ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public string Name => "chat";

    /// <summary>Gets what the answers took so far.</summary>
    public ChatUsage Usage { get; }

    /// <summary>Returns the generator that <see cref="BotDevConfig.Chat"/> configures, or null if it configures none.</summary>
    /// <param name="config">The settings.</param>
    /// <param name="context">What is known of bots, for the prompt.</param>
    /// <exception cref="PipelineException">
    /// MENACE3072: the endpoint is on another machine, and that is not allowed. MENACE3073: a setting cannot be used.
    /// </exception>
    public static ChatCodeGenerator? FromSettings(BotDevConfig config, ContextBuilder context)
    {
        ArgumentNullException.ThrowIfNull(config);
        return FromSettings(config, context, null, null);
    }

    internal static ChatCodeGenerator? FromSettings(
        BotDevConfig config, ContextBuilder context, LanguageTable? languages, TimeProvider? clock)
    {
        if (!config.Chat.IsEnabled)
        {
            return null;
        }

        // A replay needs neither an endpoint nor a key.
        IChatClient client = config.Chat.Answers == AnswersMode.Replay ? new NoChatClient()
            : new HttpChatClient(config.Chat, clock ?? TimeProvider.System);
        return new(client, context, config.Chat, config, languages, clock);
    }

    /// <inheritdoc/>
    /// <exception cref="PipelineException">
    /// MENACE3073: a setting cannot be used. MENACE3074, MENACE3075: a recorded answer cannot be used, or is missing.
    /// </exception>
    public async Task<CodeAnswer> GenerateAsync(CodeRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Functions.Count == 0)
        {
            return CodeAnswer.None("no function is named that the code has to define");
        }

        List<RecordedAnswer> answers = [];
        List<string> failures = [.. request.Failures];
        var last = "";
        foreach (var isSimple in new[] { false, false, true })
        {
            RecordedAnswer answer;
            try
            {
                answer = await AnswerAsync(request, failures, isSimple, cancellationToken);
            }
            catch (ChatFailure failure)
            {
                return WithEffort(CodeAnswer.None($"the chat model {_settings.Model} cannot be asked: {failure.Message}"), answers);
            }

            answers.Add(answer);
            var (candidates, reason) = await ReadAsync(answer, request, cancellationToken);
            if (candidates.Count > 0)
            {
                return WithEffort(new(candidates), answers);
            }

            last = reason;
            failures.Add(reason);
        }

        return WithEffort(CodeAnswer.None(string.Create(CultureInfo.InvariantCulture,
            $"the chat model {_settings.Model} gave no usable code in {answers.Count} answers; of the last one, {last}")), answers);
    }

    private CodeAnswer WithEffort(CodeAnswer answer, List<RecordedAnswer> answers) => answer with
    {
        Effort = ChatUsage.Describe(
            answers.Count, answers.Sum(a => a.InputTokens), answers.Sum(a => a.OutputTokens), _settings.Cost),
    };

    private async Task<RecordedAnswer> AnswerAsync(
        CodeRequest request, IReadOnlyList<string> failures, bool isSimple, CancellationToken cancellationToken)
    {
        var template = await TemplateAsync(cancellationToken);
        var question = _key.Hide(template.Render(request, "", failures, isSimple, cancellationToken));
        var tokens = ContextBuilder.CountTokens(question);
        if (tokens > _settings.PromptTokens)
        {
            throw new ChatFailure(string.Create(CultureInfo.InvariantCulture,
                $"the prompt has {tokens:N0} tokens, and at most {_settings.PromptTokens:N0} are sent"));
        }

        var key = KeyOf(question, isSimple);
        if (_settings.Answers != AnswersMode.Off && await _answers.FindAsync(key, cancellationToken) is { } recorded)
        {
            Usage.AddReplayed();
            return recorded;
        }

        if (_settings.Answers == AnswersMode.Replay)
        {
            throw new PipelineException(
                PipelineStage.Optimise, [new(Rules.AnswerMissing, [_answers.Name, _settings.Model!, key]) { Bot = request.Task.Name }]);
        }

        var known = isSimple ? "" : Context(request, _settings.PromptTokens - tokens - ContextMargin);
        var prompt = known.Length == 0 ? question : _key.Hide(template.Render(request, known, failures, isSimple, cancellationToken));
        _log.Write(request.Task.Name, $"prompt to {_settings.Model}, {key}", prompt);
        try
        {
            var answer = await _requester.AskAsync(request.Task.Name, prompt, ContextBuilder.CountTokens(prompt), cancellationToken);
            _log.Write(request.Task.Name, $"answer of {_settings.Model}", answer.Text);
            return _settings.Answers == AnswersMode.Record ? await _answers.AddAsync(key, answer, cancellationToken) : answer;
        }
        catch (ChatFailure failure)
        {
            _log.Write(request.Task.Name, $"no answer of {_settings.Model}", failure.Message);
            throw;
        }
    }

    private async Task<(IReadOnlyList<CodeCandidate> Candidates, string Reason)> ReadAsync(
        RecordedAnswer answer, CodeRequest request, CancellationToken cancellationToken)
    {
        if (!answer.IsWhole)
        {
            return ([], string.Create(CultureInfo.InvariantCulture, $"it was cut off at {_settings.AnswerTokens:N0} tokens"));
        }

        var text = ChatText.Read(answer.Text, request.Language, _settings.DenialPhrases);
        var reason = text.Reason ?? "";
        List<CodeCandidate> candidates = [];
        foreach (var code in text.Codes)
        {
            if ((code.Contains(Redaction.Mark, StringComparison.Ordinal) ? "it holds a secret"
                : await _reading.ReasonAgainstAsync(code, request, cancellationToken)) is { } against)
            {
                reason = reason.Length == 0 ? against : reason;
                continue;
            }

            candidates.Add(new(code)
            {
                Origin = _settings.Model!,
                Evidence = [$"written by {_settings.Model}, answer {ContentDigest.Of(answer.Text)[..12]}"],
            });
        }

        return (candidates, reason);
    }

    /// <summary>
    /// The digest of all that decides an answer. The context is left out: other machines know other bots, and the same task must have the
    /// same code there.
    /// </summary>
    private string KeyOf(string question, bool isSimple) => ContentDigest.Of(CanonicalJson.Write(JsonValue.FromMembers(
    [
        new("model", _settings.Model!),
        new("question", question),
        new("simple", isSimple),
        new("seed", ChatRequester.Seed),
        new("temperature", 0),
        new("tokens", _settings.AnswerTokens),
    ])));

    private async Task<ChatPrompt> TemplateAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return _prompt ??= await ChatPrompt.ReadAsync(_config, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    private string Context(CodeRequest request, int tokens)
    {
        var query = string.Join(' ', [request.Task.Metadata.Purpose ?? request.Task.Name, .. request.Functions.Select(f => f.Name)]);
        try
        {
            return tokens <= 0 ? "" : _context.Build(query, new() { MaxTokens = tokens }).Text;
        }
        catch (Exception exception) when (exception is KnowledgeException or ArgumentException)
        {
            // A prompt without context is a prompt.
            return "";
        }
    }
}
