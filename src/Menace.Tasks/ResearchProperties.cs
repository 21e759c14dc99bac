using Menace.Pipeline.Contracts;
using Menace.Pipeline.Research;

namespace Menace.Tasks;

/// <summary>Reads where a project looks up what its tasks leave out.</summary>
internal static class ResearchProperties
{
    /// <summary>The settings; a value that cannot be used is reported through <paramref name="settings"/>.</summary>
    public static ResearchSettings Read(TaskSettings settings)
    {
        var (standard, options) = (new ResearchSettings(), settings.Options);
        return standard with
        {
            Topics = [.. options["MenaceResearchTopics"].Split(
                ';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
            Url = HandoffProperties.Address(
                "MenaceResearchUrl", settings,
                "send a secret in the header that MenaceResearchHeader and MenaceResearchHeaderVariable name"),
            Path = Path(options["MenaceResearchPath"].Trim(), standard.Path, settings),
            Header = options["MenaceResearchHeader"].Trim() is { Length: > 0 } header ? header : null,
            HeaderVariable = HandoffProperties.Variable("MenaceResearchHeaderVariable", settings),
            SearchUrl = HandoffProperties.Address("MenaceSearchUrl", settings, "only an index without a password is searched"),
            SearchIndex = options["MenaceSearchIndex"].Trim() is { Length: > 0 } index ? index : standard.SearchIndex,
            Stage3Url = HandoffProperties.Address("MenaceStage3Url", settings, "name its token with MenaceStage3TokenVariable"),
            Stage3TokenVariable = HandoffProperties.Variable("MenaceStage3TokenVariable", settings),
        };
    }

    private static string Path(string text, string standard, TaskSettings settings)
    {
        try
        {
            return text.Length == 0 ? standard : JsonPath.Parse(text).ToString();
        }
        catch (FormatException)
        {
            return settings.Refuse("MenaceResearchPath", text, "$ with steps such as .name, ['a name'] and [0]", standard);
        }
    }
}
