using System.Globalization;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;

namespace Menace.Tasks;

/// <summary>Reads which chat model a project asks for code, and what may be sent to it.</summary>
internal static class ChatProperties
{
    /// <summary>The settings; a value that cannot be used is reported through <paramref name="settings"/>.</summary>
    public static ChatSettings Read(TaskSettings settings)
    {
        var standard = ChatSettings.FromEnvironment((name, text, allowed) => settings.Refuse(name, text, allowed, 0));
        return standard with
        {
            Endpoint = HandoffProperties.Address("MenaceChatEndpoint", settings, "name the key's variable with MenaceChatKeyVariable"),
            Model = settings.Options["MenaceChatModel"].Trim() is { Length: > 0 } model ? model : standard.Model,
            KeyVariable = HandoffProperties.Variable("MenaceChatKeyVariable", settings),
            AllowsOtherHosts = settings.Read("MenaceChatAllowOtherHosts", standard.AllowsOtherHosts, "true or false", text =>
                bool.TryParse(text, out var value) ? value : null),
            Timeout = settings.Read("MenaceChatTimeout", standard.Timeout, "a duration above 0, such as 30s, 10m or 2h", text =>
                Quantities.TryParseDuration(text, out var time) && time > TimeSpan.Zero ? time : null),
            TokenCap = settings.Read("MenaceChatTokenCap", standard.TokenCap, "a whole number, 0 for no cap", text =>
                long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var tokens) ? tokens : null),
            Cost = Cost(settings.Options["MenaceChatCost"], standard.Cost, settings),
            Answers = settings.Read("MenaceAnswers", standard.Answers,
                settings.OneOf("MenaceAnswers", Enum.GetNames<AnswersMode>()),
                text => Enum.TryParse<AnswersMode>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null),
        };
    }

    private static ChatCost Cost(string text, ChatCost standard, TaskSettings settings) =>
        text.Trim().Length == 0 ? standard
            : ChatCost.Parse(text) ?? settings.Refuse("MenaceChatCost", text, "two prices of a million tokens such as 0.15;0.6", standard);
}
