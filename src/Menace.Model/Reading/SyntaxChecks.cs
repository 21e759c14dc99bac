using Menace.Model.Checking;
using Menace.Model.Diagnostics;
using Menace.Model.Json;

namespace Menace.Model.Reading;

/// <summary>Checks that hold for every object of the format.</summary>
internal static class SyntaxChecks
{
    /// <summary>Reports each property that stands twice, at its later place.</summary>
    public static void ReportDuplicates(JsonSyntax value, FindingList report)
    {
        if (value.Members.Count < 2)
        {
            return;
        }

        var seen = new Dictionary<string, TextSpan>(StringComparer.Ordinal);
        foreach (var member in value.Members)
        {
            if (seen.TryGetValue(member.Name, out var first))
            {
                report.Add(Rules.DuplicateProperty, member.NameSpan, [first], member.Name, report.LineOf(first.Start));
            }
            else
            {
                seen.Add(member.Name, member.NameSpan);
            }
        }
    }

    /// <summary>Reports properties that are not known, with the known one that was probably meant.</summary>
    /// <param name="value">The object.</param>
    /// <param name="known">The properties of the format.</param>
    /// <param name="onlyClose">True: a property that is close to no known one is the user's own.</param>
    /// <param name="report">Where to.</param>
    public static void ReportUnknown(JsonSyntax value, IReadOnlyCollection<string> known, bool onlyClose, FindingList report)
    {
        foreach (var member in value.Members)
        {
            if (known.Contains(member.Name))
            {
                continue;
            }

            var nearest = Nearest.Of(member.Name, known);
            if (nearest is not null || !onlyClose)
            {
                report.Add(Rules.UnknownProperty, member.NameSpan, member.Name, Nearest.Hint(nearest));
            }
        }
    }
}
