using System.Text.RegularExpressions;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.Python;

namespace Menace.Pipeline.Tests.Languages.Python;

/// <summary>The parts of the script that reads Python run as one program.</summary>
public sealed partial class PythonScriptTests
{
    [Fact]
    public void Each_name_is_defined_in_one_part()
    {
        var definitions = PythonAnalyser.Parts.SelectMany(part => Definition().Matches(Templates.Text($"python/{part}.py"))
            .Select(match => (Part: part, Name: match.Groups[1].Value)).Distinct()).ToList();

        Assert.True(definitions.Count > 100, $"{definitions.Count} definitions");
        Assert.Empty(definitions.GroupBy(definition => definition.Name).Where(group => group.Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(definition => definition.Part))}"));
    }

    [GeneratedRegex(@"^(?:def |class )?([A-Za-z_]\w*)(?:\(|:| = |, [A-Z_]+ = )", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Definition();
}
