namespace Menace.Model.Languages.Shell;

/// <summary>The functions that shell code defines, those inside other commands too.</summary>
internal static class ShellDefinitions
{
    /// <summary>Reads the definitions among <paramref name="read"/>; code that cannot be followed may define more.</summary>
    public static CodeDefinitions Of(ShellTokens read)
    {
        var tokens = read.All;
        var definitions = new CodeDefinitions { IsOpen = !read.IsClosed || read.IsAmbiguous };
        for (var i = 0; i < tokens.Count; i++)
        {
            // What another script or eval defines is not here.
            definitions.IsOpen |= tokens[i].Text is "eval" or "source" || (tokens[i].Is(".") && StartsCommand(tokens, i));
            if (ShellScanner.DefinitionAt(tokens, i) is { } definition && StartsCommand(tokens, i))
            {
                definitions.Define(definition.Name);
            }
        }

        return definitions;
    }

    private static bool StartsCommand(IReadOnlyList<ShellToken> tokens, int i) => i == 0
        || tokens[i - 1].Kind != ShellTokenKind.Word || ShellScanner.IsLeader(tokens[i - 1].Text) || tokens[i - 1].Is("command");
}
