using Menace.Model.Tasks;

namespace Menace.Model.Languages.Shell;

/// <summary>The outline of shell code, read by the scanner of the build.</summary>
internal static class ShellOutline
{
    public static CodeOutline Of(string code)
    {
        var scanner = ShellScanner.Read(code);
        if (!scanner.IsClosed)
        {
            return CodeOutline.Unclear;
        }

        List<(string Name, ShellFunction? Definition)> offered = scanner.IsBody(code) ? [(BotLanguage.Shell.Profile().BodyFunction, null)]
            : [.. scanner.Offered];
        var only = offered.Count == 1 ? offered[0].Definition : null;
        return new(
            offered.Count > 0 ? [.. offered.Select(function => function.Name)] : null,
            ShellComments.Purpose(code) ?? (only is null ? null : ShellComments.Documentation(code, only)));
    }
}
