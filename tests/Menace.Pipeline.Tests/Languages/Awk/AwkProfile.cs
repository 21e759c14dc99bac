using Menace.Model.Languages;
using Menace.Model.Tasks;

namespace Menace.Pipeline.Tests.Languages.Awk;

/// <summary>A fourth language, as small as one can be: what the rules need of it.</summary>
internal sealed class AwkProfile : LanguageProfile
{
    public static readonly BotLanguage Awk = new("Awk");

    public override BotLanguage Id => Awk;

    public override string Title => "awk";

    public override IReadOnlyList<string> Aliases { get; } = ["gawk"];

    public override IReadOnlyCollection<string> Keywords { get; } = Words("BEGIN END function func getline if else while for do return delete in print printf");

    public override bool IsInterpreter(string program) => program is "awk" or "gawk" or "mawk";

    public override bool PlainlyDefines(string code, string name) => CodeDefinitions.Shows(code, "function " + name, "(");
}
