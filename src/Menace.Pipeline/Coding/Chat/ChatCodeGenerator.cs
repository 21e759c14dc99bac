using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Languages;
using Microsoft.Extensions.AI;

namespace Menace.Pipeline.Coding.Chat;

/// <summary>
/// Asks a chat model for code (docs/chat-models.md): with the full prompt, once more with the reason why the answer was refused, and then
/// with a simple prompt. An answer is refused by reading, before anything of it runs. Its methods can be called from several threads.
/// </summary>
public sealed class ChatCodeGenerator : ICodeGenerator, IDisposable
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

    /// <summary>Uses a client of any kind. What it sends, and to whom, is up to its owner.</summary>
    /// <param name="client">The client; the generator does not dispose of it.</param>
    /// <param name="contextBuilder">What is known of bots, for the prompt.</param>
    /// <param name="config">The settings and the folders; endpoint and key belong to the client.</param>
    /// <exception cref="PipelineException">MENACE3073: no model is named.</exception>
    public ChatCodeGenerator(IChatClient client, ContextBuilder contextBuilder, BotDevConfig config)
        : this(
            client, contextBuilder, config.Chat, config, new CandidateReading(LanguageTable.Create(config, new ProcessRunner())),
            TimeProvider.System)
    {
    }

    /// <summary>Uses a client of any kind.</summary>
    /// <param name="client">The client; the generator does not dispose of it.</param>
    /// <param name="context">What is known of bots, for the prompt.</param>
    /// <param name="settings">The settings; endpoint and key belong to the client.</param>
    /// <param name="config">The folders.</param>
    /// <param name="reading">Reads the code of answers.</param>
    /// <param name="clock">Measures time limits and pauses.</param>
    /// <param name="usage">What was taken before in the same run.</param>
    /// <exception cref="PipelineException">MENACE3073: no model is named.</exception>
    internal ChatCodeGenerator(
        IChatClient client, ContextBuilder context, ChatSettings settings, BotDevConfig config, CandidateReading reading,
        TimeProvider clock, ChatUsage? usage = null)
    {
        if (string.IsNullOrWhiteSpace(settings.Model))
        {
            throw ChatKey.Unusable("no model is named. Set MenaceChatModel, or the environment variable ENGINE_MODEL");
        }

        (_settings, _config, _context, _reading) = (settings, config, context, reading);
        Usage = usage ?? new(settings);
        _key = new(settings.KeyVariable);
        _requester = new(client, settings, Usage, clock);
        _answers = new(config);
        _log = new(config, clock);
    }

    /// <inheritdoc/>
    public string Name => "chat";

    /// <summary>Gets what the answers took so far, all bots together.</summary>
    internal ChatUsage Usage { get; }

    /// <summary>Returns the generator that <see cref="BotDevConfig.Chat"/> configures, or null if it configures none.</summary>
    /// <param name="config">The settings.</param>
    /// <param name="context">What is known of bots, for the prompt.</param>
    /// <param name="reading">Reads the code of answers.</param>
    /// <param name="clock">Measures time limits and pauses.</param>
    /// <param name="usage">What was taken before in the same run.</param>
    /// <exception cref="PipelineException">
    /// MENACE3072: the endpoint is on another machine, and that is not allowed. MENACE3073: a setting cannot be used.
    /// </exception>
    internal static ChatCodeGenerator? FromSettings(
        BotDevConfig config, ContextBuilder context, CandidateReading reading, TimeProvider clock, ChatUsage? usage = null)
    {
        if (!config.Chat.IsEnabled)
        {
            return null;
        }

        // A replay needs neither an endpoint nor a key.
        IChatClient client = config.Chat.Answers == AnswersMode.Replay ? new NoChatClient() : new HttpChatClient(config.Chat, clock);
        return new(client, context, config.Chat, config, reading, clock, usage);
    }

    /// <inheritdoc/>
    public void Dispose() => _requester.Dispose();

    /// <inheritdoc/>
    /// <exception cref="PipelineException">
    /// MENACE3073: a setting cannot be used. MENACE3074, MENACE3075: a recorded answer cannot be used, or is missing. MENACE3062: the
    /// project's template of the prompt is wrong.
    /// </exception>
    /// <exception cref="Infrastructure.ToolMissingException">The language's parser is a program that this machine lacks.</exception>
    public async Task<CodeAnswer> GenerateAsync(CodeRequest request, CancellationToken cancellationToken)
    {
        if (request.Functions.Count == 0)
        {
            return CodeAnswer.None("no function is named that the code has to define");
        }

        var template = await ChatPrompt.ReadAsync(_config, cancellationToken);
        List<RecordedAnswer> answers = [];
        List<string> failures = [.. request.Failures];
        var last = "";
        foreach (var isSimple in new[] { false, false, true })
        {
            var question = _key.Hide(template.Render(request, "", [], isSimple, cancellationToken));
            if (!isSimple && !Fits(question))
            {
                continue;
            }

            try
            {
                answers.Add(await AnswerAsync(new(request, failures, isSimple), template, question, cancellationToken));
            }
            catch (ChatFailure failure)
            {
                return WithEffort(CodeAnswer.None($"the chat model {_settings.Model} cannot be asked: {failure.Message}"), answers);
            }

            var (candidates, reason) = await ReadAsync(answers[^1], request, cancellationToken);
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

    private bool Fits(string prompt) => ContextBuilder.CountTokens(prompt) <= _settings.PromptTokens;

    private CodeAnswer WithEffort(CodeAnswer answer, List<RecordedAnswer> answers) => answer with
    {
        Effort = ChatUsage.Describe(
            answers.Count, answers.Sum(a => a.InputTokens), answers.Sum(a => a.OutputTokens), _settings.Cost),
    };

    private async Task<RecordedAnswer> AnswerAsync(
        Asking asking, ChatPrompt template, string question, CancellationToken cancellationToken)
    {
        var (bot, model) = (asking.Request.Task.Name, _settings.Model!);
        var key = KeyOf(question, asking);
        if (_settings.Answers != AnswersMode.Off && await _answers.FindAsync(key, cancellationToken) is { } recorded)
        {
            Usage.AddReplayed();
            return recorded;
        }

        if (_settings.Answers == AnswersMode.Replay)
        {
            throw new PipelineException(PipelineStage.Optimise, [new(Rules.AnswerMissing, [_answers.Name, model, key]) { Bot = bot }]);
        }

        var prompt = PromptOf(asking, template, question, cancellationToken);
        _log.Write(bot, $"prompt to {model}, {key}", prompt);
        try
        {
            var answer = await _requester.AskAsync(bot, prompt, ContextBuilder.CountTokens(prompt), cancellationToken);
            _log.Write(bot, $"answer of {model}", answer.Text);
            return _settings.Answers == AnswersMode.Record ? await _answers.AddAsync(key, answer, cancellationToken) : answer;
        }
        catch (ChatFailure failure)
        {
            _log.Write(bot, $"no answer of {model}", failure.Message);
            throw;
        }
    }

    /// <summary>The question with the reasons against earlier code and what is known, as far as they fit.</summary>
    /// <exception cref="ChatFailure">Even the question does not fit.</exception>
    private string PromptOf(Asking asking, ChatPrompt template, string question, CancellationToken cancellationToken)
    {
        if (!Fits(question))
        {
            throw new ChatFailure(string.Create(CultureInfo.InvariantCulture,
                $"the prompt has {ContextBuilder.CountTokens(question):N0} tokens, and at most {_settings.PromptTokens:N0} are sent"));
        }

        var withFailures = asking.Failures.Count == 0 ? question : Render(asking.Failures, "");
        var (failures, prompt) = Fits(withFailures) ? (asking.Failures, withFailures) : ([], question);
        var known = asking.IsSimple ? ""
            : Context(asking.Request, _settings.PromptTokens - ContextBuilder.CountTokens(prompt) - ContextMargin);
        return known.Length > 0 && Render(failures, known) is var whole && Fits(whole) ? whole : prompt;

        string Render(IReadOnlyList<string> reasons, string context) =>
            _key.Hide(template.Render(asking.Request, context, reasons, asking.IsSimple, cancellationToken));
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
    /// The digest of what decides an answer. Left out is what other machines have otherwise for the same task: the context, because they
    /// know other bots, and the words of the reasons against earlier code, because their compilers and interpreters say it differently.
    /// </summary>
    private string KeyOf(string question, Asking asking) => ContentDigest.Of(CanonicalJson.Write(JsonValue.FromMembers(
    [
        new("model", _settings.Model!),
        new("question", question),
        new("failures", asking.Failures.Count),
        new("simple", asking.IsSimple),
        new("seed", ChatRequester.Seed),
        new("temperature", 0),
        new("tokens", _settings.AnswerTokens),
    ])));

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

    /// <summary>One question of a request.</summary>
    /// <param name="Request">The request.</param>
    /// <param name="Failures">The reasons against earlier code.</param>
    /// <param name="IsSimple">True for the simple prompt.</param>
    private sealed record Asking(CodeRequest Request, IReadOnlyList<string> Failures, bool IsSimple);
}
